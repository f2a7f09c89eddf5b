/** What hospitals' engines really send over HL7 v2, and what it says. */
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeAs } from '../../../cloudfunctions/discharge/rules/charset';
import { readSourceTime } from '../../../cloudfunctions/discharge/rules/source-time';
import type { Cells, Heard } from '../../../cloudfunctions/discharge/rules/statement';
import { splitVisit } from '../../../cloudfunctions/discharge/rules/visit-number';
import { openHl7, type Hl7Reader } from '../../../cloudfunctions/discharge/service/hl7';

let reader: Hl7Reader;
beforeAll(async () => { reader = await openHl7(); });

const sample = readFileSync(path.join(__dirname, '../../fixtures/discharge/adt-a03.hl7'));
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const hearAll = (bytes: Uint8Array) => [...reader.hear(bytes)];
const hear = (...lines: string[]): Heard[] => hearAll(utf8(lines.join('\r'))).flatMap(({ heard }) => heard);
/** Problem and place, or what was said. */
const brief = (heard: readonly Heard[]) => heard.map((one) => ('problem' in one ? `${one.problem} ${one.place}`.trim() : one.saying.kind));
const saying = (heard: readonly Heard[]) => {
  const one = heard.find((candidate) => 'saying' in candidate);
  if (!one || !('saying' in one)) throw new Error(`nothing was said: ${brief(heard).join()}`);
  return one.saying;
};

const msh = (event: string, rest = '') => `MSH|^~\\&|HIS|HOSP|FUP|HOSP|20260120103000||ADT^${event}|M1|P|2.4${rest}`;
const evn = 'EVN||20260120103000';
const pid = 'PID|1||P00001^^^HOSP^MR||测试^甲||19900101|M|||某区某路1号||13800000001';
const pv1 = 'PV1|1|I|RESP^0301^12^HOSP||||D001^王医师|||呼吸内科|||||||||ZY2026001_1|||||||||||||||||1||||||||20260110090000|20260120100000';
const dg1 = 'DG1|1||J18.900^肺炎^ICD10||20260120|F';
/** PID with one field changed; fields are numbered as HL7 does. */
const withField = (segment: string, field: number, value: string): string => {
  const fields = segment.split('|');
  while (fields.length <= field) fields.push('');
  fields[field] = value;
  return fields.join('|');
};
const a03 = (change: { pid?: [number, string]; pv1?: [number, string]; more?: string[]; dg1?: string[] } = {}): Heard[] =>
  hear(msh('A03^ADT_A03'), evn, change.pid ? withField(pid, ...change.pid) : pid, ...(change.more ?? []), change.pv1 ? withField(pv1, ...change.pv1) : pv1, ...(change.dg1 ?? [dg1]));
const cellsOf = (change: Parameters<typeof a03>[0]): Cells => saying(a03(change)).cells;

test('twelve discharges of a hospital are heard without a problem, each with all that it gives', () => {
  const messages = hearAll(sample);
  expect(messages.map(({ ref }) => ref)).toEqual(Array.from({ length: 12 }, (_, index) => `message ${index + 1}`));
  expect(messages.flatMap(({ heard }) => brief(heard))).toEqual(Array.from({ length: 12 }, () => 'stay'));
  expect(saying(messages[0]!.heard)).toEqual({
    kind: 'stay', patientNo: 'P102000', inpatientNo: '2026002000', visitTimes: '1', into: '', at: Date.parse('2026-11-18T13:40:00+08:00'), eventId: 'P102000-A03',
    cells: {
      name: '程杰桂', sex: 'M', birthDate: '1938-11-14', idNo: '622301193811140255', phone: '13163600258', address: '甘肃省白银市白银区某街道263号', contactName: '程桐', contactRelation: '女', contactPhone: '19531304694',
      department: '神经内科', ward: '神经内科1病区', bed: '50', attending: '孙晓梅', admitAt: '2026-11-14 10:56', dischargeAt: '2026-11-18 13:40', dx: '脑梗死', dxCode: 'I63.900', way: '1', cancelled: '0',
    },
  });
});

