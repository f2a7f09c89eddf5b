/** Names of the console's pages in the navigation. */
import { defineText } from './wording';

export const placeText = defineText({ worklist: '拨打名单', today: '今天', inbox: '留言', answers: '标准答案', complaint: '投诉', complaintRegister: '登记投诉', visits: '复诊', register: '出院登记', monthly: '每月名单', missing: '资料不全', held: '待科室确认', import: '导入名单', directory: '科室和专家', people: '同事账号', settings: '医院设置' }, { worklist: 'Worklist', today: 'Today', inbox: 'Messages', answers: 'Standard answers', complaint: 'Complaints', complaintRegister: 'Register a complaint', visits: 'Return visits', register: 'Register', monthly: 'Monthly list', missing: 'Data missing', held: 'Ward decides', import: 'Import', directory: 'Departments', people: 'Accounts', settings: 'Hospital' });
