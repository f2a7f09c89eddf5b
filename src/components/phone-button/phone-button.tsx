/** "Use the number of my WeChat": in a browser only where the platform stands in for WeChat; elsewhere nothing, the number is typed. */
import { phoneComponent, requestPhoneCode } from '../../cloud/wechat';
import { Button } from '../button/button';
import type { PhoneButtonProps } from './props';

export function PhoneButton({ words, busy, onCode }: PhoneButtonProps) {
  if (phoneComponent() !== 'call') return null;
  const ask = async () => {
    const code = await requestPhoneCode();
    if (code !== undefined) onCode(code);
  };
  return <Button busy={busy} onPress={() => { void ask(); }}>{words}</Button>;
}
