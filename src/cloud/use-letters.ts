/** Asking the reader in WeChat whether a message may come later. Nobody is asked in a browser, where an SMS comes instead. */
import { useCallback, useEffect, useState } from 'react';
import type { api as noticeApi, TemplateKind } from '../../cloudfunctions/notice/contract';
import { cloud } from './cloud';
import { canSubscribe, requestSubscribeMessage } from './wechat';

const notice = cloud<typeof noticeApi>('notice', { reads: ['templates'] });

/** `may`: there is something to ask. `agreed`: the reader said yes on this page. */
export interface Letters { may: boolean; agreed: boolean; ask(): void }

/** The question for one kind of message. `ask` must be the first thing that a tap does: WeChat shows its sheet at no other time. If the answer cannot be told, an SMS comes instead. */
export function useLetters(kind: TemplateKind): Letters {
  const [templates, setTemplates] = useState<readonly string[]>([]);
  const [agreed, setAgreed] = useState(false);
  useEffect(() => {
    if (!canSubscribe()) return;
    notice.templates({ kinds: [kind] }).then((known) => setTemplates(known.templates.map((one) => one.templateId)), () => undefined);
  }, [kind]);
  const ask = useCallback(() => {
    void requestSubscribeMessage(templates).then((answers) => {
      const results = Object.entries(answers).flatMap(([templateId, result]) => (result === 'failed' ? [] : [{ templateId, result }]));
      if (results.length > 0) notice.grant({ results }).catch(() => undefined);
      if (results.some(({ result }) => result === 'accept')) setAgreed(true);
    });
  }, [templates]);
  return { may: templates.length > 0, agreed, ask };
}