describe('events', () => {
  const person = { name: '测试甲', sex: 'M', birthDate: '1990-01-01', address: '某区某路1号', phone: '13800000001' };
  test.each<[string, string[], string, Cells]>([
    ['A01 admits: when, and who', [msh('A01'), evn, pid, pv1], 'stay', { ...person, admitAt: '2026-01-10 09:00', admitted: '1' }],
    ['A11 takes an admission back', [msh('A11'), evn, pid, pv1], 'stay', { admitted: '0' }],
    ['A13 takes a discharge back', [msh('A13'), evn, pid, pv1], 'stay', { cancelled: '1' }],
    ['A08 says only what it gives', [msh('A08'), evn, 'PID|1||P1^^^^MR||||||||||13900000002', 'PV1|1|I|||||||||||||||||ZY2026001_2'], 'stay', { phone: '13900000002' }],
    ['A08 without a stay is about the person', [msh('A08'), evn, 'PID|1||P1^^^^MR||||||||||13900000002'], 'person', { phone: '13900000002' }],
    ['A08 of an outpatient is about the person', [msh('A08'), evn, 'PID|1||P1^^^^MR||||||||||13900000002', 'PV1|1|O|||||||||||||||||V1'], 'person', { phone: '13900000002' }],
    ['A31 is about the person, whatever stands in PV1', [msh('A31'), evn, pid, pv1], 'person', person],
    ['the event stands in EVN where MSH-9 has none', ['MSH|^~\\&|HIS||||20260120||ADT|M1|P|2.3', 'EVN|A13|20260120103000', pid, pv1], 'stay', { cancelled: '1' }],
  ])('%s', (_, lines, kind, cells) => {
    const said = saying(hear(...lines));
    expect([said.kind, said.cells]).toEqual([kind, cells]);
  });

  test('A40 gives up MRG-1 for PID-3, for each pair of a message', () => {
    const heard = hear(msh('A40'), evn, 'PID|1||NEW1^^^^MR', 'MRG|OLD1^^^^MR', 'PID|2||NEW2^^^^MR', 'MRG|622301193811140255^^^^NI~OLD2^^^^MR');
    expect(heard.map((one) => 'saying' in one && [one.saying.kind, one.saying.patientNo, one.saying.into])).toEqual([['merge', 'OLD1', 'NEW1'], ['merge', 'OLD2', 'NEW2']]);
  });

  test.each<[string, string[], string[]]>([
    ['an event for others', [msh('A04'), pid, pv1], ['event MSH-9']],
    ['another type of message', ['MSH|^~\\&|LAB||||20260120||ORU^R01|M1|P|2.4', pid], ['event MSH-9']],
    ['no event at all', ['MSH|^~\\&|LAB||||20260120||||P|2.4', pid], ['missing MSH-9']],
    ['HL7 of another age', ['MSH|^~\\&|HIS||||20260120||ADT^A03|M1|P|3.0', pid, pv1], ['version MSH-12']],
    ['nobody', [msh('A03'), 'PID|1', pv1], ['missing PID-3']],
    ['a patient by PID-2, as before 2.3.1', [msh('A13'), 'PID|1|P1', pv1], ['stay']],
    ['an identity card alone is no patient number', [msh('A03'), 'PID|1||622301193811140255^^^MOPS^NI', pv1], ['missing PID-3']],
    ['no stay', [msh('A03'), pid, 'PV1|1|I'], ['missing PV1-19']],
    ['an outpatient', [msh('A03'), pid, withField(pv1, 2, 'O')], ['no_stay PV1-2']],
    ['an outpatient by 患者类型', [msh('A01'), pid, withField(pv1, 2, '2')], ['no_stay PV1-2']],
    ['a stay without its number of times', [msh('A13'), pid, withField(pv1, 19, 'ZY2026001')], ['stay', 'visit_times_assumed PV1-19']],
    ['a merge without the one who goes', [msh('A40'), 'PID|1||P1^^^^MR', 'MRG|'], ['missing MRG-1']],
    ['a merge into nobody', [msh('A40'), 'MRG|OLD^^^^MR'], ['missing PID-3']],
    ['a merge with oneself', [msh('A40'), 'PID|1||P1^^^^MR', 'MRG|P1'], ['itself MRG-1']],
    ['separators that are letters', ['MSHaHISbbbb'], ['unreadable MSH-2']],
    ['a letter', ['尊敬的患者：'], ['unreadable']],
  ])('%s', (_, lines, expected) => expect(brief(hear(...lines))).toEqual(expected));

  test('the time of a saying is when the event was recorded, else when the message was sent, in whatever zone', () => {
    const at = (mshTime: string, evnTime: string) => saying(hear(`MSH|^~\\&|HIS||||${mshTime}||ADT^A13|M1|P|2.4`, `EVN||${evnTime}`, pid, pv1)).at;
    expect(at('20260120103000', '20260120102959.5')).toBe(Date.parse('2026-01-20T02:29:59.500Z'));
    expect(at('20260120103000+0800', '')).toBe(Date.parse('2026-01-20T02:30:00Z'));
    expect(at('20260120023000+0000', '202601200229')).toBe(Date.parse('2026-01-20T02:29:00Z'));
    expect(at('', '')).toBeNull();
    expect(at('yesterday', '20269999')).toBeNull();
  });
});

