/** Reasons that are asked for. */
import { defineText } from './wording';

export const noteText = defineText({ reason: '原因', tooShort: '请写两个字以上' }, { reason: 'Reason', tooShort: 'Please write at least two characters' });
