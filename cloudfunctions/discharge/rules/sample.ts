/** A random sample that anybody can draw again: who is in it follows from the seed and the ids alone, not from their order. */

/** So much of this share, rounded up, so that "10 %" is at least 10 %. `percent` 0–100. */
export const sampleSize = (population: number, percent: number): number => population === 0 ? 0 : Math.min(population, Math.ceil((population * percent) / 100 - 1e-9));

/** The drawn ids, in the order in which they were drawn. Ids that stand twice count once. */
export function drawSample(ids: readonly string[], percent: number, seed: string): string[] {
  const unique = [...new Set(ids)];
  return unique.map((id) => ({ id, lot: lotOf(seed, id) })).sort((a, b) => a.lot - b.lot || (a.id < b.id ? -1 : 1)).slice(0, sampleSize(unique.length, percent)).map(({ id }) => id);
}

/** Each id's lot: 52 evenly spread bits. FNV-1a (Fowler, Noll, Vo) over seed and id, mixed by the finalizer of MurmurHash3 (Appleby): both public domain, the same everywhere. */
function lotOf(seed: string, id: string): number {
  const text = `${seed}\u0000${id}`;
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (a >>> 15), 0x85ebca6b);
  }
  return (mix(a) & 0xfffff) * 2 ** 32 + (mix(b ^ mix(a)) >>> 0);
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
