/** Radio buttons and checkboxes. In a browser real ones, so that arrows, the space bar and a screen reader work as everywhere. */
import { useId } from 'react';
import { choose, type ChoicesProps } from './option';
import './choices.scss';

export function Choices(props: ChoicesProps) {
  const { label, options, value, multiple = false, layout = 'list', disabled = false, onChange } = props;
  const name = useId();
  return (
    <div className={`s-choices s-choices-${layout}`} role={multiple ? 'group' : 'radiogroup'} aria-label={label}>
      {options.map((option) => {
        const on = value.includes(option.value);
        return (
          <label key={option.value} className={`s-choice${on ? ' s-choice-on' : ''}${option.apart ? ' s-choice-apart' : ''}`}>
            <input
              className="s-choice-input" type={multiple ? 'checkbox' : 'radio'} name={name} value={option.value} checked={on} disabled={disabled}
              onChange={() => onChange(choose(props, option.value))}
            />
            {option.face !== undefined && <span className={`s-face s-face-${option.face}`} aria-hidden="true" />}
            {(layout === 'list' || option.apart) && <span className={`s-choice-mark${multiple ? ' s-choice-square' : ''}`} aria-hidden="true" />}
            <span className="s-choice-words">{option.label}{option.hint !== undefined && <span className="s-choice-hint">{option.hint}</span>}</span>
          </label>
        );
      })}
    </div>
  );
}
