/** In WeChat a view: its own button brings a border, a margin and a size that cannot all be undone. */
import { View } from '@tarojs/components';
import { said } from '../aria/aria';
import type { PressProps } from './props';

export function Press({ onPress, className = '', label, pressed, disabled = false, children }: PressProps) {
  return (
    <View
      className={`s-press ${disabled ? 's-press-off' : ''} ${className}`}
      hoverClass={disabled ? 'none' : 's-press-down'}
      onClick={disabled ? undefined : onPress}
      {...said({ role: 'button', label, selected: pressed, disabled: disabled || undefined })}
    >
      {children}
    </View>
  );
}
