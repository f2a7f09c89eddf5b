/** Whom a standard answer is for, in words: departments by name, diseases as they were written. */
import { useText } from '../../../text/language';
import { answersText } from '../../../text/message-console';
import type { Answer, Departments } from '../desk';

/** A department that was closed since keeps its code. */
export const nameOf = (departments: Departments, code: string): string => departments.find(({ departmentCode }) => departmentCode === code)?.departmentName ?? code;

/** 骨科、康复科 · 骨折、S72; nothing named is for everybody. */
export function ForWhom({ answer, departments }: { answer: Pick<Answer, 'departments' | 'diseases'>; departments: Departments }) {
  const t = useText(answersText);
  const words = [answer.departments.map((code) => nameOf(departments, code)).join('、'), answer.diseases.join('、')].filter((part) => part !== '').join(' · ');
  return <>{words === '' ? t.everybody : words}</>;
}
