/** What a call without a questionnaire is about: a conversation, the answer to a complaint, the words that raised a red flag. */
import { Notice } from '../../../components/notice/notice';
import { tellText } from '../../../text/call-tell';
import { useText } from '../../../text/language';
import type { Card } from '../desk';
import { Conversation } from './conversation';
import { Raised } from './raised';
import { Tell } from './tell';

interface Props {
  card: Card;
  /** The call is in the reader's hand. */
  holding: boolean;
  /** The reader's role may read whole conversations and answers. */
  reads: boolean;
  onTelling(open: boolean): void; onTold(): void;
}

export function Matter({ card: { callId, kind, stepId, state, items, endsWhenLeft }, holding, reads, onTelling, onTold }: Props) {
  const t = useText(tellText);
  const thread = stepId.startsWith('thread:');
  return (
    <>
      {holding && endsWhenLeft && thread && <Notice>{t.ends}</Notice>}
      {reads && holding && thread && <Conversation threadId={stepId} />}
      {reads && holding && stepId.startsWith('complaint:') && <Tell callId={callId} onOpen={onTelling} onNoted={onTold} />}
      {!reads && kind === 'redflag' && thread && (state === 'waiting' || state === 'claimed') && <Raised callId={callId} items={items} />}
    </>
  );
}
