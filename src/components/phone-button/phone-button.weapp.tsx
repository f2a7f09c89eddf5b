/** "Use the number of my WeChat": only WeChat's own button may ask for it. */
import { Button } from '@tarojs/components';
import type { PhoneButtonProps } from './props';
import './phone-button.scss';

export function PhoneButton({ words, busy, onCode }: PhoneButtonProps) {
  return (
    <Button
      className="s-phone-button s-button s-button-primary s-button-wide" openType="getPhoneNumber" disabled={busy} hoverClass="s-press-down"
      onGetPhoneNumber={({ detail }) => { if (detail.code) onCode(detail.code); }}
    >
      {words}
    </Button>
  );
}
