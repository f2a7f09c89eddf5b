/** What is handed over goes in: a file dropped or chosen, its columns named once, registered page by page; what became of every row; and a whole run taken back. Beside them what systems sent. */
import { useEffect, useRef, useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { useHeld } from '../../../cloud/held';
import { useLoad } from '../../../cloud/use-load';
import { useStaff, type StaffMe } from '../../../cloud/staff';
import { ConsoleFrame } from '../../../components/console-frame/console-frame';
import { usePlaces } from '../../../components/console-frame/places';
import { stepBack, useAddress } from '../../../components/filters/use-address';
import { Notice } from '../../../components/notice/notice';
import { Panel } from '../../../components/panel/panel';
import { Empty, Failed } from '../../../components/state/state';
import { useNarrow } from '../../../components/use-narrow/use-narrow';
import { importText } from '../../../text/discharge-import';
import { useText } from '../../../text/language';
import { shellText } from '../../../text/shell';
import { staffText } from '../../../text/staff';
import { discharge, importPage, may } from '../desk';
import { Departments } from './departments';
import { Drop } from './drop';
import { Mapping } from './mapping';
import { Result } from './result';
import { Runs } from './runs';
import { Sources } from './sources';
import { Undo } from './undo';
import { useImports, type Origin } from './use-imports';
import './index.scss';
import './mapping.scss';

export default function Import() {
  const shell = useText(shellText);
  const t = useText(importText);
  const staff = useText(staffText);
  const { me } = useStaff();
  const places = usePlaces();
  const allowed = may.import(me?.role);
  return (
    <ConsoleFrame name={shell.center} places={places} at={importPage} title={t.title}>
      {me && !allowed ? <Panel><Empty words={staff.noPage} /></Panel> : me && <Desk me={me} reads={me.role !== 'it'} />}
    </ConsoleFrame>
  );
}

/** `reads`: may open the register. */
function Desk({ me, reads }: { me: StaffMe; reads: boolean }) {
  const t = useText(importText);
  const narrow = useNarrow();
  const { reload: recount } = useHeld();
  const [address, setAddress] = useAddress({ job: '', ask: '', view: '', source: '' });
  const imports = useImports();
  const departments = useLoad(async () => (await discharge.departments({})).departments, []);
  const sources = useLoad(async () => (await discharge.importSources({})).sources, []);
  const [problem, setProblem] = useState<string>();
  const jobs = imports.load.data ?? [];
  const listed = jobs.find((job) => job.importId === address.job);
  // A link may lead to a run that is older than the list goes.
  const alone = useLoad(async () => (address.job !== '' && imports.load.data && !listed ? discharge.importStatus({ importId: address.job }) : undefined), [address.job, imports.load.data === undefined, listed === undefined]);
  const asked = listed ?? imports.heard(address.job) ?? (alone.data?.importId === address.job ? alone.data : undefined);
  const chosen = asked ?? (narrow || address.job !== '' ? undefined : jobs[0]);

  // Whoever sent the file is asked at once; a colleague who only looks is not.
  const opened = useRef(new Set<string>());
  const { isMine, adopt } = imports;
  useEffect(() => { if (alone.data) adopt(alone.data); }, [alone.data, adopt]);
  useEffect(() => {
    if (chosen?.state !== 'mapping' || !isMine(chosen.importId) || opened.current.has(chosen.importId)) return;
    opened.current.add(chosen.importId);
    setAddress({ job: chosen.importId, ask: 'columns' });
  }, [chosen?.importId, chosen?.state, isMine, setAddress]);

  const begin = async (file: File, origin: Origin) => {
    setProblem(undefined);
    try {
      setAddress({ job: await imports.begin(file, origin), ask: '', view: '', source: '' });
      void sources.reload();
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblem(error.message);
    }
  };
  const nameOfActor = (actor: string): string => imports.names[actor] ?? (actor === me.staffId ? me.name : undefined) ?? (/^(staff|feed):/.test(actor) ? '' : actor);
  const back = () => stepBack(() => setAddress({ job: '', ask: '' }));

  if (chosen?.state === 'mapping' && address.ask === 'columns') {
    return (
      <Mapping
        job={chosen} onBack={() => setAddress({ ask: '' })} onStale={() => { void imports.load.reload(); }}
        onAnswered={(job) => { setAddress({ job: job.importId, ask: '' }); imports.adopt(job); void sources.reload(); }}
      />
    );
  }
  const onePane = narrow && address.job !== '';
  return (
    <>
      {!onePane && <Drop sources={(sources.data ?? []).map(({ name }) => name)} onFile={(file, source) => { void begin(file, { source }); }} />}
      {problem !== undefined && <Notice tone="danger">{problem}</Notice>}
      <Departments load={departments} />
      <div className="s-desk-split import-split">
        {!onePane && <Runs imports={imports} nameOfActor={nameOfActor} chosen={chosen?.importId} onChoose={(job) => setAddress({ job: job.importId, ask: '' }, narrow)} view={address.view} source={address.source} onFilter={setAddress} />}
        {chosen ? (
          <Result
            key={chosen.importId} job={chosen} jobs={jobs.length > 0 ? jobs : [chosen]} going={imports.going[chosen.importId]} nameOfActor={nameOfActor} onBack={narrow ? back : undefined}
            onResume={() => imports.resume(chosen)} onFile={(file, origin) => { void begin(file, origin); }} onFinished={() => { void departments.reload(); void recount(); }}
            onMap={() => setAddress({ job: chosen.importId, ask: 'columns' })} onUndo={() => setAddress({ job: chosen.importId, ask: 'undo' })} onOpen={(job) => setAddress({ job, ask: '' })}
            undo={address.ask === 'undo' && (chosen.state === 'done' || chosen.state === 'failed') ? <Undo job={chosen} reads={reads} onBack={() => setAddress({ ask: '' })} onBegun={(job) => { setAddress({ ask: '' }); imports.adopt(job); }} /> : undefined}
          />
        ) : address.job !== '' && alone.error ? <Panel><Failed error={alone.error} onRetry={() => { void alone.reload(); }} /></Panel>
          : !narrow && jobs.length > 0 && <Panel><Empty words={t.pick} /></Panel>}
      </div>
      {!onePane && <Sources load={sources} />}
    </>
  );
}
