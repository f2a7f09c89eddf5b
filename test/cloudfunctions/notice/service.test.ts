import { minute } from '../../../cloudfunctions/kit/calendar';
import type { Caller } from '../../../cloudfunctions/kit/caller';
import { createHandlers } from '../../../cloudfunctions/notice/handlers';
import { openWorld, type World } from '../../support/followup-world';
import { at, wall } from '../../support/stay';

const invitedAt = '2026-11-19 10:00';
/** One patient whose invitation lies in the outbox. */
async function ready(patient: Parameters<World['admit']>[2] = {}, stay: Parameters<World['admit']>[1] = {}): Promise<World> {
  const world = openWorld();
  world.admit('1', stay, patient);
  await world.followup.tick(at(invitedAt));
  return world;
}
const theNotice = (world: World) => [...world.outbox.values()][0]!;
const bound = (world: World, credits = 1) => {
  world.recipients.set('pat:1', [{ openid: 'o1', as: 'patient', guardian: false, off: [] }]);
  world.credits.set('o1 invite', credits);
};

describe('sending', () => {
  it('takes the WeChat grant first, and keeps what WeChat said', async () => {
    const world = await ready();
    bound(world);
    expect(await world.notices.send(at('2026-11-19 10:01'))).toMatchObject({ taken: 1, sent: 1 });
    expect(world.messages.map((m) => [m.channel, m.to])).toEqual([['wechat', 'o1']]);
    expect([world.credits.get('o1 invite'), theNotice(world).state, theNotice(world).to, theNotice(world).results.map((r) => r.code), theNotice(world).told]).toEqual([0, 'sent', 'self', ['0'], true]);
    expect([world.step('step:1:contact-1').sentAt, world.step('step:1:contact-1').channel]).toEqual([at('2026-11-19 10:01'), 'wechat']);
  });

  it('43101: the grant is gone, the SMS goes in the same run', async () => {
    const world = await ready();
    bound(world, 3);
    world.carrier.wechat.push(43101);
    await world.notices.send(at('2026-11-19 10:01'));
    expect(world.messages.map((m) => [m.channel, m.to, m.text[2]])).toEqual([['sms', '13900000001', 'https://h.example/#/pages/survey/answer/index?t=l_step:1:contact-1:patient']]);
    expect([world.credits.get('o1 invite'), theNotice(world).results.map((r) => `${r.channel} ${r.code} ${r.delivery}`)]).toEqual([0, ['wechat 43101 unreachable', 'sms Ok sent']]);
  });

  it('a fault of ours in WeChat is logged, costs no grant, and the SMS goes', async () => {
    const world = await ready();
    bound(world);
    world.carrier.wechat.push(47003);
    await world.notices.send(at('2026-11-19 10:01'));
    expect([world.messages[0]!.channel, world.credits.get('o1 invite')]).toEqual(['sms', 1]);
    expect(world.reports).toEqual([expect.objectContaining({ what: 'carrier_refuses', code: 'wechat 47003' })]);
  });

  it('a busy carrier is tried again after one and ten minutes, then the next number has its turn', async () => {
    const world = await ready({ contactPhoneHash: '#137', contactPhoneSealed: '13700000001' });
    world.carrier.sms.push('network', 'LimitExceeded.PhoneNumberThirtySecondLimit', 'InternalError.Timeout');
    for (const now of ['2026-11-19 10:01', '2026-11-19 10:01', '2026-11-19 10:02', '2026-11-19 10:05', '2026-11-19 10:12']) await world.notices.send(at(now));
    expect(theNotice(world).results.map((r) => `${wall(r.at).slice(11)} ${r.to} ${r.code}`)).toEqual(['10:01 self network', '10:02 self LimitExceeded.PhoneNumberThirtySecondLimit', '10:12 self InternalError.Timeout', '10:12 family Ok']);
    expect(world.messages.map((m) => [m.kind, m.to])).toEqual([['invite_family', '13700000001']]);
  });

  it('when no channel carries it, the patient is queued for a call at once', async () => {
    const world = await ready();
    world.carrier.sms.push('InvalidParameterValue.IncorrectPhoneNumber');
    expect(await world.notices.send(at('2026-11-19 10:01'))).toMatchObject({ handed: 1 });
    expect([theNotice(world).state, world.step('step:1:contact-1').reason, [...world.calls.values()].map((c) => c.reason)]).toEqual(['handed', 'no_channel', ['no_channel']]);
  });

  it('a template that nobody registered is not the patient\'s fault: three tries, half an hour apart, then the call', async () => {
    const world = await ready();
    world.carrier.sms.push(...Array.from({ length: 3 }, () => 'FailedOperation.TemplateIncorrectOrUnapproved'));
    for (let now = at('2026-11-19 10:01'); now < at('2026-11-19 11:30'); now += minute) await world.notices.send(now);
    expect(theNotice(world).results.map((r) => wall(r.at).slice(11))).toEqual(['10:01', '10:31', '11:01']);
    expect(world.step('step:1:contact-1').reason).toBe('no_channel');
  });

  it('a sensitive stay: no SMS, no word, straight to a call', async () => {
    const world = await ready({ contactPhoneHash: '#137', contactPhoneSealed: '13700000001' }, { sensitive: true });
    await world.notices.send(at('2026-11-19 10:01'));
    expect([world.messages, world.step('step:1:contact-1').reason]).toEqual([[], 'no_channel']);
  });

  it('waits for the morning', async () => {
    const world = await ready();
    expect(await world.notices.send(at('2026-11-19 21:00'))).toMatchObject({ postponed: 1, sent: 0 });
    await world.notices.send(at('2026-11-20 08:29'));
    expect(world.messages).toEqual([]);
    await world.notices.send(at('2026-11-20 08:30'));
    expect(world.messages).toHaveLength(1);
  });

  it('a number that cannot be read any more is no number', async () => {
    const world = await ready({ phoneSealed: 'sealed with a lost key' });
    await world.notices.send(at('2026-11-19 10:01'));
    expect([world.reports.map((r) => r.what), world.step('step:1:contact-1').reason]).toEqual([['number_unreadable'], 'no_channel']);
  });

  it('a bad record stops nobody else, and ends as a call', async () => {
    const world = await ready();
    for (let i = 2; i <= 20; i += 1) world.admit(String(i), {});
    await world.followup.tick(at(invitedAt));
    Reflect.deleteProperty(world.patients.get('pat:7')!, 'name');
    expect(await world.notices.send(at('2026-11-19 10:01'))).toMatchObject({ taken: 20, sent: 19, bad: 1 });
    for (let minutes = 4; minutes <= 16; minutes += 3) await world.notices.send(at('2026-11-19 10:00') + minutes * minute);
    expect([world.step('step:7:contact-1').state, world.step('step:7:contact-1').reason, world.messages.length]).toEqual(['queued', 'no_channel', 19]);
  });
});

