/** Radio buttons and checkboxes in WeChat: views with WeChat's own roles. */
import { View } from '@tarojs/components';
import { said } from '../aria/aria';
import { choose, type ChoicesProps } from './option';
import './choices.scss';

export function Choices(props: ChoicesProps) {
  const { label, options, value, multiple = false, layout = 'list', disabled = false, onChange } = props;
  return (
    <View className={`s-choices s-choices-${layout}`} {...said({ role: multiple ? 'group' : 'radiogroup', label })}>
      {options.map((option) => {
        const on = value.includes(option.value);
        return (
          <View
            key={option.value}
            className={`s-choice${on ? ' s-choice-on' : ''}${option.apart ? ' s-choice-apart' : ''}`}
            hoverClass={disabled ? 'none' : 's-choice-down'}
            onClick={disabled ? undefined : () => onChange(choose(props, option.value))}
            {...said({ role: multiple ? 'checkbox' : 'radio', label: option.label, checked: on, disabled: disabled || undefined })}
          >
            {option.face !== undefined && <View className={`s-face s-face-${option.face}`} />}
            {(layout === 'list' || option.apart) && <View className={`s-choice-mark${multiple ? ' s-choice-square' : ''}`} />}
            <View className="s-choice-words">{option.label}{option.hint !== undefined && <View className="s-choice-hint">{option.hint}</View>}</View>
          </View>
        );
      })}
    </View>
  );
}
