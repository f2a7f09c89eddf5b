/** What the four pages of return visits stand in: the console around them, the way from one to the next, and a word to whoever has no business here. */
import type { ReactNode } from 'react';
import { useStaff } from '../../cloud/staff';
import { ConsoleFrame } from '../../components/console-frame/console-frame';
import { usePlaces } from '../../components/console-frame/places';
import { Panel } from '../../components/panel/panel';
import { Empty } from '../../components/state/state';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { staffText } from '../../text/staff';
import { may, weekPage } from './desk';
import { Tabs } from './tabs';

interface Props { at: string; department: string; day?: string; title: string; actions?: ReactNode; children: ReactNode }

export function VisitFrame({ at, department, day, title, actions, children }: Props) {
  const shell = useText(shellText);
  const staff = useText(staffText);
  const { me } = useStaff();
  const places = usePlaces();
  return (
    <ConsoleFrame name={shell.center} places={places} at={weekPage} title={title} beside={<Tabs at={at} department={department} day={day} />} actions={actions}>
      {me && !may.read(me.role) ? <Panel><Empty words={staff.noPage} /></Panel> : children}
    </ConsoleFrame>
  );
}
