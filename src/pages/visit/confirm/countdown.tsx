/** How long the place is still kept, by the server's clock. A screen reader is told at whole minutes, not every second. */
import { Text, View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';
import { useText } from '../../../text/language';
import { visitText } from '../../../text/visit';

export function Countdown({ left }: { left: number }) {
  const t = useText(visitText);
  const minutes = Math.max(1, Math.ceil(left / 60_000));
  return (
    <View className={`visit-held${left < 60_000 ? ' visit-held-soon' : ''}`}>
      <View {...said({ role: 'timer', hidden: true })}>
        <Text>{t.held}</Text><Text className="visit-held-left">{t.heldLeft(Math.floor(left / 60_000), Math.floor(left / 1000) % 60)}</Text>
      </View>
      <View className="s-unseen" {...said({ role: 'status', live: 'polite' })}>{t.heldSpoken(minutes)}</View>
    </View>
  );
}
