/** Five faces, each with its words; answers that do not fit the scale stand apart below. `options` from best to worst. */
import { Choices } from '../choices/choices';
import type { Option } from '../choices/option';

interface Props { label: string; options: readonly Option[]; value: string | undefined; disabled?: boolean; onChange(value: string): void }

const faces = [5, 4, 3, 2, 1] as const;

export function Faces({ label, options, value, disabled, onChange }: Props) {
  const scale = options.filter((option) => !option.apart).map((option, at) => ({ ...option, face: faces[at] }));
  const apart = options.filter((option) => option.apart);
  return (
    <Choices
      label={label} layout="faces" options={[...scale, ...apart]} value={value === undefined ? [] : [value]} disabled={disabled}
      onChange={([chosen]) => { if (chosen !== undefined) onChange(chosen); }}
    />
  );
}
