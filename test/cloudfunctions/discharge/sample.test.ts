import fc from 'fast-check';
import { instantAt } from '../../../cloudfunctions/kit/calendar';
import { drawSample, sampleSize } from '../../../cloudfunctions/discharge/rules/sample';
import { file, line, openRegisterDesk, patientId, staff, stayId } from './register-world';
import { openDesk, type Desk } from './support';

const ids = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 12 }), { maxLength: 200 });
const seed = fc.string({ minLength: 1, maxLength: 12 });
const percent = fc.double({ min: 0.1, max: 100, noNaN: true });

describe('the draw', () => {
  test('the same seed draws the same, in whatever order and however often the ids stand there', () => {
    fc.assert(fc.property(ids, percent, seed, fc.func(fc.integer()), (all, share, key, shuffle) => {
      const other = [...all, ...all.slice(0, 3)].map((id) => ({ id, at: shuffle(id) })).sort((a, b) => a.at - b.at).map(({ id }) => id);
      expect(drawSample(other, share, key)).toEqual(drawSample(all, share, key));
    }));
  });
  test('the share is right and never less; only ids of the population, each once', () => {
    fc.assert(fc.property(ids, percent, seed, (all, share, key) => {
      const drawn = drawSample(all, share, key);
      expect(drawn).toHaveLength(sampleSize(all.length, share));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(drawn.every((id) => all.includes(id))).toBe(true);
      expect(drawn.length).toBeGreaterThanOrEqual((all.length * share) / 100 - 1e-6);
      expect(drawn.length).toBeLessThan((all.length * share) / 100 + 1);
    }));
  });
  test('more percent draws the same and more', () => {
    fc.assert(fc.property(ids, percent, percent, seed, (all, a, b, key) => {
      const [few, many] = [drawSample(all, Math.min(a, b), key), drawSample(all, Math.max(a, b), key)];
      expect(many.slice(0, few.length)).toEqual(few);
    }));
  });
  test.each([[0, 10, 0], [1, 10, 1], [10, 10, 1], [11, 10, 2], [30, 10, 3], [30, 100, 30], [1000, 0.1, 1], [3, 33.3, 1]])('of %d, %d %% are %d', (population, share, size) => expect(sampleSize(population, share)).toBe(size));
  test('nobody is preferred: over many seeds each is drawn about as often, neighbours independently', () => {
    const all = Array.from({ length: 100 }, (_, n) => `enc:${String(n).padStart(20, '0')}`);
    const times = new Map(all.map((id) => [id, 0]));
    let both = 0;
    const draws = 4000;
    for (let n = 0; n < draws; n += 1) {
      const drawn = new Set(drawSample(all, 10, `seed-${n}`));
      for (const id of drawn) times.set(id, times.get(id)! + 1);
      if (drawn.has(all[0]!) && drawn.has(all[1]!)) both += 1;
    }
    // 400 expected of each, standard deviation 19: five of them.
    for (const count of times.values()) expect(Math.abs(count - 400)).toBeLessThan(95);
    expect(both).toBeGreaterThan(15);
    expect(both).toBeLessThan(70);
  });
});

describe('a sample', () => {
  const now = instantAt('2026-11-20', '10:00');
  const lead = staff('lead');
  let desk: Desk;
  let world: ReturnType<typeof openRegisterDesk>;
  beforeEach(async () => {
    desk = await openDesk();
    world = openRegisterDesk(desk);
  });
  afterEach(() => desk.close());

  test('is drawn of the days before, without the dead, the cancelled and those who said no, and can be drawn again', async () => {
    await desk.importBytes(file(
      ...Array.from({ length: 20 }, (_, n) => line(n)), line(30, { 离院方式: '5' }), line(31), line(32), line(33), line(34, { 出院时间: '2026-11-16 23:59' }), line(35, { 出院时间: '2026-11-20 08:00' }), line(36, { 出院时间: '2026-11-17 00:00' }),
      line(37, { 出院科别编码: '0301', 出院科别: '呼吸内科' }),
    ), now);
    await desk.encounters.collection.update({ _id: stayId(desk, 31) }, { state: 'cancelled' });
    await desk.patients.collection.update({ _id: patientId(desk, 32) }, { noContact: true });
    world.others.refused.add(patientId(desk, 33));
    const { sampling } = world.registerDesk;
    const first = await sampling.draw(lead, { percent: 10, days: 3, seed: '抽样-1' }, now);
    expect(first).toMatchObject({ from: '2026-11-17', to: '2026-11-19', population: 22, excluded: 4, drawn: 3, seed: '抽样-1', by: lead.staffId });
    const again = await sampling.draw(lead, { percent: 10, days: 3, seed: '抽样-1' }, now + 1);
    const rowsOf = async (sampleId: string) => (await sampling.drawn(lead, { sampleId, limit: 50 })).rows.map((row) => row.encounterId);
    expect(await rowsOf(again.sampleId)).toEqual(await rowsOf(first.sampleId));
    expect((await sampling.draw(lead, { percent: 100, days: 3, departmentCode: '0301' }, now)).drawn).toBe(1);
    const all = await sampling.draw(lead, { percent: 100, days: 3 }, now + 2);
    expect(all.seed).toMatch(/^[A-Za-z0-9]{8,12}$/);
    const pages: string[] = [];
    for (let cursor: string | undefined, more = true; more;) {
      const page = await sampling.drawn(lead, { sampleId: all.sampleId, limit: 5, ...(cursor && { cursor }) });
      pages.push(...page.rows.map((row) => row.encounterId));
      [cursor, more] = [page.next ?? undefined, page.next !== null];
    }
    expect(new Set(pages).size).toBe(22);
    expect(pages).not.toContain(stayId(desk, 30));
    expect(pages).toContain(stayId(desk, 36));
    expect((await sampling.list(lead)).samples.map(({ sampleId }) => sampleId)[0]).toBe(all.sampleId);
    expect((await desk.kit.behind.get('audit', { action: 'discharge.sample' }, {})).map((row) => row['reason'])).toContainEqual('10% 2026-11-17–2026-11-19  seed 抽样-1');
  });
  test('another department\'s is nobody else\'s', async () => {
    await desk.importBytes(file(line(1), line(2, { 出院科别编码: '0301', 出院科别: '呼吸内科' })), now);
    const { sampling } = world.registerDesk;
    const { sampleId } = await sampling.draw(lead, { percent: 100, days: 5 }, now);
    const narrow = staff('quality', ['0402']);
    await expect(sampling.drawn(narrow, { sampleId, limit: 5 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(sampling.drawn(lead, { sampleId: 'sample:none', limit: 5 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(sampling.draw(narrow, { percent: 10, days: 3, departmentCode: '0301' }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(sampling.draw(lead, { percent: 10, days: 3, departmentCode: '0999' }, now)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    expect((await sampling.draw(narrow, { percent: 100, days: 5 }, now)).drawn).toBe(1);
    expect((await sampling.list(narrow)).samples).toHaveLength(1);
    await expect(sampling.drawn(lead, { sampleId, limit: 5, cursor: '1;2' })).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });
});
