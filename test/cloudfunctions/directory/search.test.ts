/** From everyday words to the department and its experts. */
import { findEntries } from '../../../cloudfunctions/directory/rules/search';

const entry = (entryId: string, name: string, diseases: string[], speciality = '', more: { aliases?: string[]; title?: string; departmentName?: string; technologies?: string } = {}) => ({ entryId, name, diseases, speciality, ...more });
const departments = [
  entry('骨科', '骨科', ['骨折', '腰腿痛', '扭伤', '颈椎病'], '创伤、关节置换、脊柱微创', { aliases: ['骨外科'] }),
  entry('呼吸', '呼吸内科', ['咳嗽', '哮喘', '肺炎', '慢阻肺'], '慢性气道疾病', { aliases: ['呼吸科'] }),
  entry('心血管', '心血管内科', ['高血压', '冠心病', '心慌'], '介入治疗'),
  entry('内分泌', '内分泌科', ['糖尿病', '甲亢', '甲状腺结节'], '胰岛素泵'),
  entry('眼科', '眼科', ['白内障', '青光眼', '眼睛红'], '白内障超声乳化', { technologies: '飞秒激光' }),
  entry('检验', '检验科', [], '抽血、化验单打印'),
];
test.each([
  ['骨科', '骨科'], ['骨外科', '骨科'], ['骨折', '骨科'], ['骨折了怎么办', '骨科'], ['我妈腰腿痛看什么科', '骨科'], ['颈椎', '骨科'], ['呼吸', '呼吸'], ['老是咳嗽', '呼吸'], ['血压高', '心血管'], ['高血压', '心血管'],
  ['糖尿', '内分泌'], ['甲状腺', '内分泌'], ['白内障', '眼科'], ['飞秒', '眼科'], ['抽血', '检验'], ['化验单', '检验'],
])('%s leads to %s', (text, id) => expect(findEntries(departments, text)[0]).toBe(id));

test.each(['', ' ', '停车费', '天气'])('nothing fits %j', (text) => expect(findEntries(departments, text)).toEqual([]));

test('an expert is found by the first signs of the name, by the whole of it, by speciality and department', () => {
  const experts = [entry('周海燕', '周海燕', ['股骨颈骨折'], '关节置换', { title: '主任医师', departmentName: '骨科' }), entry('周平', '周平', [], '哮喘', { departmentName: '呼吸内科' }), entry('吴建平', '吴建平', [], '起搏器', { departmentName: '心血管内科' })];
  expect(findEntries(experts, '周').sort()).toEqual(['周海燕', '周平'].sort());
  expect(findEntries(experts, '周海燕')).toEqual(['周海燕']);
  expect(findEntries(experts, '关节置换')[0]).toBe('周海燕');
  expect(findEntries(experts, '骨折')[0]).toBe('周海燕');
  expect(findEntries(experts, '骨科')).toEqual(['周海燕']);
  expect(findEntries(experts, '哮喘')).toEqual(['周平']);
});
