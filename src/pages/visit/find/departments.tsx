/** Which department: the one that discharged first. */
import { View } from '@tarojs/components';
import { Choices } from '../../../components/choices/choices';
import { Heading } from '../../../components/heading/heading';
import { said } from '../../../components/aria/aria';
import { useText } from '../../../text/language';
import { findText } from '../../../text/visit-find';
import type { Clinics } from '../visits';

interface Props { clinics: Clinics; value: string; problem: boolean; onChange(departmentCode: string): void }

export function Departments({ clinics, value, problem, onChange }: Props) {
  const t = useText(findText);
  return (
    <View className="visit-body">
      <Heading turn="department" large>{t.departmentTitle}</Heading>
      {problem && <View className="visit-problem" {...said({ role: 'alert', live: 'assertive' })}>{t.chooseDepartment}</View>}
      <View className="visit-choices">
        <Choices
          label={t.departmentTitle} value={value === '' ? [] : [value]} onChange={([chosen]) => { if (chosen !== undefined) onChange(chosen); }}
          options={clinics.departments.map(({ departmentCode, departmentName, own }) => ({ value: departmentCode, label: departmentName, ...(own && { hint: t.own }) }))}
        />
      </View>
    </View>
  );
}
