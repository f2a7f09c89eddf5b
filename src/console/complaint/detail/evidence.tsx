/** Files of the complaint; who may not open one sees that it exists. */
import { useState } from 'react';
import { CloudError } from '../../../cloud/error';
import { openFile } from '../../../components/attach/open';
import { Panel } from '../../../components/panel/panel';
import { Tag } from '../../../components/tag/tag';
import { detailText } from '../../../text/complaint-console';
import { useText } from '../../../text/language';
import { complaint, type Detail } from '../desk';

export function Evidence({ detail: { number, evidence } }: { detail: Detail }) {
  const t = useText(detailText);
  return (
    <Panel title={t.evidence}>
      {evidence.length === 0 && <div className="s-muted">{t.evidenceNone}</div>}
      <ul className="detail-list">
        {evidence.map((file) => (
          <li key={file.fileId}>
            <span className="s-grow">{file.name}<span className="s-muted"> {file.by === 'complainant' ? t.byComplainant : t.byStaff}</span></span>
            {file.shared && <Tag tone="plain">{t.shared}</Tag>}
            {file.mayOpen ? <OpenLink number={number} fileId={file.fileId} name={file.name} /> : <span className="s-muted">{t.notShared}</span>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}

/** Opens one file at an address of ten minutes; each opening is recorded. */
export function OpenLink({ number, fileId, name }: { number: string; fileId: string; name: string }) {
  const t = useText(detailText);
  const [problem, setProblem] = useState<string>();
  const open = async () => {
    setProblem(undefined);
    try {
      await openFile(await complaint.fileAddress({ number, fileId }));
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblem(error.message);
    }
  };
  return <><button type="button" className="detail-open" aria-label={`${t.open} ${name}`} onClick={() => { void open(); }}>{t.open}</button>{problem !== undefined && <span className="s-field-problem" role="alert">{problem}</span>}</>;
}
