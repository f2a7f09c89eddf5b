/**
 * The synthetic hospital of a first start: it lives through the last four days through public operations only, so that the worklist, the register and the lead's page
 * have something true to show. Every person is made up.
 */
import type { Local } from '../index';
import { answer } from './answers';
import { bearer, call } from './caller';
import { liveAnAfternoon, openClinics, reviewServiceAnswers } from './doors';
import { fillDirectory } from './directory';
import { departments, dischargesOf, header, staff } from './people';
import { upload } from './upload';

/** One password for all sample accounts; they exist in the synthetic hospital only. */
export const samplePassword = 'synthetic-people-only-1';
const day = 86_400_000;
const rowsADay = 40;

/** `now`: the instant at which the hospital is handed over. Returns what to print. */
export async function seedHospital(local: Local, setupToken: string, now: number, say: (line: string) => void): Promise<string[]> {
  const dayAt = (ago: number): string => new Date(now - ago * day + 8 * 3_600_000).toISOString().slice(0, 10);
  const at = async (onDay: string, time: string): Promise<void> => {
    const instant = Date.parse(`${onDay}T${time}:00+08:00`);
    if (instant < now) await local.clock.set(new Date(instant).toISOString());
  };
  const fire = async (...names: string[]): Promise<void> => {
    for (const name of names) await local.fire(name);
  };

  say('建立演示医院 · making the synthetic hospital');
  local.pauseTimers(true);
  await at(dayAt(4), '08:00');
  await settle(local, setupToken);
  await fire('visit', 'message');
  const signIn = async (userName: string) => bearer((await call<{ token: string }>(local, 'account', 'signIn', { userName, password: samplePassword })).token);
  await reviewServiceAnswers(local, await signIn('lead'));
  const discharged: string[] = [];
  for (let ago = 4; ago >= 1; ago -= 1) {
    const onDay = dayAt(ago);
    await at(onDay, '09:01');
    await fire('followup', 'notice');
    await at(onDay, '10:01');
    await fire('followup', 'notice');
    await at(onDay, '11:20');
    for (const [index, message] of local.outbox.sms().filter((sms) => Date.parse(sms.at) > local.clock.now() - 2 * 3_600_000).entries()) {
      const link = /https?:\/\/\S+/.exec(message.text)?.[0];
      if (link) await answer(local, link, Number(message.phone.slice(-4)), ago === 1 && index === 1);
    }
    await fire('survey', 'call');
    if (ago === 1) {
      await at(onDay, '14:10');
      await ring(local);
      await at(onDay, '15:00');
      await fire('visit');
      await liveAnAfternoon(local, discharged, signIn);
      await fire('notice', 'call', 'message', 'complaint');
    }
    await at(onDay, '18:30');
    const as = await signIn('lead');
    const rows = dischargesOf(onDay, (4 - ago) * rowsADay, rowsADay);
    discharged.push(...rows);
    const job = await upload(local, `出院名单-${onDay}.csv`, Buffer.from(`\ufeff${[header, ...rows].join('\r\n')}`, 'utf8'), () => as);
    say(`  ${onDay}  ${job.counts.registered} 人出院 · discharged`);
    await fire('followup', 'visit', 'notice');
  }
  await local.clock.set(new Date(now).toISOString());
  await fire('visit', 'message', 'complaint', 'followup', 'notice', 'call');
  local.pauseTimers(false);
  return [`演示账号  accounts   lead · ${staff.map((s) => s.userName).join(' · ')}    密码 password  ${samplePassword}`];
}

/** The first lead, departments, colleagues, rota and roster. */
async function settle(local: Local, setupToken: string): Promise<void> {
  const { token } = await call<{ token: string }>(local, 'account', 'setup', {
    token: setupToken, userName: 'lead', name: '陈建华', password: samplePassword,
    hospital: { name: '白银示范医院', phone: '09438220000', privacyContact: { name: '信息科', phone: '09438220001', email: '' } },
  });
  const as = bearer(token);
  for (const department of departments) {
    await call(local, 'discharge', 'saveDepartment', { aliases: [], sensitive: false, critical: false, obstetric: false, paediatric: false, ...department }, as);
  }
  for (const person of staff) {
    const { initialPassword } = await call<{ initialPassword: string }>(local, 'account', 'staffSave', person, as);
    const first = await call<{ token: string }>(local, 'account', 'signIn', { userName: person.userName, password: initialPassword });
    await call(local, 'account', 'changePassword', { current: initialPassword, next: samplePassword }, bearer(first.token));
  }
  await openClinics(local, as);
  await fillDirectory(local, as);
  const today = local.clock.now();
  const dayOf = (n: number): string => new Date(today + n * day + 8 * 3_600_000).toISOString().slice(0, 10);
  await call(local, 'call', 'saveRoster', { days: Array.from({ length: 18 }, (_, n) => ({ day: dayOf(n), people: [0, 6].includes(new Date(`${dayOf(n)}T00:00:00Z`).getUTCDay()) ? 1 : 2, hours: 7, callsPerHour: 76 })) }, as);
  const centre = { who: 'centre', staffId: '', label: '王护士', phone: '19900009001' };
  const office = { who: 'office', staffId: '', label: '总值班', phone: '19900009002' };
  await call(local, 'call', 'saveDuty', {
    days: ['1', '2', '3', '4', '5', '6', '7', 'holiday'].map((key) => ({ key, from: '08:00', to: '18:00', day: centre, night: office })),
    chain: { lead: { who: 'centre', staffId: '', label: '陈主任', phone: '19900009003' }, director: { who: 'office', staffId: '', label: '刘院长', phone: '19900009004' } },
  }, as);
}

/** A nurse's first calls of an afternoon: nobody at home, busy, or asked to ring again at six. */
async function ring(local: Local): Promise<void> {
  const { token } = await call<{ token: string }>(local, 'account', 'signIn', { userName: 'nurse1', password: samplePassword });
  const as = bearer(token);
  for (const outcome of ['no_answer', 'no_answer', 'call_back', 'busy', 'no_answer']) {
    const { claim } = await call<{ claim: { callId: string; claimToken: string } | null }>(local, 'call', 'claimNext', {}, as);
    if (!claim) return;
    const { callId, claimToken } = claim;
    await call(local, 'call', 'dial', { callId, claimToken, to: 'patient' }, as);
    await call(local, 'call', 'outcome', { callId, claimToken, outcome, ...(outcome === 'call_back' && { at: local.clock.now() + 4 * 3_600_000 }) }, as);
  }
}
