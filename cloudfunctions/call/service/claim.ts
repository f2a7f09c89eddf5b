/** Taking a call, keeping it, giving it back. One conditional update decides who has it; one document per number keeps a number to one caller. */
import type { Staff } from '../../kit/caller';
import { AppError, forbidden, invalid } from '../../kit/errors';
import type { z } from '../../kit/contract';
import type { CallApi, Claim, RingWhy } from '../contract';
import { acknowledgeWithin, mayHandle } from '../rules/duty';
import type { Asker, PhoneFacts } from '../rules/facts';
import { answeringFor, guardianUntil, preferredNumbers } from '../rules/number';
import { fitness, mayRing, noteOf, stopsClaim } from '../rules/ring';
import { acknowledgeCall, rungWithin } from '../service';
import type { CallChange, CallRecord, Candidate, Loaded } from '../store/record';
import { askerOf, callFacts, handled, hashesOf, lease, patientFacts, renewAfter, ringFacts, scopeOf, type DeskPorts } from './desk';

type Api = CallApi['operations'];

/** How many are read as candidates, and how many of them are looked into at once. */
const best = 50;
const look = 5;

/** Best first: priority, then who fits this hour and this nurse, then by chance, so that fifty nurses who ask at once do not all reach for the same one. */
function inOrder(calls: readonly Candidate[], asker: Asker, now: number, random: () => number): Candidate[] {
  return calls
    .map((call) => ({ call, fit: fitness(noteOf(callFacts(call), asker, now).note, callFacts(call), asker), chance: random() }))
    .sort((a, b) => a.call.priority - b.call.priority || a.fit - b.fit || a.chance - b.chance)
    .map(({ call }) => call);
}

/**
 * Patients and answers are enough to try a claim; the stay is read only where a family number may be needed (an unknown stay counts as sensitive). The step is the dial's matter: a closed
 * step has withdrawn its calls.
 */
async function loadCandidates(ports: DeskPorts, calls: readonly Candidate[], now: number): Promise<Loaded[]> {
  const light = await ports.store.load(calls, true);
  const ownNumber = light.every(({ patient }) => {
    const known = patient && patientFacts(patient, now);
    return known && known.phoneHash && !known.phoneInvalid && !known.noVoice && (known.age === null || known.age >= guardianUntil);
  });
  if (!ownNumber) return ports.store.load(calls);
  return light.map((l) => ({ ...l, step: { _id: '', state: 'queued', reason: 'silent', history: [] } }));
}

/** Takes a free number of this call, then the call; null when neither number is free or somebody was faster. */
async function tryClaim(ports: DeskPorts, staff: Staff, call: Candidate, loaded: Loaded, asker: Asker, now: number): Promise<Claim | null> {
  const who = { callId: call._id, staffId: staff.staffId, name: staff.name };
  let facts = ringFacts(call, loaded, {}, now);
  if (!facts.patient || !mayRing(facts, asker, now).ring.can) return null;
  const tried = new Set<string>();
  for (;;) {
    const number = preferredNumbers(facts.call, facts.patient, facts.sensitive).find((n) => !tried.has(n.hash));
    if (!number) {
      // The own number is taken or used up today: perhaps the family's may be rung, if the stay allows it.
      if (loaded.encounter || !facts.patient.contactPhoneHash) return null;
      const [full] = await ports.store.load([call]);
      if (!full?.encounter || !full.patient) return null;
      loaded = full;
      facts = ringFacts(call, loaded, {}, now);
      if (!facts.patient) return null;
      continue;
    }
    tried.add(number.hash);
    const phone = await ports.store.lock(number.hash, who, now + lease, now);
    if (!phone) continue;
    if (!mayRing({ ...facts, phones: { [number.hash]: phone } }, asker, now, number.to).ring.can) {
      await ports.store.unlock(call._id, staff.staffId, now, number.hash);
      continue;
    }
    const claim = await take(ports, staff, call, now);
    // Only this number: the same nurse's other request may hold the call by another one.
    if (!claim) await ports.store.unlock(call._id, staff.staffId, now, number.hash);
    return claim;
  }
}

