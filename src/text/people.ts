/** Accounts of colleagues, and what the hospital's pages print. */
import { defineText } from './wording';

export const peopleText = defineText({
  title: '同事账号', list: '同事账号', add: '添加同事', name: '姓名', userName: '用户名', role: '岗位', departments: '科室', state: '状态', all: '全部科室',
  active: '在用', disabled: '已停用', first: '还没换初始密码', locked: (until: string) => `试错太多，${until}以前锁定`,
  nameHint: '真实姓名，患者看不到', userNameHint: '工号，或以字母开头的拼音，2 位以上', scopeAll: '全部科室', scopeSome: '只看这些科室', wardScope: '病区账号要选科室。',
  save: '保存', saved: (name: string) => `${name} 已保存`, reset: '重置密码', resetTitle: (name: string) => `重置 ${name} 的密码？`, resetWords: '会得到一个新的初始密码，旧密码马上失效，所有设备退出登录。',
  password: (name: string) => `${name} 的初始密码，只显示这一次：`, passwordHint: '请当面交给本人，第一次登录时会要求换掉。', copy: '复制', copied: '已复制', known: '我记下了',
  disable: '停用', enable: '恢复', disableTitle: (name: string) => `停用 ${name} 的账号？`, disableWords: '马上退出所有设备，不能再登录。以后可以恢复。', enableTitle: (name: string) => `恢复 ${name} 的账号？`, enableWords: '可以用原来的密码登录。', disableHint: '例如：调离',
  taken: '这个用户名已经有人用了', format: '用户名的写法不对', required: '请填写这一项', needsDepartment: '请选择科室', lastLead: '至少要留一位组长。', self: '不能改自己的岗位或停用自己，请另一位同事来做。', changed: '同事刚刚改过，已重新读取，请再看一下。', notAllowed: '组长和院领导的账号只有组长能改。',
  empty: '还没有同事账号。', search: '找姓名或用户名', roleFilter: '岗位', anyRole: '全部', pick: '选一位同事，或者添加。', readOnly: '由组长或信息科修改。', newOne: '新同事',
}, {
  title: 'Accounts', list: 'Accounts of colleagues', add: 'Add a colleague', name: 'Name', userName: 'User name', role: 'Role', departments: 'Departments', state: 'State', all: 'all departments',
  active: 'in use', disabled: 'disabled', first: 'first password not changed', locked: (until) => `locked until ${until}`,
  nameHint: 'Real name, not shown to patients', userNameHint: 'Staff number, or Latin letters, 2 or more', scopeAll: 'All departments', scopeSome: 'These departments only', wardScope: 'A ward account names its departments.',
  save: 'Save', saved: (name) => `${name} saved`, reset: 'Reset password', resetTitle: (name) => `Reset the password of ${name}?`, resetWords: 'A new first password is made, the old one ends at once, all devices are signed out.',
  password: (name) => `First password of ${name}, shown only now:`, passwordHint: 'Hand it over in person; it must be replaced at the first sign-in.', copy: 'Copy', copied: 'Copied', known: 'I have noted it',
  disable: 'Disable', enable: 'Enable', disableTitle: (name) => `Disable the account of ${name}?`, disableWords: 'All devices are signed out at once. It can be enabled again.', enableTitle: (name) => `Enable the account of ${name}?`, enableWords: 'The old password works again.', disableHint: 'for example: left the hospital',
  taken: 'This user name is taken', format: 'Not a user name', required: 'Please fill this in', needsDepartment: 'Please choose departments', lastLead: 'There must be a team lead.', self: 'Nobody changes their own role or disables themselves. Ask a colleague.', changed: 'A colleague has just changed this; it was read again.', notAllowed: 'Accounts of leads and directors are changed by leads only.',
  empty: 'No accounts yet.', search: 'Name or user name', roleFilter: 'Role', anyRole: 'All', pick: 'Choose a colleague, or add one.', readOnly: 'Changed by the lead or the information department.', newOne: 'New colleague',
});

export const settingsText = defineText({
  title: '医院设置', words: '患者的页面和授权说明会印上这些内容。', save: '保存', saved: '已保存', changed: '同事刚刚改过，已重新读取，请再改一次。', phoneWrong: '请填写手机号，或带区号的座机号', required: '请填写这一项', email: '邮箱写法不对',
}, {
  title: 'Hospital', words: 'Printed on the patients\' pages and in the consent texts.', save: 'Save', saved: 'Saved', changed: 'A colleague has just changed this; it was read again.', phoneWrong: 'Give a mobile number, or a landline with area code', required: 'Please fill this in', email: 'Not an e-mail address',
});
