/** The directory as a table: template and export out, a file in, with everything that it would change shown first. */
import { useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useStaff } from '../../../cloud/staff';
import { Button } from '../../../components/button/button';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { go } from '../../../components/console-frame/go';
import { usePlaces } from '../../../components/console-frame/places';
import { Filters } from '../../../components/filters/filters';
import { useAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Empty, Loading } from '../../../components/state/state';
import { sheetProblemText, sheetText } from '../../../text/directory';
import { useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { directory, directoryPage, may, type Plan } from '../desk';
import { base64Of, hand, packed } from './file';
import { Preview } from './preview';
import './index.scss';

type Shown = { name: string; file: string; plan: Plan };

export default function SheetPage() {
  const t = useText(sheetText);
  const shell = useText(shellText);
  const staff = useText(staffText);
  const wrong = useText(sheetProblemText);
  const { me } = useStaff();
  const [address, setAddress] = useAddress({ sheet: 'place' });
  const sheet = address.sheet === 'practitioner' ? 'practitioner' : 'place';
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState('');
  const [shown, setShown] = useState<Shown>();
  const [said, setSaid] = useState<{ tone: 'good' | 'warn' | 'danger'; words: string }>();

  const attempt = async (mark: string, act: () => Promise<void>) => {
    if (busy !== '') return;
    setBusy(mark);
    setSaid(undefined);
    try {
      await act();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setSaid({ tone: 'danger', words: error.message });
    } finally {
      setBusy('');
    }
  };
  const look = (picked: File | undefined) => void attempt('read', async () => {
    setShown(undefined);
    if (input.current) input.current.value = '';
    if (!picked) return;
    const bytes = await packed(picked);
    if (!bytes) return setSaid({ tone: 'warn', words: t.tooBig });
    const file = base64Of(bytes);
    if (file === '') return setSaid({ tone: 'warn', words: wrong.empty });
    const plan = await directory.importFile({ sheet, file, dryRun: true });
    if (plan.problem !== '') return setSaid({ tone: 'warn', words: wrong[plan.problem] });
    setShown({ name: picked.name, file, plan });
  });
  const apply = () => void attempt('apply', async () => {
    if (!shown) return;
    const { file } = shown;
    try {
      const done = await directory.importFile({ sheet, file, dryRun: false, plan: shown.plan.plan });
      setShown(undefined);
      const words = [t.applied(done.counts.new + done.counts.changed), ...(done.counts.refused > 0 ? [t.refusedLeft(done.counts.refused)] : [])].join('');
      setSaid({ tone: done.counts.refused > 0 ? 'warn' : 'good', words });
    } catch (error) {
      if (!(error instanceof CloudError) || error.reason !== 'changed') throw error;
      setShown({ ...shown, plan: await directory.importFile({ sheet, file, dryRun: true }) });
      setSaid({ tone: 'warn', words: t.changedMeanwhile });
    }
  });
  const download = (example: boolean) => void attempt(example ? 'template' : 'export', async () => hand(await directory.exportFile({ sheet, example })));

  return (
    <ConsoleFrame
      name={shell.center} places={usePlaces()} at={directoryPage} title={t.title}
      beside={<Filters values={{ sheet }} filters={[{ kind: 'tabs', key: 'sheet', label: t.which, options: [{ value: 'place', words: t.place }, { value: 'practitioner', words: t.practitioner }] }]} onChange={(change) => { setShown(undefined); setSaid(undefined); setAddress(change); }} />}
      actions={<Button tone="soft" wide={false} onPress={() => go(directoryPage, { sheet })}>{t.back}</Button>}
    >
      {me && !may.files(me.role) ? <Panel><Empty words={staff.noPage} /></Panel> : (
        <>
          <Panel>
            <div className="sheet-row">
              <span className="s-muted s-grow">{t.hint}</span>
              <Button tone="soft" wide={false} busy={busy === 'template'} onPress={() => download(true)}>{t.template}</Button>
              <Button tone="soft" wide={false} busy={busy === 'export'} onPress={() => download(false)}>{t.export}</Button>
              <Button tone={shown ? 'soft' : 'primary'} wide={false} busy={busy === 'read'} onPress={() => input.current?.click()}>{shown ? t.other : t.choose}</Button>
              <input ref={input} className="s-unseen" type="file" accept=".xlsx,.csv,.txt" tabIndex={-1} aria-label={t.choose} onChange={(event) => look(event.target.files?.[0])} />
            </div>
          </Panel>
          {said && <Notice tone={said.tone}>{said.words}</Notice>}
          {busy === 'read' && <Panel><Loading rows={4} /></Panel>}
          {shown && <Preview name={shown.name} plan={shown.plan} busy={busy === 'apply'} onApply={apply} />}
        </>
      )}
    </ConsoleFrame>
  );
}
