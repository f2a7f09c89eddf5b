/** Asking for WeChat's messages about visits in the tap that books. If nobody can be asked, an SMS comes instead. */
import { useEffect, useState } from 'react';
import type { api } from '../../../cloudfunctions/notice/contract';
import { cloud } from '../../cloud/cloud';
import { canSubscribe, requestSubscribeMessage } from '../../cloud/wechat';

const notice = cloud<typeof api>('notice', { reads: ['templates'] });

/** `ask` must be the first thing that the tap does: WeChat shows its sheet only then. `able`: the page says beforehand that WeChat will ask. */
export function useReminders(): { able: boolean; ask(): void } {
  const [templates, setTemplates] = useState<readonly string[]>([]);
  useEffect(() => {
    if (!canSubscribe()) return;
    notice.templates({ kinds: ['visit'] }).then((known) => setTemplates(known.templates.map((one) => one.templateId)), () => undefined);
  }, []);
  return {
    able: templates.length > 0,
    ask() {
      if (templates.length === 0) return;
      void requestSubscribeMessage(templates).then((answers) => {
        const results = Object.entries(answers).flatMap(([templateId, result]) => (result === 'failed' ? [] : [{ templateId, result }]));
        if (results.length > 0) notice.grant({ results }).catch(() => undefined);
      });
    },
  };
}
