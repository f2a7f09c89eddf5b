/** Agreeing and withdrawing, purpose by purpose, by whoever may decide: the patient, a child's guardian, the holder of an SMS link, a family member for messages to themselves. */
import type { Audit } from '../../kit/audit';
import { actorOf, representing, type Link, type Person } from '../../kit/caller';
import { Purpose } from '../../kit/contract';
import { hashToken } from '../../kit/crypto';
import { AppError, forbidden } from '../../kit/errors';
import type { ConsentState, ConsentText, HospitalCard, Locale } from '../contract';
import { relationshipId } from '../rules/binding';
import { consentNow, consentText, coolDown, currentVersion, levelOf, mayAsk, mayGive, type ConsentBy, type ConsentNow, type ConsentRow } from '../rules/consent';
import { consentId, type ConsentStore } from '../store/consent';
import type { PersonStore } from '../store/person';

/** Of followup: closes open steps, withdraws their calls, cancels their notices. Again changes nothing. */
export interface FollowupPort { stop(target: { patientId: string }, reason: 'opted_out', scope: 'all' | 'survey', now: number, by: string): Promise<void> }
export interface ConsentPorts {
  consents: ConsentStore; people: Pick<PersonStore, 'changeRelationship'>; settings: { hospital(): Promise<HospitalCard> }; followup: FollowupPort; audit: Pick<Audit, 'record'>;
}
/** Who decides, for which patient, in which capacity. */
interface Writer { id: string; patientId: string; by: ConsentBy }

export function createConsentService({ consents, people, settings, followup, audit }: ConsentPorts) {
  async function textNow(purpose: Purpose, locale: Locale): Promise<ConsentText> {
    const text = consentText(purpose, currentVersion(purpose), locale, await settings.hospital());
    if (!text) throw new Error(`no consent text for ${purpose}`);
    return { ...text, hash: hashToken(JSON.stringify(text)) };
  }
  const stateFor = (rows: readonly ConsentRow[], purpose: Purpose, writer: Writer): ConsentNow => consentNow(rows, purpose, writer.by === 'family' ? writer.id : undefined);

  async function show(writer: Writer, locale: Locale, now: number): Promise<ConsentState[]> {
    const rows = await consents.of(writer.patientId);
    return Promise.all(Purpose.options.map(async (purpose) => {
      const state = stateFor(rows, purpose, writer);
      const text = await textNow(purpose, locale);
      return {
        purpose, ...state, text, mayAsk: mayAsk(state, text.version, now), askAgainAt: state.state === 'withdrawn' ? state.at + coolDown : 0, mayGive: mayGive(state, writer.by),
      };
    }));
  }

  /** Adds the decision, unless it is what stands already; two at once from one writer become two numbers. */
  async function decide(writer: Writer, purpose: Purpose, what: ConsentRow['what'], text: ConsentText, now: number): Promise<ConsentRow | undefined> {
    const level = levelOf(writer.by);
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const rows = await consents.of(writer.patientId);
      const state = stateFor(rows, purpose, writer);
      if (what === 'given' && !mayGive(state, writer.by)) throw new AppError('FORBIDDEN', 'the patient said no', { reason: 'withdrawn_by_patient' });
      if (state.state === what && (what === 'withdrawn' || state.version === text.version)) return rows.find((r) => r.purpose === purpose && r.level === level && r.at === state.at && r.told === 0);
      const own = rows.filter((r) => r.personId === writer.id && r.purpose === purpose);
      const draft = {
        personId: writer.id, patientId: writer.patientId, purpose, n: Math.max(0, ...own.map((r) => r.n)) + 1, what, by: writer.by, level,
        // Later than whatever it answers, also when two servers' clocks differ a little.
        textVersion: text.version, textHash: text.hash, locale: text.locale, at: Math.max(now, state.at + 1), told: what === 'withdrawn' && level === 'patient' ? 0 : now,
      };
      const row = { _id: consentId(draft), ...draft };
      if (await consents.add(row)) return row;
    }
    throw new AppError('CONFLICT', 'decided somewhere else at the same time');
  }

  /** A no of the patient stops what is open; what was cut off here is told again by the timer. */
  async function tell(row: ConsentRow, now: number): Promise<void> {
    if (row.told > 0 || row.what !== 'withdrawn' || row.level !== 'patient') return;
    const rows = await consents.of(row.patientId);
    // Taken back meanwhile: nothing to stop.
    if (consentNow(rows, row.purpose).state === 'withdrawn') await followup.stop({ patientId: row.patientId }, 'opted_out', row.purpose === 'survey' ? 'survey' : 'all', now, row.personId);
    await consents.setTold(row._id, now);
  }

  return {
    writerOf(caller: Person | Link, patientId: string | undefined): Writer {
      if (caller.kind === 'link') {
        if (patientId !== undefined && patientId !== caller.patientId) throw forbidden();
        return { id: actorOf(caller), patientId: caller.patientId, by: caller.to === 'patient' && caller.verified ? 'patient' : 'link' };
      }
      const acting = patientId === undefined ? (caller.represents.length === 1 ? caller.represents[0] : undefined) : representing(caller, patientId);
      if (!acting) throw forbidden();
      return { id: caller.personId, patientId: acting.patientId, by: acting.as === 'patient' ? 'patient' : acting.guardian ? 'guardian' : 'family' };
    },

    show,

    async give(input: { purpose: Purpose; version: string; locale: Locale; hash: string }, writer: Writer, caller: Person | Link, now: number): Promise<void> {
      const text = await textNow(input.purpose, input.locale);
      if (text.version !== input.version || text.hash !== input.hash) throw new AppError('CONFLICT', 'another text is in force', { reason: 'text_changed' });
      await consents.keepText(text);
      await audit.record({ caller, action: 'account.giveConsent', subject: writer.patientId, reason: input.purpose, now });
      await decide(writer, input.purpose, 'given', text, now);
      if (writer.by === 'family') await setMessages(writer, input.purpose, false, now);
    },

    async withdraw(input: { purpose: Purpose; locale: Locale }, writer: Writer, caller: Person | Link, now: number): Promise<void> {
      const text = await textNow(input.purpose, input.locale);
      await consents.keepText(text);
      await audit.record({ caller, action: 'account.withdrawConsent', subject: writer.patientId, reason: input.purpose, now });
      const row = await decide(writer, input.purpose, 'withdrawn', text, now);
      if (writer.by === 'family') await setMessages(writer, input.purpose, true, now);
      else if (row) await tell(row, now);
    },

    /** Tells withdrawals of more than a minute ago that were cut off; one that fails does not keep the others. */
    async retell(now: number): Promise<number> {
      let told = 0;
      for (const row of await consents.untold(now - 60_000)) {
        try {
          await tell(row, now);
          told += 1;
        } catch { /* stays untold and is tried again next time */ }
      }
      return told;
    },
  };

  async function setMessages(writer: Writer, purpose: Purpose, off: boolean, now: number): Promise<void> {
    await people.changeRelationship(relationshipId(writer.id, writer.patientId), 'active', purpose === 'care' ? { careOff: off } : { surveyOff: off }, { at: now, by: writer.id, what: `${purpose}_messages_${off ? 'off' : 'on'}` });
  }
}
