/** One thing to fill in. The label is always shown: a placeholder disappears when it is needed most. `problem` is a sentence. */
export interface FieldProps {
  label: string;
  value: string;
  onChange(value: string): void;
  onDone?(): void;
  hint?: string;
  problem?: string;
  disabled?: boolean;
  /** Most characters that may be written. */
  limit?: number;
}

export interface TextFieldProps extends FieldProps {
  /** `digits`: a phone number, a code. `month`: YYYY-MM. */
  kind?: 'text' | 'digits' | 'password' | 'month';
  /** What the browser may fill in: `tel`, `one-time-code`, `username`, `current-password`. */
  autoComplete?: string;
  placeholder?: string;
}

export interface TextAreaProps extends FieldProps { rows?: number }
