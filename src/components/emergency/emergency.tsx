/** 120 and the ward's phone, always in sight. */
import { View } from '@tarojs/components';
import { useText } from '../../text/language';
import { phoneWords } from '../../text/phone';
import { shellText } from '../../text/shell';
import { Phone } from '../phone/phone';
import './emergency.scss';

/** A ward's name as patients know it, and its number as they dial it. */
export interface Ward { name: string; phone: string }

export function Emergency({ ward }: { ward?: Ward }) {
  const t = useText(shellText);
  return (
    <View className="s-emergency">
      <Phone className="s-emergency-120" number="120" label={t.callEmergency}>{t.emergency}</Phone>
      {ward && (
        <Phone className="s-emergency-ward" number={ward.phone} label={t.callNumber(ward.name, ward.phone)}>
          <View className="s-emergency-name">{ward.name}</View>
          <View className="s-emergency-number">{phoneWords(ward.phone)}</View>
        </Phone>
      )}
    </View>
  );
}
