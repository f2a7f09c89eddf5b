/** How long the place is still kept, by the server's clock. A screen reader is told at whole minutes, not every second. */
import { View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';
import { useText } from '../../../text/language';
import { stopwatch } from '../../../text/time';
import { visitText } from '../../../text/visit';

export function Countdown({ left }: { left: number }) {
  const t = useText(visitText);
  const minutes = Math.max(1, Math.ceil(left / 60_000));
  return (
    <View className={`visit-held${left < 60_000 ? ' visit-held-soon' : ''}`}>
      <View {...said({ role: 'timer', hidden: true })}>{t.held(stopwatch(left))}</View>
      <View className="s-unseen" {...said({ role: 'status', live: 'polite' })}>{t.heldSpoken(minutes)}</View>
    </View>
  );
}
