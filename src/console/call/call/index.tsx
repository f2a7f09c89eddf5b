/** The call screen's page: which call it is stands in the address, so that a reload opens the same. */
import { useEffect } from 'react';
import { go } from '../../../components/console-frame/go';
import { readAddress } from '../../../components/filters/use-address';
import { worklistPage } from '../desk';
import { Screen } from './screen';
import './index.scss';

export default function Call() {
  const callId = readAddress(location.hash)['call'] ?? '';
  useEffect(() => { if (callId === '') go(worklistPage, {}, true); }, [callId]);
  return callId === '' ? null : <Screen key={callId} callId={callId} />;
}
