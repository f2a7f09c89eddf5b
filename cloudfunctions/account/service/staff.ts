/** Staff: signing in and out, the first lead, accounts. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Audit } from '../../kit/audit';
import { asStaff, type Caller, type Staff } from '../../kit/caller';
import type { Role, z } from '../../kit/contract';
import { checkPassword, hashPassword, hashToken } from '../../kit/crypto';
import { AppError, forbidden, invalid } from '../../kit/errors';
import type { api, Hospital, Scope, StaffAccount } from '../contract';
import { setupTries, signInTries } from '../rules/session';
import { initialPassword, passwordProblem, scopeProblem, staffProblem } from '../rules/staff';
import type { AttemptStore } from '../store/attempt';
import { staffId, type SessionStore, type SettingStore, type StaffRecord, type StaffStore } from '../store/staff';
import { beginSession, tooMany } from './session';

export interface StaffPorts {
  staff: StaffStore; sessions: SessionStore; settings: SettingStore; attempts: AttemptStore; audit: Pick<Audit, 'record'>;
  /** SETUP_TOKEN; '' when no setup link was given out. */
  setupToken: string;
}
type SignedIn = z.output<(typeof api)['operations']['signIn']['output']>;
type Save = z.output<(typeof api)['operations']['staffSave']['input']>;

/** What an unknown name is compared with, so that it costs the same time as a known one. Nobody knows its password. */
const decoy = `scrypt$${Buffer.from('no such account!').toString('base64url')}$${Buffer.alloc(32).toString('base64url')}`;
const wrong = (): AppError => new AppError('WRONG_SECRET', 'wrong user name or password', { reason: 'sign_in' });
const nameKey = (userName: string): string => `sign-in:${userName}`;