/** The next person for this nurse; with why and until when where there is none. */
export async function claimNext(ports: DeskPorts, staff: Staff, input: z.output<Api['claimNext']['input']>, now: number): Promise<z.input<Api['claimNext']['output']>> {
  const asker = await askerOf(ports, staff, now);
  for (const left of [false, true]) {
    const found = await ports.store.claimable(scopeOf(staff, input.view), now, best, left);
    const candidates = inOrder(found.filter((c) => !input.skip.includes(c._id) && mayHandle(staff.role, c.kind)), asker, now, ports.random);
    for (let i = 0; i < candidates.length; i += look) {
      const page = candidates.slice(i, i + look);
      const loaded = await loadCandidates(ports, page, now);
      for (const [n, call] of page.entries()) {
        const claim = await tryClaim(ports, staff, call, loaded[n]!, asker, now);
        if (claim) return { claim, why: 'ok', from: 0 };
      }
    }
  }
  return { claim: null, ...(await whyNobody(ports, staff, input, asker, now)) };
}

/** Nobody can be rung: the first one's reason, and when the soonest of the first twenty can be. */
async function whyNobody(ports: DeskPorts, staff: Staff, input: z.output<Api['claimNext']['input']>, asker: Asker, now: number): Promise<{ why: RingWhy; from: number }> {
  const calls = (await ports.store.page(scopeOf(staff, input.view), '', 20)).filter((c) => !input.skip.includes(c._id));
  if (calls.length === 0) return { why: 'closed', from: 0 };
  const loaded = await ports.store.load(calls);
  const phones = await ports.store.phones(hashesOf(loaded));
  const rings = calls.map((call, n) => mayRing(ringFacts(call, loaded[n]!, phones, now), asker, now).ring);
  const times = rings.map((r) => r.from).filter((from) => from > now);
  return { why: rings.find((r) => !r.can)?.why ?? 'claimed', from: times.length > 0 ? Math.min(...times) : 0 };
}

/** The conditional update. A red flag that somebody takes is acknowledged, and must be rung within half an hour. */
async function take(ports: DeskPorts, staff: Staff, call: Candidate, now: number): Promise<Claim | null> {
  const claimToken = ports.newToken();
  const changed = await ports.store.change(call, {
    state: 'claimed', claimedBy: staff.staffId, claimedName: staff.name, claimToken, claimedAt: now, leaseUntil: now + lease, owner: staff.staffId, undoUntil: 0, updatedAt: now,
    ...(call.kind === 'redflag' && { ackDue: now + rungWithin, ...(call.ackAt === 0 && { ackBy: staff.staffId, ackName: staff.name, ackAt: now }) }),
    event: { at: now, by: staff.staffId, what: 'claimed' },
  });
  return changed && { callId: call._id, claimToken, leaseUntil: now + lease };
}

/** This one, also before its time, to read and prepare: the dial decides about hours. My own claim is given anew (a reload, a second window). */
export async function claimCall(ports: DeskPorts, staff: Staff, callId: string, now: number): Promise<Claim> {
  for (let tries = 0; tries < 5; tries += 1) {
    const call = await handled(ports, staff, callId);
    const [[loaded], asker] = await Promise.all([ports.store.load([call]), askerOf(ports, staff, now)]);
    const phones = await ports.store.phones(hashesOf([loaded!]));
    const facts = ringFacts(call, loaded!, phones, now);
    const { ring, hash } = mayRing(facts, asker, now);
    if (!ring.can && stopsClaim(ring.why)) throw new AppError(call.open === 1 ? 'CONFLICT' : 'GONE', 'cannot be claimed', { reason: ring.why, ...(ring.from > 0 && { retryAt: ring.from }) });
    const locked = hash ? await ports.store.lock(hash, { callId, staffId: staff.staffId, name: staff.name, renew: true }, now + lease, now) : emptyPhone;
    if (!locked) throw new AppError('CONFLICT', 'somebody is on this number', { reason: 'number_locked' });
    const claim = await take(ports, staff, call, now);
    if (claim) return claim;
    // Somebody changed it between: perhaps a colleague took it, perhaps the patient answered. Look again; a number held in vain is free in two minutes.
  }
  throw new AppError('CONFLICT', 'too many people at this call', { reason: 'claimed' });
}
const emptyPhone: PhoneFacts = { times: [], lock: null };

