/** Who passes the door of each operation, written down by hand: a change of the contract must be meant. Which record, the other tests of this folder decide. */
import { api } from '../../../cloudfunctions/account/contract';
import type { Caller } from '../../../cloudfunctions/kit/caller';
import { Role } from '../../../cloudfunctions/kit/contract';
import { AppError } from '../../../cloudfunctions/kit/errors';
import { admit } from '../../../cloudfunctions/kit/serve';

const staff = (role: Role, mustChange = false): Caller => ({ kind: 'staff', staffId: 'staff:a', name: '', role, departments: 'all', sessionId: 's', ip: '', ...(mustChange && { mustChange }) });
const callers: Record<string, Caller> = {
  anyone: { kind: 'anyone', ip: '' }, openid: { kind: 'anyone', openid: 'o', ip: '' }, person: { kind: 'person', personId: 'p', represents: [], ip: '' },
  link: { kind: 'link', stepId: 's', encounterId: 'e', patientId: 'p', to: 'patient', relation: 'self', linkId: 'l', verified: false, ip: '' },
  timer: { kind: 'timer', name: 'seal' }, feed: { kind: 'feed', feedId: 'f', ip: '' }, fresh: staff('lead', true),
  ...Object.fromEntries(Role.options.map((role) => [role, staff(role)])),
};
const everybody = Object.keys(callers);
const roles: string[] = [...Role.options];
const people = ['person'];

const may: Record<keyof (typeof api)['operations'], string[]> = {
  hospital: everybody, setup: everybody, signIn: everybody, me: everybody, sendCode: everybody, verifyCode: everybody, wechatPhone: everybody,
  signOut: [...people, ...roles, 'fresh'], changePassword: [...roles, 'fresh'], setLocale: [...people, ...roles],
  staffList: ['lead', 'it', 'director'], staffSave: ['lead', 'it'], staffDisable: ['lead', 'it'], settings: ['lead', 'it'], saveSettings: ['lead', 'it'], auditOf: ['lead', 'director'],
  matches: people, bind: people, representatives: people, removeRepresentative: people, restoreRepresentative: people, allowHear: people, allowSensitive: people, askToRepresent: people, answerRequest: people,
  consents: [...people, 'link'], giveConsent: [...people, 'link'], withdrawConsent: [...people, 'link'], verifyLink: ['link'],
  seal: ['timer'],
};

const passes = (action: keyof typeof may, caller: Caller): boolean => {
  try {
    admit(api.operations[action], caller);
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
};

test('every operation is in the table', () => {
  expect(Object.keys(may).sort()).toEqual(Object.keys(api.operations).sort());
});

test.each(Object.keys(may) as (keyof typeof may)[])('%s', (action) => {
  expect(everybody.filter((who) => passes(action, callers[who]!)).sort()).toEqual([...may[action]].sort());
});
