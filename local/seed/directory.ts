/** 科室和专家 of the synthetic hospital: place, hours, what is treated, wards, service windows, and the doctors of its clinics. Through public operations only. */
import type { Local } from '../index';
import { call } from './caller';
import { departments } from './people';

type As = Record<string, string>;
interface Told { location: string; speciality: string; technologies?: string; diseases: string[]; doctors?: readonly (readonly [name: string, title: string, speciality: string])[] }
const told: Readonly<Record<string, Told>> = {
  '0301': { location: '门诊楼3层东', speciality: '慢性气道疾病、肺部感染、睡眠呼吸', technologies: '电子支气管镜、肺功能检查', diseases: ['咳嗽', '哮喘', '肺炎', '慢阻肺', '气短', '打鼾'], doctors: [['周海燕', '主任医师', '哮喘和慢性阻塞性肺疾病']] },
  '0303': { location: '门诊楼3层西', speciality: '高血压、冠心病、心力衰竭、心律失常', technologies: '冠状动脉介入、起搏器植入', diseases: ['高血压', '冠心病', '心慌', '心律不齐', '浮肿'], doctors: [['吴建平', '副主任医师', '冠心病介入治疗']] },
  '0304': { location: '门诊楼4层东', speciality: '脑血管病、头痛头晕、帕金森病', diseases: ['中风后康复', '头痛', '头晕', '手抖', '失眠'], doctors: [['郑文斌', '主任医师', '脑血管病']] },
  '0305': { location: '门诊楼4层西', speciality: '糖尿病、甲状腺疾病、骨质疏松', technologies: '胰岛素泵、动态血糖监测', diseases: ['糖尿病', '甲亢', '甲状腺结节', '痛风', '骨质疏松'], doctors: [['王丽华', '副主任医师', '糖尿病足和血糖管理']] },
  '0401': { location: '门诊楼2层东', speciality: '胃肠、肝胆、甲状腺和乳腺外科', technologies: '腹腔镜手术', diseases: ['阑尾炎', '胆结石', '疝气', '乳腺结节', '痔疮'], doctors: [['陈志强', '主任医师', '腹腔镜胆道手术']] },
  '0402': { location: '门诊楼2层西', speciality: '创伤、关节置换、脊柱微创', technologies: '机器人辅助关节置换', diseases: ['骨折', '腰腿痛', '颈椎病', '扭伤', '膝盖疼', '腰椎间盘突出'], doctors: [['李明远', '主任医师', '髋、膝关节置换'], ['张建国', '副主任医师', '脊柱微创']] },
  '0502': { location: '妇儿楼2层', speciality: '产前检查、分娩、产后复查', diseases: ['产检', '产后复查', '孕期不适'] },
  '0600': { location: '妇儿楼1层', speciality: '儿童呼吸、消化和生长发育', diseases: ['小孩发烧', '小儿咳嗽', '腹泻', '不长个'] },
  '0801': { location: '门诊楼5层', speciality: '白内障、青光眼、眼底病', technologies: '白内障超声乳化', diseases: ['白内障', '青光眼', '眼睛红', '看不清'] },
  '1500': { location: '门诊楼6层', speciality: '睡眠、情绪和心理咨询', diseases: ['睡不着', '情绪低落', '焦虑', '压力大'] },
};
const week = [1, 2, 3, 4, 5];
const spans = (days: readonly number[], from: string, to: string) => days.map((weekday) => ({ weekday, from, to }));
const clinic = [...spans(week, '08:00', '11:30'), ...spans(week, '14:00', '17:30')];
const nothing = { aliases: [], parentCode: '', hours: '', technologies: '', diseases: [], sensitive: false, critical: false, obstetric: false, paediatric: false };

/** Departments with their doctors, two wards of orthopaedics, three windows. */
export async function fillDirectory(local: Local, as: As): Promise<void> {
  const savePlace = (place: object, entryId?: string) => call(local, 'directory', 'savePlace', { ...(entryId && { entryId }), rev: 0, place: { ...nothing, ...place } }, as);
  for (const department of departments) {
    const { doctors: _, ...facts } = told[department.code] ?? { location: '住院楼', speciality: '', diseases: [] };
    await savePlace({ ...department, ...facts, kind: 'department', weekly: told[department.code] ? clinic : [], hours: told[department.code] ? '法定节假日休息' : '', published: told[department.code] !== undefined }, `place:${department.code}`);
  }
  for (const n of [1, 2]) await savePlace({ code: `04020${n}`, kind: 'ward', parentCode: '0402', name: `骨科${n}病区`, phone: `0943822041${n}`, location: `住院楼${n + 4}层`, weekly: spans([...week, 6, 7], '15:00', '20:00'), hours: '以上为探视时间', speciality: '', published: true });
  const windows = [['检验科', '门诊楼1层北', '抽血、化验单打印', ['抽血', '化验单']], ['出院结算处', '住院楼1层', '出院结算、费用清单、医保报销', ['结账', '发票', '医保']], ['病案室', '住院楼1层东', '病历复印、出院小结补打', ['复印病历', '出院小结']]] as const;
  for (const [n, [name, location, speciality, diseases]] of windows.entries()) await savePlace({ code: '', kind: 'window', name, phone: `0943822090${n + 1}`, location, weekly: clinic, speciality, diseases, published: true });
  for (const [departmentCode, { doctors = [] }] of Object.entries(told)) {
    for (const [n, [name, title, speciality]] of doctors.entries()) {
      const practitioner = { no: '', name, title, departmentCode, phone: `0943822${departmentCode}`, location: `门诊楼3层${n + 1}诊室`, weekly: spans(n === 0 ? [1, 4] : [2, 5], '14:00', '16:30'), hours: '', speciality, diseases: [], published: true, staffId: '' };
      await call(local, 'directory', 'savePractitioner', { rev: 0, practitioner }, as);
    }
  }
}
