/**
 * One answer that can be chosen. `apart`: 不适用, 不清楚: shown apart from the scale, never hidden. `exclusive`: 以上都没有: cannot stand beside others (nor can an `apart`).
 * `face`: 1 (worst) to 5 (best).
 */
export interface Option { value: string; label: string; hint?: string; apart?: boolean; exclusive?: boolean; face?: 1 | 2 | 3 | 4 | 5 }

export interface ChoicesProps {
  /** The question, for a screen reader; the page shows it above. */
  label: string;
  options: readonly Option[];
  value: readonly string[];
  multiple?: boolean;
  /** Most answers that may be chosen together; a further one is not taken. */
  max?: number;
  /** `list`: one under another. `faces`, `scale`: side by side. `chips`: as many in a row as fit. */
  layout?: 'list' | 'faces' | 'scale' | 'chips';
  disabled?: boolean;
  onChange(value: string[]): void;
}

/** What is chosen after a press: one answer, or a set in the order of the options. An answer that stands alone clears the others and is cleared by them. */
export function choose(props: Pick<ChoicesProps, 'options' | 'value' | 'multiple' | 'max'>, pressed: string): string[] {
  const { options, value, multiple = false, max = Infinity } = props;
  if (!multiple) return [pressed];
  if (value.includes(pressed)) return value.filter((chosen) => chosen !== pressed);
  const alone = (code: string) => options.some((option) => option.value === code && (option.apart === true || option.exclusive === true));
  if (alone(pressed)) return [pressed];
  const chosen = options.map((option) => option.value).filter((code) => code === pressed || (value.includes(code) && !alone(code)));
  return chosen.length > max ? [...value] : chosen;
}
