/** 科室和专家 as patients read it. */
import { defineText } from './wording';

export const publicDirectoryText = defineText({
  title: '科室和专家', heading: '要找哪个科室？', search: '科室、医生姓名，或哪里不舒服', hint: '例如：骨科、腰腿痛', go: '查找', all: '看全部科室', found: (n: number) => `找到 ${n} 项`, none: '没有找到。换一个说法，或打电话问医院。', nothing: '医院还没有公布科室和专家。请打电话询问。', list: '科室', experts: '专家', hospital: '医院',
  advice: '这里只告诉您去哪里问，不判断病情。', urgentTitle: '您说的情况可能很急', urgentWords: '请不要等，先打 120，或马上去最近的急诊。', call120: '拨打 120', call: (phone: string) => `打电话 ${phone}`, callHospital: (name: string, phone: string) => `问${name} ${phone}`,
  place: '在哪里', open: '开放时间', clinic: '出诊时间', does: '看什么', treats: '常见的病', technologies: '开展的技术', ofDepartment: (name: string) => `${name}的专家`, back: '回到列表', noHours: '时间请打电话询问', holidays: '节假日可能调整，去之前请先打电话确认。',
}, {
  title: 'Departments and experts', heading: 'Which department are you looking for?', search: 'Department, doctor, or what troubles you', hint: 'For example orthopaedics, back pain', go: 'Find', all: 'See all departments', found: (n) => `${n} found`, none: 'Nothing found. Try other words, or ring the hospital.', nothing: 'The hospital has not published its departments yet. Please ring.', list: 'Departments', experts: 'Experts', hospital: 'the hospital',
  advice: 'This only says where to ask; it does not judge an illness.', urgentTitle: 'What you describe may be urgent', urgentWords: 'Please do not wait: ring 120, or go to the nearest emergency department now.', call120: 'Ring 120', call: (phone) => `Ring ${phone}`, callHospital: (name, phone) => `Ask ${name} ${phone}`,
  place: 'Where', open: 'Hours', clinic: 'Clinic hours', does: 'What for', treats: 'Common illnesses', technologies: 'Technologies', ofDepartment: (name) => `Experts of ${name}`, back: 'Back to the list', noHours: 'Please ring for the hours', holidays: 'Holidays may differ: please ring before you go.',
});
