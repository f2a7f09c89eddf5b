/** The hospital's number as a button; nothing while the hospital has none. */
import { Phone } from '../../../components/phone/phone';
import { homeText } from '../../../text/home';
import { useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';

export function HospitalCall({ phone }: { phone: string }) {
  const h = useText(homeText);
  return phone === '' ? null : <Phone number={phone} label={`${h.centre} ${phone}`} className="s-button s-button-soft s-button-wide bind-call">{`${h.centre} ${phoneWords(phone)}`}</Phone>;
}
