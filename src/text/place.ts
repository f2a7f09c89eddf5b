/** Names of the console's pages in the navigation. */
import { defineText } from './wording';

export const placeText = defineText({ worklist: '拨打名单', today: '今天', register: '出院登记', held: '待科室确认', import: '导入名单', people: '同事账号', settings: '医院设置' }, { worklist: 'Worklist', today: 'Today', register: 'Register', held: 'Ward decides', import: 'Import', people: 'Accounts', settings: 'Hospital' });
