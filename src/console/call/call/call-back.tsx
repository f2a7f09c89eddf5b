/** When to ring again: a few likely times by digit, any other by NutUI's picker. Shanghai's clock, whatever the browser's zone. */
import { useState, type KeyboardEvent } from 'react';
import { DatePicker } from '@nutui/nutui-react-taro';
import { Layer } from '../../../components/layer/layer';
import { callingHours, dayOf, instantAt, timeOf } from '../../../../cloudfunctions/kit/calendar';
import { callBackProblem, callBackWithin } from '../../../../cloudfunctions/call/rules/outcome';
import { serverNow } from '../../../cloud/cloud';
import { callProblemText, screenText } from '../../../text/call-screen';
import { problemWords } from '../../../text/error';
import { useLanguage, useText } from '../../../text/language';
import { whenWords } from '../../../text/time';
import type { Card } from '../desk';
import { optionKeys } from './answer-words';
import { least, suggestedTimes } from './times';

/** NutUI's picker works with the browser's own clock: a Date whose local fields read like Shanghai's wall. */
function wallDate(instant: number): Date {
  const [year = 0, month = 1, day = 1] = dayOf(instant).split('-').map(Number);
  const [hour = 0, minute = 0] = timeOf(instant).split(':').map(Number);
  return new Date(year, month - 1, day, hour, minute);
}
const hours = new Set(callingHours.flatMap(([from, to]) => Array.from({ length: Number(to.slice(0, 2)) - Number(from.slice(0, 2)) + 1 }, (_, n) => Number(from.slice(0, 2)) + n)).filter((hour) => hour !== 12));

interface Props { kind: Card['kind']; optional: boolean; value: number | undefined; onChange(at: number | undefined): void; onDone(): void }

export function CallBack({ kind, optional, value, onChange, onDone }: Props) {
  const t = useText(screenText);
  const own = useText(callProblemText);
  const { language } = useLanguage();
  const [now] = useState(serverNow);
  const [picking, setPicking] = useState(false);
  const times = suggestedTimes(now);
  const problem = value === undefined ? '' : callBackProblem(value, kind, serverNow());
  const onKey = (event: KeyboardEvent) => {
    const at = times[optionKeys.indexOf(event.key as (typeof optionKeys)[number])];
    if (at === undefined || !optionKeys.includes(event.key as (typeof optionKeys)[number])) return;
    event.preventDefault();
    // Here a digit is a time, not an outcome.
    event.stopPropagation();
    onChange(at);
    onDone();
  };
  return (
    <div className="call-times" onKeyDown={onKey}>
      <div id="call-times-title">{optional ? t.whenOptional : t.when}</div>
      <div className="call-options" role="group" aria-labelledby="call-times-title">
        {times.map((at, n) => (
          <button key={at} type="button" data-time className={`call-option${at === value ? ' call-option-on' : ''}`} aria-pressed={at === value} onClick={() => onChange(at === value && optional ? undefined : at)}>
            <span className="call-option-key" aria-hidden="true">{optionKeys[n]}</span>{whenWords(at, now, language)}
          </button>
        ))}
        <button type="button" className={`call-option${value !== undefined && !times.includes(value) ? ' call-option-on' : ''}`} aria-haspopup="dialog" onClick={() => setPicking(true)}>
          {value !== undefined && !times.includes(value) ? t.chosenTime(whenWords(value, now, language)) : t.otherTime}
        </button>
      </div>
      {problem !== '' && <div className="call-question-problem" role="alert">{problemWords(problem, language, own)}</div>}
      <Layer><DatePicker
        title={optional ? t.whenOptional : t.when} visible={picking} type="datetime" minuteStep={10} showChinese={language === 'zh'} startDate={wallDate(now + least)} endDate={wallDate(now + callBackWithin)} defaultValue={wallDate(value ?? times[0] ?? now)}
        filter={(type, options) => (type === 'hour' ? options.filter((option) => hours.has(Number(option.value))) : options)}
        onClose={() => setPicking(false)} onCancel={() => setPicking(false)}
        onConfirm={(_, values) => {
          const [year, month, day, hour, minute] = values.map((part) => String(part).padStart(2, '0'));
          onChange(instantAt(`${year}-${month}-${day}`, `${hour}:${minute ?? '00'}`));
          setPicking(false);
          onDone();
        }}
      /></Layer>
    </div>
  );
}
