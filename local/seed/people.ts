/**
 * The synthetic hospital: departments, staff, and a file of discharges as a ward would export it. Every person is made up: numbers start with 199 0000 or 166 0000,
 * names are drawn by lot, and the same seed gives the same people.
 */

export interface SeedDepartment { code: string; name: string; phone: string; sensitive?: boolean; critical?: boolean; obstetric?: boolean; paediatric?: boolean }
export const departments: readonly SeedDepartment[] = [
  { code: '0301', name: '呼吸内科', phone: '09438220301' },
  { code: '0303', name: '心血管内科', phone: '09438220303' },
  { code: '0304', name: '神经内科', phone: '09438220304' },
  { code: '0305', name: '内分泌科', phone: '09438220305' },
  { code: '0401', name: '普外科', phone: '09438220401' },
  { code: '0402', name: '骨科', phone: '09438220402' },
  { code: '0502', name: '产科', phone: '09438220502', obstetric: true },
  { code: '0600', name: '儿科', phone: '09438220600', paediatric: true },
  { code: '0801', name: '眼科', phone: '09438220801' },
  { code: '1500', name: '精神心理科', phone: '09438221500', sensitive: true },
  { code: '2800', name: '重症医学科', phone: '09438222800', critical: true },
];

export interface SeedStaff { userName: string; name: string; role: 'lead' | 'nurse' | 'agent' | 'officer' | 'ward' | 'quality' | 'director'; departments: string[] | 'all' }
export const staff: readonly SeedStaff[] = [
  { userName: 'nurse1', name: '王秀兰', role: 'nurse', departments: 'all' },
  { userName: 'nurse2', name: '张丽', role: 'nurse', departments: 'all' },
  { userName: 'ward1', name: '赵敏', role: 'ward', departments: ['0402'] },
  { userName: 'agent1', name: '孙梅', role: 'agent', departments: 'all' },
  { userName: 'officer1', name: '马骏', role: 'officer', departments: 'all' },
  // The office that complaints about nursing go to.
  { userName: 'office1', name: '何芳', role: 'ward', departments: ['nursing'] },
  { userName: 'quality1', name: '刘洁', role: 'quality', departments: 'all' },
  { userName: 'director1', name: '刘建国', role: 'director', departments: 'all' },
];

const surnames = [...'王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗'];
const given = [...'秀英伟芳娜敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂兰国建华玉梅志'];
const doctors = ['周海燕', '吴建平', '郑文斌', '王丽华', '陈志强', '李明远'];
const illnesses: Record<string, readonly (readonly [code: string, name: string])[]> = {
  '0301': [['J18.900', '肺炎'], ['J44.100', '慢性阻塞性肺疾病急性加重']],
  '0303': [['I50.900', '心力衰竭'], ['I20.000', '不稳定性心绞痛']],
  '0304': [['I63.900', '脑梗死']],
  '0305': [['E11.900', '2型糖尿病']],
  '0401': [['K80.100', '胆囊结石伴胆囊炎'], ['K35.800', '急性阑尾炎']],
  '0402': [['S72.000', '股骨颈骨折'], ['M51.202', '腰椎间盘突出']],
  '0502': [['O82.900', '剖宫产分娩'], ['O80.900', '顺产']],
  '0600': [['J12.900', '病毒性肺炎']],
  '0801': [['H26.900', '白内障']],
  '1500': [['F32.900', '抑郁发作']],
  '2800': [['A41.900', '脓毒症']],
};

/** A small seeded generator (mulberry32): the same file on every machine. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

/** GB 11643-1999: weights 2^(17-i) mod 11. */
function checkDigit(body: string): string {
  const sum = [...body].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return '10X98765432'[sum % 11]!;
}

const pad = (n: number) => String(n).padStart(2, '0');

export const header = '患者ID,住院号,住院次数,姓名,性别,出生日期,身份证号,本人电话,联系人姓名,与患者关系,联系人电话,现住址,出院科别编码,出院科别,病区,床号,主治医师,入院时间,出院时间,主要诊断编码,主要诊断,离院方式,复诊日期,出院医嘱,出院带药';

/**
 * The rows of one discharge day, `count` people, numbered from `from`. Among every forty there are: one against advice, one death, one who left the ICU, one without
 * any number, one child, one of a sensitive department and several over eighty.
 */
export function dischargesOf(day: string, from: number, count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    const n = from + i;
    const pick = generator(n * 7919 + 17);
    const special = n % 40;
    const department = special === 5 ? departments[10]! : special === 9 ? departments[9]! : special === 13 ? departments[7]! : departments[pick(9)]!;
    const birthYear = department.paediatric ? 2018 + pick(6) : department.obstetric ? 1988 + pick(14) : n % 6 === 0 ? 1934 + pick(12) : 1946 + pick(52);
    const birth = `${birthYear}-${pad(1 + pick(12))}-${pad(1 + pick(28))}`;
    const female = department.obstetric || pick(2) === 0;
    const name = surnames[pick(surnames.length)]! + given[pick(given.length)]! + (pick(4) ? given[pick(given.length)]! : '');
    const contact = surnames[pick(surnames.length)]! + given[pick(given.length)]!;
    const [dxCode, dx] = illnesses[department.code]![pick(illnesses[department.code]!.length)]!;
    const body = `622301${birth.replaceAll('-', '')}${String(2 * pick(499) + (female ? 0 : 1)).padStart(3, '0')}`;
    const phone = special === 21 ? '' : `1990000${String(n % 10000).padStart(4, '0')}`;
    const contactPhone = special === 21 ? '' : `1660000${String(n % 10000).padStart(4, '0')}`;
    const way = special === 3 ? '4' : special === 7 ? '5' : '1';
    const stay = 3 + pick(9);
    const admitted = new Date(Date.parse(`${day}T00:00:00Z`) - stay * 86_400_000).toISOString().slice(0, 10);
    const revisit = pick(2) ? new Date(Date.parse(`${day}T00:00:00Z`) + 14 * 86_400_000).toISOString().slice(0, 10) : '';
    return [`P${500000 + n}`, String(2026500000 + n), '1', name, female ? '女' : '男', birth, body + checkDigit(body), phone, contact, department.paediatric ? '父母' : ['配偶', '子', '女'][pick(3)]!, contactPhone,
      '甘肃省白银市白银区某街道', department.code, department.name, `${department.name}1病区`, String(1 + pick(60)), doctors[pick(doctors.length)]!, `${admitted} ${pad(8 + pick(9))}:${pad(pick(60))}`, `${day} ${pad(8 + pick(9))}:${pad(pick(60))}`,
      dxCode, dx, way, revisit, '按时服药，规律复查，不适随诊。', dx === '股骨颈骨折' ? '利伐沙班 10mg 每日 1 次' : ''].join(',');
  });
}
