/** The field in which a message is written, in WeChat: it grows by itself, the keyboard pushes the page up, and nothing is cut off: what is too long is said beside it. */
import { Textarea } from '@tarojs/components';

interface Props { label: string; value: string; wrong: boolean; onChange(value: string): void }

export function Writer({ label, value, onChange }: Props) {
  return (
    <Textarea
      className="thread-writer" aria-label={label} placeholder={label} value={value} maxlength={-1} autoHeight showConfirmBar={false} disableDefaultPadding cursorSpacing={20}
      onInput={(event) => onChange(event.detail.value)}
    />
  );
}
