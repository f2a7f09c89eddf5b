/** Inside a call: an answer to a complaint that is read out, what was said to it, and what somebody wrote who is in danger. */
import type { SaidByPhone } from '../../cloudfunctions/complaint/contract';
import { defineText } from './wording';

export const tellText = defineText({
  title: '要念的答复',
  whose: (who: string) => `投诉人：${who}`, whoseUnknown: '投诉人：先问清是不是反映情况的本人',
  received: (when: string) => `${when} 反映的情况`,
  outcome: '结论', measures: '改了什么', reason: '原因',
  ways: '怎么表态，念给对方听',
  waysWords: (silent: number, reopen: number) => `您认可，这件事就办结。不认可，请把新的情况告诉我，我们重新处理、重新算期限。也可以过几天再说：${silent} 个工作日内没有回音，会先办结。办结后 ${reopen} 天内，仍然可以再提。`,
  waysPhone: (phone: string) => `想自己打电话问：${phone}。`,
  ask: '对方怎么说', said: { accepted: '接受', not_accepted: '不接受，有新的情况', call_back: '希望承办的人回电', none: '还没有表态' } satisfies Record<SaidByPhone, string>,
  does: {
    accepted: '办结。30 天内对方仍可以再提。', not_accepted: '重新处理，两个期限重新算，医患办马上看到。', call_back: '医患办马上看到，下一个工作日前回电；回电之前不会因没有回音办结。', none: '从今天起等对方 7 个工作日。',
  } satisfies Record<SaidByPhone, string>,
  words: '对方的原话', wordsNeeded: '请写下对方的原话', wordsHint: '照对方说的写，不改', wordsMay: '照对方说的写，可以不填',
  note: '记下', noted: (said: string) => `已记下：${said}。请再记通话结果。`,
  notedElse: '这件投诉已经记过对方怎么说，没有再改。', over: '对方已经看过或有了新的进展，不用再念了。', notYours: '这份答复不能由您告知。请离开这通电话，由同事来打。', notSaved: '没有记上，写的都在，请再按一次。',
  first: '请先在答复下面记下对方怎么说。',
  ends: '已经书面回复了。可以照样打完、记下结果，也可以直接离开：这通电话不会再回到名单。', leaveEnds: '事情已经办了。离开后，这通电话就结束，不再放回名单。', leaveEndsRung: '已经拨打过，请先选一个结果。现在离开的话，两分钟后这通电话结束，不再放回名单。', leaveEndsGo: '离开',
  raised: '对方写了什么', raisedHidden: '这句话的内容不在这里显示，请问回访中心。', raisedPicture: (n: number) => `图片 ${n}`,
}, {
  title: 'The answer to read out',
  whose: (who) => `Complainant: ${who}`, whoseUnknown: 'Complainant: ask first whether it is they who complained',
  received: (when) => `reported ${when}`,
  outcome: 'Outcome', measures: 'What was changed', reason: 'Reason',
  ways: 'What they can say, to be read out',
  waysWords: (silent, reopen) => `If you accept it, the matter is closed. If not, tell me what is new, and we look at it again with new dates. You may also take your time: after ${silent} working days without a word it is closed. For ${reopen} days after that you can still come back.`,
  waysPhone: (phone) => `To ask yourself: ${phone}.`,
  ask: 'What they say', said: { accepted: 'accept it', not_accepted: 'do not accept; something is new', call_back: 'want to be rung by who handles it', none: 'do not say yet' },
  does: {
    accepted: 'Closed. They can come back within 30 days.', not_accepted: 'A new round with new dates; patient relations see it at once.', call_back: 'Patient relations see it at once and ring by the next working day; no silence closes it before.', none: '7 working days begin today.',
  },
  words: 'Their words', wordsNeeded: 'Please write their words', wordsHint: 'as they say it, unchanged', wordsMay: 'as they say it; may be left open',
  note: 'Note it', noted: (said) => `Noted: ${said}. Now note the outcome of the call.`,
  notedElse: 'What they said was noted already and was not changed.', over: 'They have read it, or something is new; it need not be read out.', notYours: 'You cannot tell this answer. Please leave the call to a colleague.', notSaved: 'It was not noted. What you wrote is kept; please press again.',
  first: 'Please note below the answer what they said.',
  ends: 'It was answered in writing. Ring all the same and note the outcome, or simply leave: the call does not go back to the list.', leaveEnds: 'This is done. The call ends when you leave and does not go back to the list.', leaveEndsRung: 'You have rung; please choose an outcome first. If you leave now, the call ends in two minutes and does not go back to the list.', leaveEndsGo: 'Leave',
  raised: 'What was written', raisedHidden: 'These words are not shown here; please ask the follow-up centre.', raisedPicture: (n) => `picture ${n}`,
});
