/** The reader's complaints and suggestions, the one that is not finished, and the way to a new one. */
import { useState } from 'react';
import Taro, { useDidShow, useRouter } from '@tarojs/taro';
import { View } from '@tarojs/components';
import { CloudError } from '../../../cloud/error';
import { useLoad } from '../../../cloud/use-load';
import { useNow } from '../../../cloud/use-now';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { Frame } from '../../../components/frame/frame';
import { Press } from '../../../components/press/press';
import { Await } from '../../../components/state/state';
import { complaintText } from '../../../text/complaint';
import { categoryWords } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { dateWords, whenWords } from '../../../text/time';
import { complaint, fileUrl, goBind, mineUrl, viewUrl, type Mine } from '../door';
import { StateTag } from '../state-tag';
import '../look.scss';

/** The list, and whether something is half written for this patient. The draft may fail by itself: the list is what people come for. */
async function read(patientId: string) {
  const [{ complaints }, opened] = await Promise.all([
    complaint.mine({}),
    complaint.draft(patientId === '' ? {} : { patientId }).catch((error: unknown) => {
      if (error instanceof CloudError) return undefined;
      throw error;
    }),
  ]);
  return { complaints, draft: opened?.draft ?? null, phone: opened?.hospitalPhone ?? '' };
}

export default function MyComplaints() {
  const t = useText(complaintText);
  useSpeaker();
  const patientId = decodeURIComponent(useRouter().params['patientId'] ?? '');
  const load = useLoad(() => read(patientId), [patientId]);
  const [shown, setShown] = useState(0);
  useDidShow(() => {
    if (shown > 0) void load.reload();
    setShown((times) => times + 1);
  });
  const write = () => { void Taro.navigateTo({ url: fileUrl(patientId) }); };
  const phone = load.data?.phone ?? '';
  return (
    <Frame title={t.mineTitle} ward={phone === '' ? undefined : { name: t.hospitalPhone, phone }}>
      <Await load={load} failed={(error) => (error.code === 'UNAUTHENTICATED' ? <View className="complaint-stranger"><View>{t.stranger}</View><Button wide={false} onPress={() => goBind(mineUrl(patientId))}>{t.toBind}</Button></View> : undefined)}>
        {({ complaints, draft }) => (
          <>
            {draft && (
              <Card tone="accent" title={t.mineDraft}>
                {draft.text && <View className="complaint-gap s-muted">{excerptOf(draft.text)}</View>}
                <View className="complaint-buttons"><Button onPress={write}>{t.mineDraftDo}</Button></View>
              </Card>
            )}
            {complaints.map((one) => <One key={one.number} one={one} />)}
            {complaints.length === 0 && !draft && <View className="complaint-thanks"><View>{t.mineEmpty}</View></View>}
            {!draft && <View className="complaint-after"><Button tone={complaints.length === 0 ? 'primary' : 'soft'} onPress={write}>{t.mineNew}</Button></View>}
            {complaints.length === 0 && <View className="complaint-after s-muted">{t.mineWords}</View>}
          </>
        )}
      </Await>
    </Frame>
  );
}

const excerptOf = (text: string): string => (Array.from(text).length > 40 ? `${Array.from(text).slice(0, 40).join('')}…` : text);

function One({ one }: { one: Mine }) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const now = useNow();
  const open = one.state !== 'answered' && one.state !== 'closed' && one.state !== 'withdrawn';
  const due = dateWords(one.dueDay, language);
  return (
    <Press className="complaint-row" onPress={() => { void Taro.navigateTo({ url: viewUrl(one.number) }); }}>
      <Card title={categoryWords(one.category, language)} aside={<StateTag state={one.state} over={one.over} />}>
        <View>{one.excerpt}</View>
        {open && <View className={one.over ? 'complaint-strong' : 's-muted'}>{one.over ? t.dueLate(due) : t.due(due)}</View>}
        <View className="s-muted">{`${one.number} · ${t.mineFiled(whenWords(one.receivedAt, now, language))}`}</View>
      </Card>
    </Press>
  );
}
