/** The field in which a message is written, in WeChat: it grows by itself, and the keyboard pushes the page up. */
import { Textarea } from '@tarojs/components';

interface Props { label: string; value: string; limit: number; onChange(value: string): void }

export function Writer({ label, value, limit, onChange }: Props) {
  return (
    <Textarea
      className="thread-writer" aria-label={label} placeholder={label} value={value} maxlength={limit} autoHeight showConfirmBar={false} disableDefaultPadding cursorSpacing={20}
      onInput={(event) => onChange(event.detail.value)}
    />
  );
}
