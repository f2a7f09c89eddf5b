/** Whether satisfaction may be asked: before its first question the reader is asked, once, by itself, and a no changes nothing else. */
import { useCallback, useEffect, useState } from 'react';
import type { api as accountApi } from '../../../../cloudfunctions/account/contract';
import type { api as followupApi } from '../../../../cloudfunctions/followup/contract';
import { cloud, type Output } from '../../../cloud/cloud';
import { CloudError } from '../../../cloud/error';
import { useLanguage } from '../../../text/language';
import type { Address } from './address';
import { mark } from '../../../cloud/shelf';

const account = cloud<typeof accountApi>('account', { reads: ['consents', 'me'] });
const followup = cloud<typeof followupApi>('followup', { reads: ['home'] });
type ConsentState = Output<typeof accountApi, 'consents'>['consents'][number];

/** A link speaks for its own patient; a person may act for several, and the step tells which. */
async function patientOf({ token, stepId, patientId }: Address): Promise<string | undefined> {
  if (token !== undefined || patientId !== undefined) return patientId;
  const me = await account.me({});
  if (me.kind === 'person' && me.represents.length === 1) return me.represents[0]?.patientId;
  return (await followup.home({})).patients.find((patient) => patient.steps.some((step) => step.stepId === stepId))?.patientId;
}

export interface Consent {
  /** Undefined while it is not known. */
  state?: ConsentState;
  error?: CloudError;
  /** Whose consent it is, where the reader has to say. */
  patientId?: string;
  /** Nothing was decided yet, and it may be asked. */
  ask: boolean;
  load(): Promise<void>;
  agree(): Promise<void>;
  decline(): Promise<ConsentState | undefined>;
}

/** `wanted`: the sheet holds such questions at all. */
export function useConsent(address: Address, wanted: boolean): Consent {
  const { language } = useLanguage();
  const locale = language === 'en' ? 'en' : 'zh-CN';
  const [state, setState] = useState<ConsentState>();
  const [patientId, setPatientId] = useState<string>();
  const [error, setError] = useState<CloudError>();
  const key = address.token === undefined ? address.stepId : mark(address.token);
  const load = useCallback(async () => {
    setError(undefined);
    try {
      const patient = await patientOf(address);
      setPatientId(patient);
      setState((await account.consents({ patientId: patient, locale })).consents.find((one) => one.purpose === 'survey'));
    } catch (caught) {
      if (!(caught instanceof CloudError)) throw caught;
      setError(caught);
    }
  }, [key, locale]);
  useEffect(() => { if (wanted) void load(); }, [wanted, load]);
  const take = (consents: readonly ConsentState[]) => {
    const next = consents.find((one) => one.purpose === 'survey');
    setState(next);
    return next;
  };
  return {
    state, error, patientId, load,
    ask: state !== undefined && state.state !== 'withdrawn' && state.mayAsk && state.mayGive,
    async agree() {
      if (!state) return;
      try {
        take((await account.giveConsent({ patientId, purpose: 'survey', version: state.text.version, locale: state.text.locale, hash: state.text.hash })).consents);
      } catch (caught) {
        // Another text is in force now: it is shown before anything is decided.
        if (caught instanceof CloudError && caught.code === 'CONFLICT') await load();
        throw caught;
      }
    },
    async decline() {
      return take((await account.withdrawConsent({ patientId, purpose: 'survey', locale })).consents);
    },
  };
}
