/** A number to ring: WeChat asks before it dials. */
import Taro from '@tarojs/taro';
import { Press } from '../press/press';
import type { PhoneProps } from './props';

/** Declining WeChat's question is an answer, not an error. */
const declined = () => undefined;

export function Phone({ number, label, className, children }: PhoneProps) {
  return <Press className={className} label={label} onPress={() => { Taro.makePhoneCall({ phoneNumber: number.replace(/[^\d+]/g, '') }).catch(declined); }}>{children}</Press>;
}