/** Still mine? Renews the lease when a quarter of it has passed. */
export async function heartbeat(ports: DeskPorts, staff: Staff, input: { callId: string; claimToken: string }, now: number): Promise<z.input<Api['heartbeat']['output']>> {
  const call = await handled(ports, staff, input.callId);
  const touchedAt = call.kind === 'followup' && call.open === 1 ? await ports.store.touchedAt(call.stepId) : 0;
  const answering = touchedAt + answeringFor > now ? touchedAt : 0;
  const say = (state: 'claimed' | 'withdrawn' | 'done' | 'lost', reason = '', leaseUntil = 0) => ({ state, reason, leaseUntil, answering });
  if (call.spent.token === input.claimToken) return say('done', call.spent.outcome);
  if (call.claimToken !== input.claimToken) return say('lost', call.claimedBy ? 'claimed' : 'closed');
  if (call.state === 'withdrawn') return say('withdrawn', call.withdrawnReason);
  if (call.state === 'done') return say('done', call.outcome);
  if (call.state === 'claimed' && call.leaseUntil - now > lease - renewAfter) return say('claimed', '', call.leaseUntil);
  // Renewed also after it ran out, as long as nobody else took it: a screen that was offline goes on where it was.
  const renewed = await ports.store.change(call, { state: 'claimed', claimedBy: staff.staffId, claimedName: staff.name, owner: staff.staffId, leaseUntil: now + lease, updatedAt: now });
  if (!renewed) return heartbeat(ports, staff, input, now);
  await ports.store.extend(call._id, staff.staffId, now + lease);
  return say('claimed', '', now + lease);
}

/** Back to the list. A red flag that was not rung needs somebody again. */
export async function releaseCall(ports: DeskPorts, staff: Staff, input: { callId: string; claimToken: string }, now: number): Promise<{ released: boolean }> {
  for (;;) {
    const call = await handled(ports, staff, input.callId);
    if (call.claimToken !== input.claimToken || call.state !== 'claimed') return { released: false };
    if (call.attempts.at(-1)?.outcome === '') throw invalid('outcome', 'required');
    const changed = await ports.store.change(call, {
      ...freed(call, now), ...(call.kind === 'redflag' && call.attemptCount === 0 && { ackBy: '', ackName: '', ackAt: 0, ackDue: now + acknowledgeWithin }),
      event: { at: now, by: staff.staffId, what: 'released' },
    });
    if (!changed) continue;
    await ports.store.unlock(call._id, staff.staffId, now);
    return { released: true };
  }
}
/** Waiting again, for anybody, or for whoever promised; over where it ends when left. */
export const freed = (call: CallRecord, now: number): CallChange => ({ ...(call.endsWhenLeft ? { state: 'withdrawn', open: 0, withdrawnReason: call.endsWhenLeft, ackDue: 0 } : { state: 'waiting' }), claimedBy: '', claimedName: '', claimToken: '', leaseUntil: 0, owner: call.keptFor, updatedAt: now });

/** "I have it", from the worklist. */
export async function acknowledge(ports: DeskPorts, staff: Staff, callId: string, now: number): Promise<{ ackBy: string; ackAt: number }> {
  const call = await handled(ports, staff, callId);
  if (call.kind !== 'redflag') throw forbidden();
  const said = await acknowledgeCall(ports.store, call, staff, now);
  if (!said) throw new AppError('GONE', 'the call is over', { reason: call.withdrawnReason || 'closed' });
  return { ackBy: said.ackName, ackAt: said.ackAt };
}
