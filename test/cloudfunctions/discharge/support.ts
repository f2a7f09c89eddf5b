/** The intake on the local database through the real SDK, with storage in memory and followup listening. */
import { randomBytes } from 'node:crypto';
import { createCipher } from '../../../cloudfunctions/kit/crypto';
import { createIntake, type Intake } from '../../../cloudfunctions/discharge/service/intake';
import type { StoragePort } from '../../../cloudfunctions/discharge/service/load';
import { createReceiving, type ReceivePorts, type ReceivingService } from '../../../cloudfunctions/discharge/service/receive';
import { createUndoing, type Begun, type Undoing } from '../../../cloudfunctions/discharge/service/undo';
import { collections, openDepartmentStore, openEncounterStore, openPatientStore, type Encounter, type Patient } from '../../../cloudfunctions/discharge/store';
import { openImportStore } from '../../../cloudfunctions/discharge/store/import';
import { openStatementStore, type StatementStore } from '../../../cloudfunctions/discharge/store/statement';
import type { CollectionSpec } from '../../../cloudfunctions/kit/database';
import { auditCollection, auditSealCollection } from '../../../cloudfunctions/kit/audit';
import { openKitDatabase, type KitDatabase } from '../../support/kit-database';

export interface Told { what: string; id: string; reason?: string }
export interface Desk {
  kit: KitDatabase; intake: Intake; undoing: Undoing; receiving: ReceivingService; /** What the other domains say has begun, by stay. */ begun: Map<string, (keyof Begun)[]>; told: Told[]; defects: unknown[];
  cipher: ReturnType<typeof createCipher>;
  patients: ReturnType<typeof openPatientStore>; encounters: ReturnType<typeof openEncounterStore>; departments: ReturnType<typeof openDepartmentStore>; jobs: ReturnType<typeof openImportStore>; statements: StatementStore;
  files: Map<string, Buffer>; followup: ReturnType<typeof listen>;
  /** Another worker on the same database: an intake of its own, without the first one's memory. */
  another(): Intake;
  /** What the services of the intake ask for. */
  ports: ReturnType<typeof portsOf>;
  importBytes(bytes: Buffer, now: number, fileName?: string): Promise<Awaited<ReturnType<Intake['run']>>>;
  /** Everything the register holds, without what differs from run to run (sealed bytes, import ids, times of writing). */
  register(): Promise<{ patients: unknown[]; encounters: unknown[] }>;
  close(): Promise<void>;
}

const listen = (told: Told[]) => ({
  async plan(ids: string[]) { told.push(...ids.map((id) => ({ what: 'plan', id }))); },
  async stop(target: { patientId: string } | { encounterId: string }, reason: string) { told.push({ what: 'stop', id: 'patientId' in target ? target.patientId : target.encounterId, reason }); },
  async clear(id: string, decision: string) { told.push({ what: 'clear', id, reason: decision }); },
  async suspend(id: string) { told.push({ what: 'suspend', id }); },
  async resume(id: string) { told.push({ what: 'resume', id }); },
});

const portsOf = <T extends Parameters<typeof createUndoing>[0] & ReceivePorts & { storage: StoragePort }>(ports: T): T => ports;

/** `more`: collections of other domains that a test looks into. */
export async function openDesk(more: readonly CollectionSpec[] = []): Promise<Desk> {
  const kit = await openKitDatabase([...collections, auditCollection, auditSealCollection, ...more]);
  const { database } = kit;
  const key = randomBytes(32);
  const cipher = createCipher({ current: 'k1', keys: { k1: key }, index: key });
  const files = new Map<string, Buffer>();
  const storage: StoragePort = {
    uploadPlace: async (path) => ({ fileId: path, url: `https://storage/${path}`, headers: {} }),
    download: async (id) => files.get(id) ?? null,
    async upload(path, content) {
      files.set(path, content);
      return { fileId: path };
    },
    addressOf: async (id, seconds) => `https://storage/${id}?for=${seconds}`,
    remove: async (id) => void files.delete(id),
  };
  const told: Told[] = [];
  const defects: unknown[] = [];
  const followup = listen(told);
  const patients = openPatientStore(database);
  const encounters = openEncounterStore(database);
  const departments = openDepartmentStore(database);
  const jobs = openImportStore(database);
  const statements = openStatementStore(database);
  const begun = new Map<string, (keyof Begun)[]>();
  const ports = portsOf({
    patients, encounters, departments, statements, jobs, storage, cipher, followup, command: database.command, warn: (defect: unknown) => defects.push(defect),
    moved: async (ids: readonly string[], patientId: string) => void told.push(...ids.map((id) => ({ what: 'moved', id, reason: patientId }))),
    begun: async (ids: readonly string[]) => new Map(ids.flatMap((id) => (begun.has(id) ? [[id, begun.get(id)!] as const] : []))),
  });
  const another = () => createIntake({ ...ports, undoing: createUndoing(ports), receiving: createReceiving(ports) });
  const intake = another();
  return {
    kit, intake, undoing: createUndoing(ports), receiving: createReceiving(ports), begun, told, defects, cipher, patients, encounters, departments, jobs, statements, files, followup, another, ports,
    async importBytes(bytes, now, fileName = 'a.csv') {
      const { importId } = await intake.start({ fileName, size: bytes.length }, 'staff:1', now);
      files.set((await jobs.jobs.get(importId))!.fileId, bytes);
      for (;;) {
        const job = await intake.run(importId, now);
        if (job.state === 'done' || job.state === 'failed' || job.state === 'mapping') return job;
      }
    },
    async register() {
      const strip = ({ importId: _i, registeredAt: _r, updatedAt: _u, rev: _v, history: _h, holdSince: _s, contentHash: _c, ...rest }: Encounter) => rest;
      const bare = ({ registeredAt: _r, updatedAt: _u, rev: _v, history: _h, contentHash: _c, idNoSealed, phoneSealed, contactPhoneSealed, ...rest }: Patient) =>
        ({ ...rest, idNo: idNoSealed && cipher.open(idNoSealed, 'idNo'), phone: phoneSealed && cipher.open(phoneSealed, 'phone'), contactPhone: contactPhoneSealed && cipher.open(contactPhoneSealed, 'contactPhone') });
      const all = { sort: [['_id', 'asc']] as const, limit: 1000 };
      return { patients: (await patients.collection.find({}, all)).map(bare), encounters: (await encounters.collection.find({}, all)).map(strip) };
    },
    close: () => kit.close(),
  };
}

/** The platform dies at its n-th action of this work, and is back afterwards; whether the work came so far. */
export async function cutAt({ kit: { behind: { database } } }: Desk, n: number, work: () => Promise<unknown>): Promise<boolean> {
  const { handle } = database;
  let left = n;
  let cut = false;
  database.handle = (action, params) => {
    left -= 1;
    if (left > 0) return handle.call(database, action, params);
    cut = true;
    return Promise.reject(Object.assign(new Error('the platform is gone'), { code: 'SYS_ERR' }));
  };
  await work();
  database.handle = handle;
  return cut;
}