export function createStaffService({ staff, sessions, settings, attempts, audit, setupToken }: StaffPorts) {
  async function signedIn(account: StaffRecord, now: number): Promise<SignedIn> {
    const { token, expiresAt } = await beginSession(sessions, 'staff', account._id, account.epoch, now);
    return { token, expiresAt, staffId: account._id, name: account.name, role: account.role, mustChange: account.mustChange };
  }
  const accountOf = (r: StaffRecord, lockedUntil: number): StaffAccount =>
    ({ id: r._id, userName: r.userName, name: r.name, role: r.role, departments: r.departments, disabled: r.disabled, mustChange: r.mustChange, lockedUntil, rev: r.rev, updatedAt: r.updatedAt });
  const demandGood = (path: string, password: string, userName: string): void => {
    const problem = passwordProblem(password, userName);
    if (problem) throw invalid(path, problem);
  };
  const lock = (account: StaffRecord, now: number) => attempts.lockedUntil([nameKey(account.userName)], signInTries.name, now).then((m) => m.get(nameKey(account.userName)) ?? 0);

  /** A lead was demoted or disabled: if none is left (two did it to each other at once) it is taken back. */
  async function keepOneLead(before: StaffRecord, after: StaffRecord, by: string, now: number): Promise<void> {
    if (before.role !== 'lead' || before.disabled || (await staff.leads()) > 0) return;
    await staff.change(after._id, after.rev, { role: 'lead', disabled: false, updatedAt: now }, { at: now, by, what: 'kept_last_lead' }, false);
    throw new AppError('CONFLICT', 'a hospital needs a lead', { reason: 'last_lead' });
  }

  return {
    async setup(input: { token: string; userName: string; name: string; password: string; hospital: Hospital }, caller: Caller, now: number): Promise<SignedIn> {
      const ip = 'ip' in caller ? caller.ip : '';
      const tries = await attempts.take(`setup:${ip}`, setupTries.tries, now + setupTries.lockFor, now);
      if (!tries.ok) throw tooMany(tries.retryAt, 'setup');
      if (!setupToken || !timingSafeEqual(Buffer.from(hashToken(setupToken)), Buffer.from(hashToken(input.token)))) throw forbidden();
      const done = () => new AppError('GONE', 'a lead exists', { reason: 'setup_done' });
      if ((await staff.leads()) > 0) throw done();
      demandGood('password', input.password, input.userName);
      const _id = staffId(input.userName);
      const lead: StaffRecord = {
        _id, userName: input.userName, name: input.name, role: 'lead', departments: 'all', passwordHash: await hashPassword(input.password), mustChange: false, disabled: false, locale: 'zh-CN', epoch: 1, rev: 1,
        createdAt: now, updatedAt: now, history: [{ at: now, by: 'setup', what: 'created' }],
      };
      await audit.record({ caller, action: 'account.setup', subject: _id, now });
      if (!(await staff.insertFirstLead(lead, now))) throw done();
      await settings.saveHospital(input.hospital, 0, _id, now);
      return signedIn(lead, now);
    },

    async signIn({ userName, password }: { userName: string; password: string }, caller: Caller, now: number): Promise<SignedIn> {
      const ip = 'ip' in caller ? caller.ip : '';
      const address = await attempts.peek(`sign-in-from:${ip}`, signInTries.address, now);
      if (!address.ok) throw tooMany(address.retryAt, 'sign_in');
      const tries = await attempts.take(nameKey(userName), signInTries.name, now + signInTries.lockFor, now);
      if (!tries.ok) throw tooMany(tries.retryAt, 'sign_in');
      const account = await staff.get(staffId(userName));
      const right = await checkPassword(password, account?.passwordHash ?? decoy);
      if (!account || account.disabled || !right) {
        // The same steps for a known and an unknown name; what was typed is not written down, it may be a password.
        await audit.record({ caller: { kind: 'anyone', ip }, action: 'account.signInFailed', subject: account?._id ?? 'staff:unknown', now });
        await attempts.take(`sign-in-from:${ip}`, signInTries.address, now + signInTries.lockFor, now);
        if (tries.count >= signInTries.name) throw tooMany(now + signInTries.lockFor, 'sign_in');
        throw wrong();
      }
      await attempts.clear(nameKey(userName));
      const session = await signedIn(account, now);
      await audit.record({ caller: { kind: 'staff', staffId: account._id, name: account.name, role: account.role, departments: account.departments, sessionId: '', ip }, action: 'account.signIn', subject: account._id, now });
      return session;
    },

    async signOut(caller: Staff, everywhere: boolean, now: number): Promise<void> {
      await sessions.revoke(caller.sessionId, now);
      if (!everywhere) return;
      for (let attempt = 0; attempt < 5; attempt += 1) {
        const account = await staff.get(caller.staffId);
        if (!account || await staff.change(account._id, account.rev, { updatedAt: now }, { at: now, by: caller.staffId, what: 'signed_out_everywhere' }, true)) return sessions.revokeAll(caller.staffId, now);
      }
      throw new AppError('CONFLICT', 'the account is being changed');
    },

    async changePassword({ current, next }: { current: string; next: string }, caller: Staff, now: number): Promise<SignedIn> {
      const account = await staff.get(caller.staffId);
      if (!account) throw forbidden();
      const key = `password:${account._id}`;
      const tries = await attempts.take(key, signInTries.name, now + signInTries.lockFor, now);
      if (!tries.ok) throw tooMany(tries.retryAt, 'password');
      if (!(await checkPassword(current, account.passwordHash))) throw new AppError('WRONG_SECRET', 'wrong password', { reason: 'password', fields: [{ path: 'current', problem: 'wrong' }] });
      await attempts.clear(key);
      demandGood('next', next, account.userName);
      if (await checkPassword(next, account.passwordHash)) throw invalid('next', 'same');
      await audit.record({ caller, action: 'account.changePassword', subject: account._id, now });
      const changed = await staff.change(account._id, account.rev, { passwordHash: await hashPassword(next), mustChange: false, updatedAt: now }, { at: now, by: account._id, what: 'password' }, true);
      if (!changed) throw new AppError('CONFLICT', 'the account was changed meanwhile');
      await sessions.revokeAll(account._id, now);
      return signedIn(changed, now);
    },

    setLocale: async (caller: Staff, locale: StaffRecord['locale'], now: number): Promise<void> => {
      const account = await staff.get(caller.staffId);
      if (account && account.locale !== locale) await staff.change(account._id, account.rev, { locale, updatedAt: now }, { at: now, by: account._id, what: 'locale' }, false);
    },

    async list(now: number): Promise<{ staff: StaffAccount[] }> {
      const all = await staff.all();
      const locks = await attempts.lockedUntil(all.map((a) => nameKey(a.userName)), signInTries.name, now);
      return { staff: all.map((a) => accountOf(a, locks.get(nameKey(a.userName)) ?? 0)) };
    },

    async save(input: Save, caller: Staff, now: number): Promise<{ account: StaffAccount; initialPassword: string }> {
      const departments: Scope = input.departments === 'all' ? 'all' : [...new Set(input.departments)].sort();
      const wrongScope = scopeProblem(input.role, departments);
      if (wrongScope) throw invalid('departments', wrongScope);
      const target = input.id === undefined ? null : await staff.get(input.id);
      if (input.id !== undefined && !target) throw forbidden();
      judge(caller, target, input.role);
      const password = !target || input.resetPassword ? initialPassword(randomBytes(16)) : '';
      if (!target) {
        const _id = staffId(input.userName);
        await audit.record({ caller, action: 'account.staffSave', subject: _id, reason: `create ${input.role}`, now });
        const account: StaffRecord = {
          _id, userName: input.userName, name: input.name, role: input.role, departments, passwordHash: await hashPassword(password), mustChange: true, disabled: false, locale: 'zh-CN', epoch: 1, rev: 1,
          createdAt: now, updatedAt: now, history: [{ at: now, by: caller.staffId, what: `created_${input.role}` }],
        };
        if (!(await staff.insert(account))) throw new AppError('CONFLICT', 'the user name is taken', { reason: 'taken', fields: [{ path: 'userName', problem: 'taken' }] });
        return { account: accountOf(account, 0), initialPassword: password };
      }
      if (target.userName !== input.userName) throw invalid('userName', 'fixed');
      if (input.resetPassword && target._id === caller.staffId) throw invalid('resetPassword', 'self');
      await audit.record({ caller, action: 'account.staffSave', subject: target._id, reason: `${target.role} → ${input.role}${password ? ', new password' : ''}`, now });
      const set = { name: input.name, role: input.role, departments, updatedAt: now, ...(password && { passwordHash: await hashPassword(password), mustChange: true }) };
      const changed = await staff.change(target._id, input.rev, set, { at: now, by: caller.staffId, what: password ? `saved_${input.role}_new_password` : `saved_${input.role}` }, password !== '');
      if (!changed) throw new AppError('CONFLICT', 'somebody changed it first', { reason: 'changed' });
      if (changed.role !== 'lead') await keepOneLead(target, changed, caller.staffId, now);
      if (password) await attempts.clear(nameKey(target.userName));
      return { account: accountOf(changed, await lock(changed, now)), initialPassword: password };
    },

    async disable({ id, disabled, reason }: { id: string; disabled: boolean; reason: string }, caller: Staff, now: number): Promise<{ account: StaffAccount }> {
      const target = await staff.get(id);
      if (!target) throw forbidden();
      judge(caller, target, target.role);
      if (target._id === caller.staffId) throw new AppError('CONFLICT', 'not oneself', { reason: 'self' });
      if (target.disabled === disabled) return { account: accountOf(target, await lock(target, now)) };
      await audit.record({ caller, action: disabled ? 'account.staffDisable' : 'account.staffEnable', subject: id, ...(reason && { reason }), now });
      const changed = await staff.change(id, target.rev, { disabled, updatedAt: now }, { at: now, by: caller.staffId, what: disabled ? 'disabled' : 'enabled' }, true);
      if (!changed) throw new AppError('CONFLICT', 'somebody changed it first', { reason: 'changed' });
      if (disabled) {
        await keepOneLead(target, changed, caller.staffId, now);
        await sessions.revokeAll(id, now);
      }
      return { account: accountOf(changed, await lock(changed, now)) };
    },

    async settings(): Promise<Awaited<ReturnType<SettingStore['hospital']>>> {
      return settings.hospital();
    },
    async saveSettings({ hospital, rev }: { hospital: Hospital; rev: number }, caller: Staff, now: number): Promise<Awaited<ReturnType<SettingStore['hospital']>>> {
      await audit.record({ caller, action: 'account.saveSettings', subject: 'hospital', now });
      if (!(await settings.saveHospital(hospital, rev, asStaff(caller).staffId, now))) throw new AppError('CONFLICT', 'somebody saved first', { reason: 'changed' });
      return settings.hospital();
    },
    /** What anybody may know; `ready` once a lead exists. */
    async hospital() {
      const [{ name, phone, privacyContact }, leads] = await Promise.all([settings.hospital(), staff.leads()]);
      return { name, phone, privacyContact, ready: leads > 0 };
    },
  };
}

function judge(caller: Staff, target: StaffRecord | null, role: Role): void {
  const problem = staffProblem({ id: caller.staffId, role: caller.role }, target && { id: target._id, role: target.role, disabled: target.disabled }, role);
  if (problem === 'self') throw new AppError('CONFLICT', 'not one\'s own role', { reason: 'self' });
  if (problem) throw forbidden();
}
