/** For whom somebody acts, as they would say it (GB/T 4761-2008 classes as words). */
import type { Relation } from '../../cloudfunctions/kit/contract';
import { defineText } from './wording';

/** `relation` is what the representative is to the patient; these words say what the patient is to the representative: "for my …". */
export const patientOfRelation = defineText<Record<Relation, string>>({
  self: '自己', spouse: '爱人', child: '父母', grandchild: '祖父母', parent: '孩子', grandparent: '孙辈', sibling: '兄弟姐妹', other: '亲友',
}, {
  self: 'self', spouse: 'spouse', child: 'parent', grandchild: 'grandparent', parent: 'child', grandparent: 'grandchild', sibling: 'brother or sister', other: 'relative or friend',
});

/** What somebody is to the patient: "I am the patient's …". */
export const relationText = defineText<Record<Relation, string>>({
  self: '患者本人', spouse: '爱人', child: '子女', grandchild: '孙辈', parent: '父母', grandparent: '祖父母', sibling: '兄弟姐妹', other: '亲友',
}, {
  self: 'the patient', spouse: 'husband or wife', child: 'son or daughter', grandchild: 'grandchild', parent: 'parent', grandparent: 'grandparent', sibling: 'brother or sister', other: 'relative or friend',
});
