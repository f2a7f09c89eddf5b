/** Asking the reader in WeChat whether a message may come later. Nobody is asked in a browser, where an SMS comes instead. */
import { useCallback, useEffect, useState } from 'react';
import type { api as noticeApi, TemplateKind } from '../../cloudfunctions/notice/contract';
import { cloud } from './cloud';
import { canSubscribe, requestSubscribeMessage } from './wechat';

const notice = cloud<typeof noticeApi>('notice', { reads: ['templates'] });

/** The question for one kind of message. Call it as the first thing that a tap does: WeChat shows its sheet at no other time. If the answer cannot be told, an SMS comes instead. */
export function useLetters(kind: TemplateKind): () => void {
  const [templates, setTemplates] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!canSubscribe()) return;
    notice.templates({ kinds: [kind] }).then((known) => setTemplates(known.templates.map((one) => one.templateId)), () => undefined);
  }, [kind]);
  return useCallback(() => {
    if (templates.length === 0) return;
    void requestSubscribeMessage(templates).then((answers) => {
      const results = Object.entries(answers).flatMap(([templateId, result]) => (result === 'failed' ? [] : [{ templateId, result }]));
      if (results.length > 0) notice.grant({ results }).catch(() => undefined);
    });
  }, [templates]);
}