describe('a run that is cut', () => {
  it('loses nothing: what it took comes back when its lease ends', async () => {
    for (let cut = 0; cut < 22; cut += 1) {
      const world = await ready();
      world.cutAfter = cut;
      await world.notices.send(at('2026-11-19 10:01')).catch(() => undefined);
      world.cutAfter = Infinity;
      await world.notices.send(at('2026-11-19 10:02'));
      await world.notices.send(at('2026-11-19 10:04'));
      expect([cut, theNotice(world).state, theNotice(world).told, world.step('step:1:contact-1').sentAt > 0]).toEqual([cut, 'sent', true, true]);
      // Only between the carrier's yes and our note of it may one be sent again.
      expect(world.messages.length).toBeLessThanOrEqual(2);
    }
  });

  it('gives up an address on which three runs were cut', async () => {
    const world = await ready();
    for (let n = 0; n < 4; n += 1) {
      world.onTrip = (name) => { if (name === 'sms') throw new Error('the function ends here'); };
      await world.notices.send(at('2026-11-19 10:01') + n * 3 * minute);
      world.onTrip = () => undefined;
    }
    expect([theNotice(world).state, world.step('step:1:contact-1').reason]).toEqual(['handed', 'no_channel']);
  });

  it('two runs together send once', async () => {
    const world = await ready();
    for (let i = 2; i <= 30; i += 1) world.admit(String(i), {});
    await world.followup.tick(at(invitedAt));
    await Promise.all([world.notices.send(at('2026-11-19 10:01')), world.notices.send(at('2026-11-19 10:01')), world.notices.send(at('2026-11-19 10:01'))]);
    expect(new Set(world.messages.map((m) => m.to)).size).toBe(30);
    expect(world.messages).toHaveLength(30);
  });
});

describe('the outbox', () => {
  it('holds each message once, and takes back what has not gone out', async () => {
    const world = await ready();
    const again = { kind: 'invite', purpose: 'care', stepId: 'step:1:contact-1', round: 0, encounterId: 'enc:1', patientId: 'pat:1', due: at(invitedAt) } as const;
    await world.notices.enqueue([again, again].slice(0, 1), at('2026-11-19 10:01'));
    expect(world.outbox.size).toBe(1);
    await world.notices.cancel({ patientId: 'pat:1' }, 'deceased', at('2026-11-19 10:01'));
    await world.notices.send(at('2026-11-19 10:02'));
    expect([theNotice(world).state, theNotice(world).cancelReason, world.messages]).toEqual(['cancelled', 'deceased', []]);
  });

  it('sends an alert at night to the person on duty, without a name, once for each call and turn', async () => {
    const world = openWorld();
    const alert = { callId: 'call:redflag:step:1:contact-1', n: 1, level: 0, stepId: 'step:1:contact-1', encounterId: 'enc:1', patientId: 'pat:1', phone: '13811112222' };
    await world.notices.alert(alert, at('2026-11-19 23:02'));
    await world.notices.alert(alert, at('2026-11-19 23:02'));
    await world.notices.cancel({ patientId: 'pat:1' }, 'deceased', at('2026-11-19 23:02'));
    await world.notices.send(at('2026-11-19 23:03'));
    expect(world.messages.map((m) => [m.kind, m.to, m.text])).toEqual([['alert', '13811112222', ['23:02', '23:17']]]);
    await world.notices.alert({ ...alert, n: 2 }, at('2026-11-19 23:17'));
    await world.notices.send(at('2026-11-19 23:18'));
    expect(world.messages).toHaveLength(2);
  });

  it('counts what went out and what will, and not what was taken back', async () => {
    const world = await ready();
    expect((await world.notices.recent(['pat:1'], at('2026-11-12 10:00'))).get('pat:1')).toEqual([at(invitedAt)]);
    await world.notices.cancel({ stepIds: ['step:1:contact-1'] }, 'answered', at('2026-11-19 10:01'));
    expect((await world.notices.recent(['pat:1'], at('2026-11-12 10:00'))).get('pat:1')).toBeUndefined();
  });
});

