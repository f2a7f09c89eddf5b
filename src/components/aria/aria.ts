/** Roles and states for screen readers under the names that the platform reads: HTML's in a browser, WeChat's `aria-role` in the mini-program. */
export interface Said {
  role?: string;
  label?: string;
  /** Level of a heading. */
  level?: number;
  live?: 'polite' | 'assertive';
  checked?: boolean;
  selected?: boolean;
  disabled?: boolean;
  hidden?: boolean;
}

const yes = (value: boolean | undefined) => (value === undefined ? undefined : value ? 'true' : 'false');

/** Spread onto an element. Undefined states are left out, so that a plain text is not announced as unchecked. */
export function said({ role, label, level, live, checked, selected, disabled, hidden }: Said): Record<string, string | number> {
  const attributes = {
    [process.env.TARO_ENV === 'weapp' ? 'aria-role' : 'role']: role,
    'aria-label': label,
    'aria-level': process.env.TARO_ENV === 'weapp' ? undefined : level,
    'aria-live': live,
    'aria-checked': yes(checked),
    'aria-selected': yes(selected),
    'aria-disabled': yes(disabled),
    'aria-hidden': yes(hidden),
  };
  return Object.fromEntries(Object.entries(attributes).filter((entry): entry is [string, string | number] => entry[1] !== undefined));
}