describe('a patient', () => {
  test.each<[string, [number, string], Partial<Cells>]>([
    ['a name in one piece', [5, '欧阳小明'], { name: '欧阳小明' }],
    ['the Chinese of several writings', [5, 'CESHI^JIA^^^^^L^A~测试^甲^^^^^L^I'], { name: '测试甲' }],
    ['a name before a nickname', [5, '阿^甲^^^^^N~测试^甲^^^^^L'], { name: '测试甲' }],
    ['a Latin name keeps its space', [5, 'SMITH&VAN^JOHN'], { name: 'SMITH JOHN' }],
    ['a name that is deleted', [5, '""'], { name: '' }],
    ['sex with its text', [8, '1^男性'], { sex: '1' }],
    ['a birth date with a time and a zone stays that day', [7, '19900101000000+0000'], { birthDate: '1990-01-01' }],
    ['a birth year alone is handed on', [7, '1990'], { birthDate: '1990' }],
    ['the identity card in PID-19', [19, '11010519491231002X'], { idNo: '11010519491231002X' }],
    ['an identity card without a type is known by its shape', [3, '11010519491231002X~P9'], { idNo: '11010519491231002X' }],
    ['the mobile before the landline', [13, '0943-8221234^PRN^PH~13911112222^PRN^CP'], { phone: '13911112222' }],
    ['an area code and a number of their own', [13, '^PRN^PH^^86^0943^8221234'], { phone: '09438221234' }],
    ['an unformatted number', [13, '^PRN^CP^^^^^^^^^13911112222'], { phone: '13911112222' }],
    ['no mail address', [13, 'a@b.cn^NET^Internet~13911112222'], { phone: '13911112222' }],
    ['an extension is not part of the number', [13, '0943-8221234X12'], { phone: '0943-8221234' }],
    ['a number that is deleted', [13, '""'], { phone: '' }],
    ['a wrong number is handed on, to be said', [13, '138'], { phone: '138' }],
    ['an address from the province down', [11, '某街道60号^^白银市^甘肃省^730900^CHN^H^^白银区'], { address: '甘肃省白银市白银区某街道60号' }],
    ['the current address of several', [11, '老家1号^^^^^^P~白银市新家2号^^白银市^^^^C'], { address: '白银市新家2号' }],
    ['dead', [30, 'Y'], { deceased: '1' }],
    ['not dead', [30, 'N'], { deceased: '0' }],
    ['dead at a time', [29, '20260119233000'], { deceased: '2026-01-19 23:30' }],
  ])('%s', (_, change, expected) => expect(cellsOf({ pid: change })).toMatchObject(expected));

  test.each<[string, string, string]>([
    ['MR before PI', 'X1^^^EMPI^PI~P7^^^HOSP^MR', 'P7'], ['PI alone', 'X1^^^EMPI^PI', 'X1'], ['the first without a type', 'P5~P6', 'P5'], ['neither card nor passport', 'E1234^^^^PPN~622301193811140255^^^^NI~P8', 'P8'], ['with spaces', ' P 9 ^^^^MR', 'P9'],
  ])('is known by %s', (_, text, expected) => expect(saying(a03({ pid: [3, text] })).patientNo).toBe(expected));

  test.each<[string, string[], Partial<Cells>]>([
    ['next of kin before emergency before employer', ['NK1|1|厂^某|||||E', 'NK1|2|赵^乙|8||13911110002||C', 'NK1|3|赵^甲|1^配偶||13911110001||N'], { contactName: '赵甲', contactRelation: '配偶', contactPhone: '13911110001' }],
    ['of two alike the one who can be rung', ['NK1|1|赵^甲|SPO', 'NK1|2|赵^乙|SON||13911110002'], { contactName: '赵乙', contactRelation: '儿子', contactPhone: '13911110002' }],
    ['a code of table 0063', ['NK1|1|赵^甲|MTH^Mother||13911110001'], { contactRelation: '母亲' }],
    ['a Chinese code', ['NK1|1|赵^甲|51||13911110001'], { contactRelation: '51' }],
    ['an employer is nobody to ring', ['NK1|1|某厂||||13911110009|E'], {}],
    ['a contact who is deleted', ['NK1|1|""|""||""'], { contactName: '', contactRelation: '', contactPhone: '' }],
  ])('contact: %s', (_, more, expected) => {
    const cells = cellsOf({ more });
    expect(cells).toMatchObject(expected);
    if (Object.keys(expected).length === 0) expect(Object.keys(cells).filter((field) => field.startsWith('contact'))).toEqual([]);
  });
});

