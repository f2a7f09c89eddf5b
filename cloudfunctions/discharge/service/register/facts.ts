/** What account, the audit and exports know of a stay, as facts of its timeline. */
import type { ConsentRow } from '../../../account/rules/consent';
import type { Relationship } from '../../../account/rules/binding';
import type { AuditRow } from '../../../kit/audit';
import type { Role } from '../../../kit/contract';
import type { Fact } from '../../contract';
import type { ExportedStay } from '../../store/register';

/** consent.given, consent.withdrawn: for which purpose, and who decided (the patient, a guardian, a family member for themselves, a colleague). */
export const factsOfConsents = (rows: readonly Pick<ConsentRow, 'at' | 'what' | 'personId' | 'purpose' | 'by'>[]): Fact[] =>
  rows.map(({ at, what, personId, purpose, by }) => ({ at, kind: `consent.${what}`, by: personId, params: { purpose, whose: by } }));

/** binding.<what>: who took the patient into their account, as what; never a name or a number. */
export const factsOfBindings = (rows: readonly Pick<Relationship, 'as' | 'relation' | 'history'>[]): Fact[] =>
  rows.flatMap(({ as, relation, history }) => history.map(({ at, by, what }) => ({ at, kind: `binding.${what}`, by, params: { as, relation } })));

/** Who has looked at the record in full, or took it out: for those who look after that (lead, quality). */
export const mayReadReveals = (role: Role): boolean => role === 'lead' || role === 'quality';
const revealing = /^discharge\.reveal(\.minor)?$/;
export const factsOfReveals = (rows: readonly Pick<AuditRow, 'at' | 'actor' | 'action' | 'reason'>[]): Fact[] =>
  rows.filter(({ action }) => revealing.test(action)).map(({ at, actor, reason = '' }) => {
    const [, fields = '', why = reason] = /^([A-Za-z,]+): (.*)$/s.exec(reason) ?? [];
    return { at, kind: 'register.revealed', by: actor, params: { ...(fields && { fields: fields.split(',') }), ...(why && { note: why }) } };
  });
export const factsOfExports = (rows: readonly Pick<ExportedStay, 'at' | 'by' | 'reason'>[]): Fact[] => rows.map(({ at, by, reason }) => ({ at, kind: 'register.exported', by, params: { note: reason } }));
