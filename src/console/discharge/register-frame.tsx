/** What the pages of the register stand in: the console around them, the way from one to the next, and a word to whoever has no business here. */
import type { ReactNode } from 'react';
import { useStaff } from '../../cloud/staff';
import { ConsoleFrame } from '../../components/console-frame/console-frame';
import { addressOf } from '../../components/console-frame/go';
import { usePlaces } from '../../components/console-frame/places';
import { Panel } from '../../components/panel/panel';
import { Empty } from '../../components/state/state';
import { registerTabText } from '../../text/discharge-register';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { staffText } from '../../text/staff';
import { addPage, exportsPage, may, missingPage, monthlyPage, registerPage, samplePage } from './desk';
import './register.scss';

interface Props { at: string; title: string; /** Whether this role reads the page; unknown until somebody is known. */ allowed?: boolean; beside?: ReactNode; actions?: ReactNode; children: ReactNode }

export function RegisterFrame({ at, title, allowed, beside, actions, children }: Props) {
  const t = useText(registerTabText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { me } = useStaff();
  const places = usePlaces();
  const role = me?.role;
  const tabs = [
    [registerPage, t.list, role !== 'it'], [missingPage, t.missing, may.missing(role)], [monthlyPage, t.monthly, may.monthly(role) || may.monthlyOverview(role)],
    [samplePage, t.sample, may.sample(role)], [exportsPage, t.exports, may.export(role)], [addPage, t.add, may.correct(role)],
  ] as const;
  const shown = tabs.filter(([, , open]) => open);
  return (
    <ConsoleFrame name={shell.center} places={places} at={places.some(({ path }) => path === at) ? at : registerPage} title={title} beside={beside} actions={actions}>
      {shown.length > 1 && (
        <nav className="register-tabs" aria-label={t.tabs}>
          {shown.map(([path, words]) => <a key={path} className={`register-tab${path === at ? ' register-tab-here' : ''}`} aria-current={path === at ? 'page' : undefined} href={addressOf(path)}>{words}</a>)}
        </nav>
      )}
      {me && allowed === false ? <Panel><Empty words={staff.noPage} /></Panel> : children}
    </ConsoleFrame>
  );
}
