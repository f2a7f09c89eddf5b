/** What is deployed: the folders that the build wrote to dist/cloudfunctions, read and checked as the platform would on deployment. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CollectionSpec } from '../database';
import { checkCron } from '../timers/cron';
import type { Templates } from '../wechat/templates';

export interface Trigger { name: string; cron: string }

export interface DeployedFunction {
  name: string;
  /** index.js */
  file: string;
  /** Seconds; a call that runs longer is cut. */
  timeout: number;
  /** MB. */
  memory: number;
  triggers: Trigger[];
  /** WeChat interfaces that config.json asks for (`permissions.openapi`); a call of another is refused, as in the cloud. */
  openapi: string[];
  collections: CollectionSpec[];
  templates: Templates;
}

/** The platform's defaults and limits: timeout 20 s unless said, at most 900 (SCF); memory 256 MB unless said, 64 to 3072. */
const limits = { timeout: { usual: 20, most: 900 }, memory: { usual: 256, least: 64, most: 3072 } } as const;

interface Config { timeout?: unknown; memorySize?: unknown; triggers?: unknown; permissions?: { openapi?: unknown } }

/** Reads every function of a folder. A wrong config.json is an error in words: the cloud would refuse to deploy it. */
export function loadCatalogue(folder: string): Map<string, DeployedFunction> {
  if (!existsSync(folder)) throw new Error(`没有云函数 · no functions in ${folder}: run "node config/build.mjs functions"`);
  const names = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, 'index.js'))).sort();
  return new Map(names.map((name) => [name, load(folder, name)]));
}

function load(folder: string, name: string): DeployedFunction {
  const read = <T>(file: string, otherwise: T): T => {
    const full = path.join(folder, name, file);
    if (!existsSync(full)) return otherwise;
    try {
      return JSON.parse(readFileSync(full, 'utf8')) as T;
    } catch {
      throw new Error(`${full} is not JSON`);
    }
  };
  const config = read<Config>('config.json', {});
  const wrong = (what: string): Error => new Error(`${name}/config.json: ${what}`);
  const timeout = config.timeout ?? limits.timeout.usual;
  const memory = config.memorySize ?? limits.memory.usual;
  if (typeof timeout !== 'number' || !(timeout >= 1 && timeout <= limits.timeout.most)) throw wrong(`timeout must be 1 to ${limits.timeout.most} seconds`);
  if (typeof memory !== 'number' || !(memory >= limits.memory.least && memory <= limits.memory.most)) throw wrong(`memorySize must be ${limits.memory.least} to ${limits.memory.most} MB`);
  const openapi = config.permissions?.openapi ?? [];
  if (!Array.isArray(openapi)) throw wrong('permissions.openapi must be a list');
  return {
    name, timeout, memory, openapi: openapi.map(String),
    file: path.join(folder, name, 'index.js'),
    triggers: readTriggers(config.triggers, wrong),
    collections: read<{ collections?: CollectionSpec[] }>('collections.json', {}).collections ?? [],
    templates: { wechat: [], sms: [], ...read<Partial<Templates>>('templates.json', {}) },
  };
}

function readTriggers(given: unknown, wrong: (what: string) => Error): Trigger[] {
  if (given === undefined) return [];
  if (!Array.isArray(given)) throw wrong('triggers must be a list');
  if (given.length > 1) throw wrong('one trigger per function, as on the platform');
  return given.map((trigger: { name?: unknown; type?: unknown; config?: unknown }) => {
    if (trigger.type !== 'timer') throw wrong('only triggers of type "timer" exist');
    if (typeof trigger.name !== 'string' || !/^[A-Za-z][A-Za-z0-9_-]{0,59}$/.test(trigger.name)) throw wrong('a trigger name starts with a letter and has up to 60 of A-Z a-z 0-9 - _');
    if (typeof trigger.config !== 'string') throw wrong('a trigger needs its seven-field cron expression as "config"');
    const problem = checkCron(trigger.config);
    if (problem) throw wrong(`"${trigger.config}": ${problem}`);
    return { name: trigger.name, cron: trigger.config };
  });
}
