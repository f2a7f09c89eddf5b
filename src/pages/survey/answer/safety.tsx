/** The safety page that an answer set off. */
import type { Safety } from '../../../../cloudfunctions/survey/contract';
import type { CloudError } from '../../../cloud/error';
import { SafetyPage } from '../../../components/safety-page/safety-page';

interface Props {
  safety: Safety;
  /** The hospital's line, where no ward's is known. */
  hospitalPhone: string;
  /** Undefined while the server cannot be reached: nothing to take back yet. */
  onRecant?(): Promise<CloudError | undefined>;
  onGoOn?(): void;
}

export function SafetyView({ safety: { wardPhone, ...safety }, hospitalPhone, onRecant, onGoOn }: Props) {
  return <SafetyPage {...safety} phones={{ ward: wardPhone, hospital: hospitalPhone }} onRecant={onRecant} onGoOn={onGoOn} />;
}