describe('what people may ask', () => {
  const handlers = (world: World) => createHandlers(
    {
      templateIds: { invite: 'tpl-i', remind: 'tpl-r' }, steps: { getMany: async (ids) => ids.flatMap((id) => world.steps.get(id) ?? []) },
      credits: { add: async (openid, kind) => { world.credits.set(`${openid} ${kind}`, (world.credits.get(`${openid} ${kind}`) ?? 0) + 1); return world.credits.get(`${openid} ${kind}`)!; }, clear: async (openid, kind) => void world.credits.set(`${openid} ${kind}`, 0), left: async () => new Map(), spend: async () => false },
      notices: { ofStep: async (stepId) => [...world.outbox.values()].filter((n) => n.stepId === stepId), getMany: async () => [], insertMissing: async () => 0, change: async () => 0, due: async () => [], untold: async () => [], counting: async () => [] },
    },
    world.notices,
  );
  const call = (caller: Caller) => ({ caller, now: at(invitedAt), requestId: 'r' });
  const person = (openid?: string) => call({ kind: 'person', personId: 'person:1', openid, represents: [], ip: '' });
  const nurse = (departments: readonly string[] | 'all') => call({ kind: 'staff', staffId: 's', name: 'n', role: 'nurse', departments, sessionId: 'x', ip: '' });

  it('an accept is worth one message, a reject nothing, a ban takes all; unknown templates are ignored', async () => {
    const world = openWorld();
    const grant = (...results: [string, 'accept' | 'reject' | 'ban'][]) => handlers(world).grant({ results: results.map(([templateId, result]) => ({ templateId, result })) }, person('o1'));
    expect(await grant(['tpl-i', 'accept'], ['tpl-r', 'accept'], ['other', 'accept'])).toEqual({ left: [{ kind: 'invite', left: 1 }, { kind: 'remind', left: 1 }] });
    expect(await grant(['tpl-i', 'accept'], ['tpl-r', 'reject'])).toEqual({ left: [{ kind: 'invite', left: 2 }] });
    await grant(['tpl-i', 'ban']);
    expect([...world.credits]).toEqual([['o1 invite', 0], ['o1 remind', 1]]);
    await expect(handlers(world).grant({ results: [{ templateId: 'tpl-i', result: 'accept' }] }, person())).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  it('staff see what went out for a step of their departments, without any address', async () => {
    const world = await ready();
    await world.notices.send(at('2026-11-19 10:01'));
    const seen = await handlers(world).ofStep({ stepId: 'step:1:contact-1' }, nurse(['0402']));
    expect(seen.notices).toEqual([expect.objectContaining({ kind: 'invite', state: 'sent', channel: 'sms', to: 'self' })]);
    expect(JSON.stringify(seen)).not.toMatch(/139\d{8}/);
    for (const [stepId, departments] of [['step:1:contact-1', ['0101']], ['step:none:contact-1', 'all']] as const) {
      await expect(handlers(world).ofStep({ stepId }, nurse(departments))).rejects.toMatchObject({ code: 'FORBIDDEN', message: 'not allowed or not found' });
    }
  });

  it('offers the registered templates to anyone who asks', async () => {
    const { templates } = await handlers(openWorld()).templates({ kinds: ['invite', 'remind'] }, person());
    expect(templates).toEqual([{ kind: 'invite', templateId: 'tpl-i' }, { kind: 'remind', templateId: 'tpl-r' }]);
  });
});

it('sends a thousand in bounded round trips beside one for each message', async () => {
  const world = openWorld();
  for (let i = 1; i <= 1000; i += 1) world.admit(String(i), {});
  await world.followup.tick(at(invitedAt));
  world.trips.length = 0;
  expect(await world.notices.send(at('2026-11-19 10:01'))).toMatchObject({ taken: 1000, sent: 1000, more: false });
  const each = world.trips.filter((trip) => trip === 'sms').length;
  // One answer to note for each message; all else goes by pages of a hundred.
  expect(world.trips.length - 2 * each).toBeLessThanOrEqual(10 * 20);
});