describe('a stay', () => {
  test.each<[string, [number, string], Partial<Cells>]>([
    ['a department by code and text', [10, '0301^呼吸内科'], { departmentCode: '0301', department: '呼吸内科' }],
    ['a department by code alone', [10, 'PUL'], { departmentCode: 'PUL' }],
    ['no department, but a ward of one', [10, ''], { department: 'RESP' }],
    ['ward and bed', [3, '骨科2病区^0301^12'], { ward: '骨科2病区', bed: '12' }],
    ['a ward by code with its name', [3, 'W12^^5^^^^^^骨科2病区'], { ward: '骨科2病区', bed: '5' }],
    ['a doctor by number alone', [7, 'D001'], { attending: 'D001' }],
    ['UB 01', [36, '01'], { way: '1' }], ['UB 02', [36, '02'], { way: '2' }], ['UB 05', [36, '05'], { way: '3' }], ['UB 07', [36, '07'], { way: '4' }], ['UB 20', [36, '20'], { way: '5' }], ['UB 41', [36, '41'], { way: '5' }],
    ['Chinese code', [36, '4'], { way: '4' }], ['code and text', [36, '5^死亡'], { way: '5死亡' }], ['text alone', [36, '医嘱离院'], { way: '医嘱离院' }],
    ['a padded code that its text gives away', [36, '05^死亡'], { way: '3死亡' }],
    ['two digits that nobody knows are not guessed', [36, '04'], { way: 'UB 04' }],
    ['a text that says nothing of its own', [36, '01^Routine discharge'], { way: '1' }],
    ['a way that is deleted', [36, '""'], { way: '' }],
    ['to where', [37, '某市人民医院^20260120'], { receiver: '某市人民医院' }],
    ['without seconds', [45, '202601201000'], { dischargeAt: '2026-01-20 10:00' }],
    ['in another zone', [45, '20260120020000.000+0000'], { dischargeAt: '2026-01-20 10:00' }],
    ['a day alone', [45, '20260120'], { dischargeAt: '2026-01-20' }],
    ['a day that does not exist is handed on', [45, '20260230'], { dischargeAt: '20260230' }],
  ])('%s', (_, change, expected) => expect(cellsOf({ pv1: change })).toMatchObject(expected));

  test('a stay is known by PV1-19, PV1-50, an identifier of PID-3, or the account', () => {
    expect(saying(a03({ pv1: [19, '2026001000-03'] }))).toMatchObject({ inpatientNo: '2026001000', visitTimes: '3' });
    const bare = 'PV1|1|I';
    const by = (pidLine: string, pvLine: string) => saying(hear(msh('A13'), pidLine, pvLine)).inpatientNo;
    expect(by(pid, withField(bare, 50, 'ALT001_2'))).toBe('ALT001');
    expect(by(withField(pid, 3, 'P1^^^^MR~ZY001_1^^^^住院号'), bare)).toBe('ZY001');
    expect(by(withField(pid, 18, 'ACC001_1'), bare)).toBe('ACC001');
  });

  test.each<[string, string[], Partial<Cells>]>([
    ['the first by DG1-15', ['DG1|1||I10.x00^高血压^I10|||F', 'DG1|2||J18.900^肺炎^I10|||F|||||||||1'], { dx: '肺炎', dxCode: 'J18.900', dxOther: ['高血压'] }],
    ['final before working, admitting left out', ['DG1|1||R50.900^发热^I10|||A', 'DG1|2||J06.900^上感^I10|||W', 'DG1|3||J18.900^肺炎^I10|||F'], { dx: '肺炎', dxOther: ['上感'] }],
    ['an admitting one where there is no other', ['DG1|1||R50.900^发热^I10|||A'], { dx: '发热' }],
    ['a text in the place of the code', ['DG1|1||肺炎'], { dx: '肺炎' }],
    ['the description of 2.3', ['DG1|1|I10|J18.900|肺炎||F'], { dx: '肺炎', dxCode: 'J18.900' }],
    ['ICD in the alternate place', ['DG1|1||PNE^肺炎病^LOCAL^J18.900^肺炎^ICD10||||F'], { dx: '肺炎', dxCode: 'J18.900' }],
    ['none', [], {}],
  ])('diagnosis: %s', (_, lines, expected) => {
    const { dx, dxCode, dxOther } = cellsOf({ dg1: lines });
    expect({ dx, dxCode, dxOther }).toMatchObject(expected);
    if (lines.length === 0) expect(dx).toBeUndefined();
  });

  test('operations, allergies, and of the notes only what says that it is the discharge instruction', () => {
    expect(cellsOf({ dg1: [dg1, 'NTE|1||家属情绪激动，注意沟通', 'NTE|2||出院医嘱：低盐饮食\\.br\\两周后复查', 'NTE|3||按时服药|DI^出院指导', 'PR1|1||47.01^腹腔镜阑尾切除术^ICD9', 'PR1|2||54.11^剖腹探查^ICD9', 'AL1|1|DA|^青霉素', 'AL1|2|DA|NKA'] })).toMatchObject({
      operation: ['腹腔镜阑尾切除术', '剖腹探查'], allergy: ['青霉素', '无'], instruction: '低盐饮食\n两周后复查\n按时服药',
    });
    expect(cellsOf({ dg1: [dg1, 'NTE|1||家属情绪激动，注意沟通'] }).instruction).toBeUndefined();
  });
});

