/** Text fields in WeChat. */
import type { ReactNode } from 'react';
import { Input, Picker, Textarea, View } from '@tarojs/components';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { said } from '../aria/aria';
import type { FieldProps, TextAreaProps, TextFieldProps } from './props';
import './field.scss';

function Labelled({ field, count, children }: { field: FieldProps; count?: string; children: ReactNode }) {
  return (
    <View className={`s-field${field.problem ? ' s-field-wrong' : ''}`}>
      <View className="s-field-label" {...said({ hidden: true })}>{field.label}</View>
      {children}
      <View className="s-field-foot">
        <View className={`s-grow ${field.problem ? 's-field-problem' : 's-muted'}`} {...(field.problem ? said({ role: 'alert', live: 'assertive' }) : {})}>{field.problem ?? field.hint ?? ''}</View>
        {count !== undefined && <View className="s-muted">{count}</View>}
      </View>
    </View>
  );
}

export function TextField({ kind = 'text', placeholder, ...field }: TextFieldProps) {
  if (kind === 'month') {
    return (
      <Labelled field={field}>
        <Picker mode="date" fields="month" value={field.value} disabled={field.disabled} onChange={(event) => { field.onChange(event.detail.value); field.onDone?.(); }}>
          <View className="s-field-input" {...said({ role: 'button', label: `${field.label} ${field.value}` })}>{field.value || placeholder || ' '}</View>
        </Picker>
      </Labelled>
    );
  }
  return (
    <Labelled field={field}>
      <Input
        className="s-field-input" aria-label={field.label} type={kind === 'digits' ? 'number' : 'text'} password={kind === 'password'} placeholder={placeholder}
        value={field.value} maxlength={field.limit ?? 140} disabled={field.disabled} cursorSpacing={80} onInput={(event) => field.onChange(event.detail.value)} onBlur={() => field.onDone?.()}
      />
    </Labelled>
  );
}

export function TextArea({ ...field }: TextAreaProps) {
  const t = useText(shellText);
  return (
    <Labelled field={field} count={field.limit === undefined ? undefined : t.count(field.value.length, field.limit)}>
      <Textarea
        className="s-field-input s-field-area" aria-label={field.label} value={field.value} maxlength={field.limit ?? 1000} disabled={field.disabled} cursorSpacing={80} showConfirmBar={false} disableDefaultPadding
        onInput={(event) => field.onChange(event.detail.value)} onBlur={() => field.onDone?.()}
      />
    </Labelled>
  );
}
