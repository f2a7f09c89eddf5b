/** First step: what it is about, what happened, when and where. */
import { useState } from 'react';
import Taro from '@tarojs/taro';
import { View } from '@tarojs/components';
import { DatePicker } from '@nutui/nutui-react-taro';
import { serverNow } from '../../../cloud/cloud';
import { said } from '../../../components/aria/aria';
import { Choices } from '../../../components/choices/choices';
import { TextArea, TextField } from '../../../components/field/field';
import { Press } from '../../../components/press/press';
import { complaintText } from '../../../text/complaint';
import { categoryGroups, groupOf, isSuggestion } from '../../../text/complaint-table';
import { useLanguage, useText } from '../../../text/language';
import { dayOf, dayWords, startOf } from '../../../text/time';
import type { Opened } from '../door';
import type { Drafting } from './use-draft';

const day = 86_400_000;
/** A complaint may be about long ago; the wheels begin here. */
const yearsBack = 10;

interface Props { drafting: Drafting; opened: Opened; patientId: string; problems: Readonly<Record<string, string>> }

export function What({ drafting, opened, patientId, problems }: Props) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const { draft, change } = drafting;
  const groups = categoryGroups(language);
  const [group, setGroup] = useState(() => groupOf(draft.category));
  // What may be left open stands behind one press, so that the step is short for those who are tired.
  const [more, setMore] = useState(() => Boolean(draft.place) || draft.departmentCode !== undefined || Boolean(draft.accused));
  const inGroup = groups.find(({ code }) => code === group);
  const idea = isSuggestion(group);
  const chooseGroup = (code: string) => {
    setGroup(code);
    const only = groups.find((one) => one.code === code)?.items;
    // Where a group says it all, nothing more is asked.
    change({ category: only?.length === 1 ? only[0]?.code : undefined });
  };
  return (
    <>
      <View className="complaint-section">
        <View className="complaint-label">{t.category}</View>
        <Choices label={t.category} layout="chips" options={groups.map(({ code, label }) => ({ value: code, label }))} value={group === '' ? [] : [group]} onChange={([code]) => { if (code !== undefined) chooseGroup(code); }} />
        {inGroup && inGroup.items.length > 1 && (
          <View className="complaint-under">
            <Choices label={inGroup.label} options={inGroup.items.map(({ code, label }) => ({ value: code, label }))} value={draft.category ? [draft.category] : []} onChange={([code]) => change({ category: code })} />
          </View>
        )}
        {idea && <View className="s-muted">{t.suggestionHint}</View>}
        {problems['category'] !== undefined && <View className="s-field-problem" {...said({ role: 'alert', live: 'assertive' })}>{group === '' ? problems['category'] : t.itemMissing}</View>}
      </View>
      <View className="complaint-section">
        <TextArea
          label={idea ? t.wordsSuggestion : t.words} hint={idea ? t.wordsSuggestionHint : t.wordsHint} rows={6} limit={4000} value={draft.text ?? ''} problem={problems['text']}
          onChange={(text) => change({ text }, 'soon')}
        />
      </View>
      {!idea && <When drafting={drafting} problem={problems['happenedAt']} />}
      {more ? (
        <>
          <View className="complaint-section"><TextField label={t.place} hint={t.placeHint} limit={100} value={draft.place ?? ''} onChange={(place) => change({ place }, 'soon')} /></View>
          <Department drafting={drafting} opened={opened} />
        </>
      ) : <View className="complaint-section"><Press className="complaint-link" onPress={() => setMore(true)}>{t.moreFacts}</Press></View>}
      <Praise patientId={patientId} />
    </>
  );
}