describe('how it is written', () => {
  const told = (bytes: Uint8Array) => hearAll(bytes).flatMap(({ heard }) => heard.map((one) => ('saying' in one ? one.saying.cells.name : `${one.problem} ${one.place}`.trim())));
  const one = [msh('A03', '||||||UNICODE UTF-8'), evn, pid, pv1, dg1].join('\r');
  const gb = (charset: string) => encodeAs([msh('A03', `||||||${charset}`), evn, withField(pid, 5, '㑇^喆镕'), pv1].join('\r'), 'gb18030');

  test.each<[string, Uint8Array, string[]]>([
    ['in MLLP frames', utf8(`\x0b${one}\r\x1c\r\x0b${one}\r\x1c\r`), ['测试甲', '测试甲']],
    ['with line feeds', utf8(`${one.replaceAll('\r', '\n')}\n\n${one.replaceAll('\r', '\r\n')}`), ['测试甲', '测试甲']],
    ['in a batch', utf8(`FHS|^~\\&|HIS\rBHS|^~\\&|HIS\r${one}\r${one}\rBTS|2\rFTS|1\r`), ['测试甲', '测试甲']],
    ['behind a byte-order mark', utf8(`\ufeff${one}`), ['测试甲']],
    ['with a frame that does not end', utf8(`\x0b${one}\r\x1c\r\x0b${one.slice(0, -20)}`), ['测试甲', 'cut_off']],
    ['with a frame begun inside another', utf8(`\x0b${one.slice(0, 80)}\x0b${one}\x1c\r`), ['cut_off', '测试甲']],
    ['with rubbish between', utf8(`hello\r\r${one}\r`), ['unreadable', '测试甲']],
    ['with separators of its own', utf8(one.replaceAll('\\', '!').replaceAll('|', '#').replaceAll('^', '*')), ['测试甲']],
    ['in GB18030 as declared', gb('GB 18030-2000'), ['㑇喆镕']],
    ['in GB18030 and silent about it', gb(''), ['㑇喆镕']],
    ['in GB18030 and calling it ASCII', gb('ASCII'), ['㑇喆镕']],
    ['in GB18030 and calling it UTF-8', gb('UNICODE UTF-8'), ['damaged MSH-18']],
    ['in a set that we do not take', utf8(one.replace('UNICODE UTF-8', 'ISO IR87')), ['charset MSH-18']],
    ['in Latin letters', encodeAs([msh('A03', '||||||8859/1'), withField(pid, 5, 'MÜLLER^JOSÉ').replace('某区某路1号', ''), withField(withField(pv1, 7, ''), 10, 'PUL')].join('\r'), 'iso-8859-1'), ['MÜLLER JOSÉ']],
    ['too long', utf8(`${one}${'x'.repeat(1024 * 1024)}`), ['too_big']],
    ['with a thousand segments and more', utf8(`${one}\r${'ZZZ|1\r'.repeat(1200)}`), ['too_big']],
    ['with unknown segments', utf8(`${one}\rZPV|1|x^y~z\rZ1`), ['测试甲']],
  ])('%s', (_, bytes, expected) => expect(told(bytes)).toEqual(expected));

  test('nothing at all is no message', () => expect(hearAll(utf8(' \r\n\x00\x1a'))).toEqual([]));

  test.each([
    ['A\\T\\B', 'A&B'], ['A\\F\\\\S\\\\R\\\\E\\B', 'A|^~\\B'], ['一\\.br\\二', '一\n二'], ['\\XE6B58BE8AF95\\', '测试'], ['\\Z99\\A', '\\Z99\\A'], ['\\H\\粗\\N\\', '粗'], ['50\\', '50\\'], ['\\\\', '\\\\'], ['\\X0\\', '\\X0\\'], ['\\Q\\F\\', '\\Q|'],
  ])('the text %j means %j', (written, meant) => expect(cellsOf({ pid: [5, written] }).name).toBe(meant));

  test('a line break inside a text belongs to it', () =>
    expect(saying(hear(msh('A03'), pid, pv1, 'NTE|1||出院医嘱：\n1. 休息\n2. 复查')).cells.instruction).toBe('1. 休息\n2. 复查'));
});

