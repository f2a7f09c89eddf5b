/** The patients' first page. */
import { defineText } from './wording';

export const homeText = defineText({
  title: '出院随访',
  actingFor: (relation: string, name: string) => `为${relation} ${name} 办理`,
  actingSelf: (name: string) => `${name}，您好`,
  strangerTitle: '先确认您是谁',
  stranger: '用医院登记的手机号确认一次，就能看到属于您的问卷和复诊安排。',
  confirm: '用手机号确认',
  emptyTitle: '今天没有要办的事',
  empty: '有新的问卷或复诊安排时，会在这里告诉您。',
  centre: '随访中心',
}, {
  title: 'After discharge',
  actingFor: (relation, name) => `For your ${relation}, ${name}`,
  actingSelf: (name) => `Hello, ${name}`,
  strangerTitle: 'First, please tell us who you are',
  stranger: 'Confirm the mobile number that the hospital has on record, once, and you will see your questionnaires and return visits.',
  confirm: 'Confirm by mobile number',
  emptyTitle: 'Nothing to do today',
  empty: 'New questionnaires and return visits will show here.',
  centre: 'Follow-up centre',
});
