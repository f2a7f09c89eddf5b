/** A question to a department: which one, and what exactly. What was written stays when it does not work. */
import { useEffect, useState, type FormEvent } from 'react';
import { Dialog } from '@nutui/nutui-react-taro';
import { CloudError } from '../../../cloud/error';
import { Button } from '../../../components/button/button';
import { useModal } from '../../../components/confirm/use-modal';
import { TextArea } from '../../../components/field/field';
import { Notice } from '../../../components/notice/notice';
import { useText } from '../../../text/language';
import { inboxText } from '../../../text/message-console';
import { shellText } from '../../../text/shell';
import type { Colleagues } from '../desk';

/** `begin`: the department of the stay. */
interface Props { open: boolean; departments: Colleagues['departments']; begin: string; onHand(departmentCode: string, question: string): Promise<void>; onCancel(): void }

export function HandDialog({ open, departments, begin, onHand, onCancel }: Props) {
  const t = useText(inboxText);
  const shell = useText(shellText);
  const [code, setCode] = useState('');
  const [question, setQuestion] = useState('');
  const [problem, setProblem] = useState<{ at: 'code' | 'question' | 'all'; words: string }>();
  const [busy, setBusy] = useState(false);
  useEffect(() => {
    if (!open) return;
    setCode(departments.some((one) => one.departmentCode === begin) ? begin : '');
    setProblem(undefined);
  }, [open, begin, departments]);
  const box = useModal<HTMLFormElement>(open, () => { if (!busy) onCancel(); }, 'first');
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (busy) return;
    if (code === '') return setProblem({ at: 'code', words: t.chooseDepartment });
    if (question.trim() === '') return setProblem({ at: 'question', words: t.needed });
    setBusy(true);
    try {
      await onHand(code, question.trim());
      setQuestion('');
    } catch (error) {
      if (!(error instanceof CloudError)) throw error;
      setProblem({ at: 'all', words: error.reason === 'handed' ? t.handed : error.message });
    } finally {
      setBusy(false);
    }
  };
  if (!open) return null;
  return (
    <Dialog visible footer={null} closeOnOverlayClick={false}>
      <form ref={box} className="inbox-dialog" role="dialog" aria-modal="true" aria-label={t.handTitle} noValidate onSubmit={(event) => { void submit(event); }}>
        <h2 className="inbox-dialog-title">{t.handTitle}</h2>
        <label className="s-field"><span className="s-field-label">{t.handDepartment}</span>
          <select className="s-field-input" value={code} onChange={(event) => { setCode(event.target.value); setProblem(undefined); }}>
            <option value="">{t.chooseDepartment}</option>
            {departments.map((one) => <option key={one.departmentCode} value={one.departmentCode}>{one.departmentName}</option>)}
          </select>
          {problem?.at === 'code' && <span className="s-field-problem" role="alert">{problem.words}</span>}
        </label>
        <TextArea label={t.handQuestion} hint={t.handQuestionHint} value={question} limit={500} rows={4} problem={problem?.at === 'question' ? problem.words : undefined} onChange={(value) => { setQuestion(value); setProblem(undefined); }} />
        {problem?.at === 'all' && <Notice tone="danger">{problem.words}</Notice>}
        <div className="inbox-dialog-buttons">
          <Button busy={busy} onPress={() => { void submit(); }}>{t.handGo}</Button>
          <Button tone="soft" disabled={busy} onPress={onCancel}>{shell.cancel}</Button>
        </div>
      </form>
    </Dialog>
  );
}