function When({ drafting: { draft, change }, problem }: { drafting: Drafting; problem?: string }) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const [open, setOpen] = useState(false);
  const now = serverNow();
  const today = startOf(dayOf(now));
  const at = draft.happenedAt;
  const value = at === undefined ? [] : at === null ? ['unknown'] : at === today ? ['today'] : at === today - day ? ['yesterday'] : ['day'];
  const choose = (chosen: string | undefined) => {
    if (chosen === 'today') change({ happenedAt: today });
    else if (chosen === 'yesterday') change({ happenedAt: today - day });
    else if (chosen === 'unknown') change({ happenedAt: null });
    else setOpen(true);
  };
  return (
    <View className="complaint-section">
      <View className="complaint-label">{t.when}<View className="s-muted">{t.whenHint}</View></View>
      <Choices
        label={t.when} layout="chips" value={value} onChange={([chosen]) => choose(chosen)}
        options={[{ value: 'today', label: t.whenToday }, { value: 'yesterday', label: t.whenYesterday }, { value: 'day', label: value[0] === 'day' && at ? dayWords(at, now, language) : t.whenPick }, { value: 'unknown', label: t.whenUnknown }]}
      />
      {problem !== undefined && <View className="s-field-problem" {...said({ role: 'alert', live: 'assertive' })}>{problem}</View>}
      <DatePicker
        title={t.when} type="date" visible={open} startDate={new Date(new Date(now).getFullYear() - yearsBack, 0, 1)} endDate={new Date(now)} defaultValue={new Date(at ?? now)}
        onClose={() => setOpen(false)} onConfirm={(_, [year, month, date]) => change({ happenedAt: startOf(`${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`) })}
      />
    </View>
  );
}

function Department({ drafting: { draft, change }, opened: { stay, departments } }: { drafting: Drafting; opened: Opened }) {
  const t = useText(complaintText);
  const [others, setOthers] = useState(() => (draft.departmentCode ?? '') !== '' && draft.departmentCode !== stay?.departmentCode);
  if (departments.length === 0 && !stay) return null;
  const chosen = others ? 'other' : draft.departmentCode === undefined ? undefined : draft.departmentCode === '' ? 'unknown' : 'stay';
  const choose = (value: string | undefined) => {
    setOthers(value === 'other');
    change({ departmentCode: value === 'stay' ? stay?.departmentCode ?? '' : value === 'unknown' ? '' : undefined });
  };
  const rest = departments.filter(({ code }) => code !== stay?.departmentCode);
  return (
    <View className="complaint-section">
      <View className="complaint-label">{t.department}<View className="s-muted">{t.whenHint}</View></View>
      <Choices
        label={t.department} layout="chips" value={chosen === undefined ? [] : [chosen]} onChange={([value]) => choose(value)}
        options={[...(stay ? [{ value: 'stay', label: t.departmentStay(stay.departmentName) }] : []), ...(rest.length > 0 ? [{ value: 'other', label: t.departmentOther }] : []), { value: 'unknown', label: t.departmentUnknown }]}
      />
      {others && (
        <View className="complaint-under">
          <Choices label={t.departmentOther} layout="chips" options={rest.map(({ code, name }) => ({ value: code, label: name }))} value={draft.departmentCode ? [draft.departmentCode] : []} onChange={([code]) => change({ departmentCode: code })} />
        </View>
      )}
      {chosen !== undefined && chosen !== 'unknown' && <View className="complaint-under"><TextField label={t.accused} hint={t.accusedHint} limit={200} value={draft.accused ?? ''} onChange={(accused) => change({ accused }, 'soon')} /></View>}
    </View>
  );
}

/** Praise belongs where it reaches those who are praised. */
function Praise({ patientId }: { patientId: string }) {
  const t = useText(complaintText);
  const open = () => { void Taro.navigateTo({ url: `/pages/survey/list/index${patientId === '' ? '' : `?patientId=${encodeURIComponent(patientId)}`}` }); };
  return <View className="complaint-praise"><View className="s-grow"><View>{t.praise}</View><View className="s-muted">{t.praiseWords}</View></View><Press className="complaint-link" onPress={open}>{t.praiseDo}</Press></View>;
}