describe('whatever the bytes', () => {
  const bytes = sample.subarray(0, sample.indexOf('MSH', 10));
  /** Every problem has a wording, and no value ever stands in a place. */
  const sound = (input: Uint8Array): void => {
    for (const { ref, heard } of hearAll(input)) {
      expect(ref).toMatch(/^message \d+$/);
      for (const one of heard) if ('problem' in one) expect(one.place).toMatch(/^([A-Z][A-Z0-9]{2}-\d+)?$/);
    }
  };

  test('a message cut at any byte is heard or refused', () => {
    for (let end = 0; end <= bytes.length; end += 1) {
      sound(bytes.subarray(0, end));
      const framed = hearAll(Buffer.concat([Buffer.from('\x0b'), bytes.subarray(0, end)]));
      expect(framed.flatMap(({ heard }) => heard).filter((one) => 'saying' in one)).toEqual([]);
    }
  });

  test('bytes changed, taken out or put in anywhere never stop the reading', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.constantFrom('set', 'cut', 'put'), fc.oneof(fc.nat(255), fc.constantFrom(...Buffer.from('|^~\\&\r\n\x0b\x1c"X')))), { minLength: 1, maxLength: 8 }), (changes) => {
      const copy = [...bytes];
      for (const [at, how, byte] of changes) copy.splice(at, how === 'put' ? 0 : 1, ...(how === 'cut' ? [] : [byte]));
      sound(Uint8Array.from(copy));
    }), { numRuns: 1500 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), (random) => sound(Uint8Array.from([...utf8('MSH|'), ...random]))), { numRuns: 1500 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), sound), { numRuns: 500 });
  });

  test('signs by the hundred thousand are read in no time', () => {
    const began = performance.now();
    for (const many of ['~', '^', '\\', '\\X', '&', ' ', '5 ', '医', '1-_', '\\.br', '\n']) sound(utf8([msh('A03'), withField(withField(pid, 13, many.repeat(200_000)), 5, many.repeat(100_000)), withField(pv1, 19, many.repeat(100_000)), `NTE|1||${many.repeat(10_000)}`].join('\r')));
    expect(performance.now() - began).toBeLessThan(5000);
  });
});

test('a tail is the number of the stay only behind a number of its own', () =>
  expect(['2026001000_1', '2026001000-12', 'ZY2026-000123', 'ZY-12', '2026001000_0', '123-1-2', ''].map((text) => Object.values(splitVisit(text)).join('/'))).toEqual(['2026001000/1', '2026001000/12', 'ZY2026-000123/', 'ZY-12/', '2026001000_0/', '123-1/2', '/']));

test('a time written in any zone is the same instant', () =>
  fc.assert(fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), fc.integer({ min: -56, max: 56 }), (seconds, quarters) => {
    const at = seconds * 1000;
    const local = new Date(at + quarters * 900_000).toISOString().slice(0, 19);
    const zone = `${quarters < 0 ? '-' : '+'}${String(Math.floor(Math.abs(quarters) / 4)).padStart(2, '0')}:${String((Math.abs(quarters) % 4) * 15).padStart(2, '0')}`;
    expect(readSourceTime(`${local}${zone}`)?.at).toBe(at);
    expect(readSourceTime(`${local.replace(/[-:T]/g, '')}${zone.replace(':', '')}`)).toEqual(readSourceTime(`${local}${zone}`));
  })));
