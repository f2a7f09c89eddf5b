/** Why a visit is given up. Feeling worse is no reason to stay at home: it tells the person on duty and shows the safety page, at any hour. */
import { useRef, useState } from 'react';
import { View } from '@tarojs/components';
import type { SafetyCard } from '../../../../cloudfunctions/call/contract/safety';
import type { Appointment, CancelReason } from '../../../../cloudfunctions/visit/contract';
import { useNow } from '../../../cloud/use-now';
import { said } from '../../../components/aria/aria';
import { Button } from '../../../components/button/button';
import { Choices } from '../../../components/choices/choices';
import { Emergency } from '../../../components/emergency/emergency';
import { TextArea } from '../../../components/field/field';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Notice } from '../../../components/notice/notice';
import { Press } from '../../../components/press/press';
import { useLanguage, useText } from '../../../text/language';
import { rangeWords } from '../../../text/time';
import { visitText } from '../../../text/visit';
import { goInstead, visitPage } from '../address';
import { useWork } from '../use-work';
import { visits } from '../visits';
import { refusalWords } from '../words';

/** As the table of reasons stands (F05). */
const reasons: readonly CancelReason[] = ['better', 'worse', 'elsewhere', 'busy', 'far', 'waiting', 'forgot', 'other'];
const isReason = (value: string | undefined): value is CancelReason => reasons.some((reason) => reason === value);

interface Props { visit: Appointment; onKeep(): void; onDone(visit: Appointment, safety: SafetyCard | null): void }

export function Cancel({ visit, onKeep, onDone }: Props) {
  const t = useText(visitText);
  const { language } = useLanguage();
  const now = useNow();
  const work = useWork();
  const [reason, setReason] = useState<CancelReason>();
  // Two presses may come before the page is drawn again.
  const latest = useRef<CancelReason>();
  const choose = (one: CancelReason) => {
    latest.current = one;
    setReason(one);
  };
  const [note, setNote] = useState('');
  const [pressed, setPressed] = useState(false);
  const open = reasons.filter((one) => visit.canChange || one === 'worse');
  const cancel = () => {
    const why = latest.current;
    if (!why) return setPressed(true);
    void work.run(async () => {
      const { appointment, safety } = await visits.cancel({ appointmentId: visit.appointmentId, reason: why, ...(note.trim() !== '' && { note: note.trim() }) });
      onDone(appointment, safety);
    });
  };
  const hint: Readonly<Partial<Record<CancelReason, string>>> = t.reasonHint;
  // Feeling worse needs no answer from us to ring: the numbers stand there before and whatever becomes of the press.
  const worse = reason === 'worse';
  const ward = visit.phone ? { name: visit.sensitive ? t.hospital : t.ward, phone: visit.phone } : undefined;
  return (
    <Frame
      title={t.title} saysOffline={work.failure?.passing}
      footer={(
        <>
          <View className="visit-next"><Button tone="soft" disabled={work.busy} onPress={onKeep}>{t.keep}</Button></View>
          <View className="visit-next"><Button busy={work.busy} onPress={cancel}>{t.cancelYes}</Button></View>
        </>
      )}
    >
      {work.failure && <Notice tone="warn">{worse && work.failure.passing ? t.worseFailed : refusalWords(work.failure, t)}</Notice>}
      <View className="visit-body">
        <Heading turn="cancel" large>{t.cancelTitle}</Heading>
        <View className="visit-advice">{t.cancelWords(rangeWords(visit.start, visit.end, now, language))}</View>
        {!visit.canChange && <View className="visit-hint">{t.cancelLate}</View>}
        {pressed && !reason && <View className="visit-problem" {...said({ role: 'alert', live: 'assertive' })}>{t.chooseReason}</View>}
        <View className="visit-choices">
          <Choices
            label={t.cancelTitle} value={reason ? [reason] : []} disabled={work.busy} onChange={([one]) => { if (isReason(one)) choose(one); }}
            options={open.map((one) => ({ value: one, label: t.reasons[one], ...(hint[one] !== undefined && { hint: hint[one] }) }))}
          />
        </View>
        {worse && <View className="visit-worse"><View>{t.worseRing}</View><Emergency ward={ward} /></View>}
        {reason === 'other' && <TextArea label={t.note} hint={t.noteHint} limit={200} rows={3} value={note} disabled={work.busy} onChange={setNote} />}
        {visit.canChange && (
          <View className="visit-out">
            <View className="s-muted">{t.changeInstead}</View>
            <Press className="visit-link" disabled={work.busy} onPress={() => goInstead(visitPage('find', { patientId: visit.patientId, replaces: visit.appointmentId }))}>{t.change}</Press>
          </View>
        )}
      </View>
    </Frame>
  );
}
