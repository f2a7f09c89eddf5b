/** Says whether what was written is safe. */
import { View } from '@tarojs/components';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { said } from '../aria/aria';
import './saved.scss';

export type Saving = 'idle' | 'saving' | 'saved' | 'unsaved';

export function Saved({ state }: { state: Saving }) {
  const t = useText(shellText);
  const words = { idle: '', saving: t.saving, saved: `✓ ${t.saved}`, unsaved: t.unsaved }[state];
  return <View className={`s-saved s-saved-${state}`} {...said({ role: 'status', live: 'polite' })}>{words}</View>;
}
