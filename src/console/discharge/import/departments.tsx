/** Departments that a file named for the first time wait in the directory, for somebody who knows them. */
import type { Load } from '../../../cloud/use-load';
import { go } from '../../../components/console-frame/go';
import { Notice } from '../../../components/notice/notice';
import { importText } from '../../../text/discharge-import';
import { useLanguage, useText } from '../../../text/language';
import type { Department } from '../desk';

export function Departments({ load }: { load: Load<Department[]> }) {
  const t = useText(importText);
  const { language } = useLanguage();
  const fresh = load.data?.filter((department) => department.unconfirmed) ?? [];
  if (fresh.length === 0) return null;
  const names = fresh.slice(0, 3).map(({ name }) => name).join(language === 'zh' ? '、' : ', ') + (fresh.length > 3 ? ' …' : '');
  return <Notice tone="warn" action={{ words: t.toDirectory, onPress: () => go('directory/list/index') }}>{t.freshDepartments(fresh.length, names)}</Notice>;
}
