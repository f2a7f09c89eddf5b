/**
 * A hospital for journeys: the built functions on the local platform, a lead and two nurses, departments, a duty rota, and files of discharges. People act through the
 * doors that they really use; the calendar moves by hand.
 */
import { api as account } from '../../cloudfunctions/account/contract';
import { api as call } from '../../cloudfunctions/call/contract';
import { api as complaint } from '../../cloudfunctions/complaint/contract';
import { api as directory } from '../../cloudfunctions/directory/contract';
import { api as discharge } from '../../cloudfunctions/discharge/contract';
import { api as followup } from '../../cloudfunctions/followup/contract';
import { api as message } from '../../cloudfunctions/message/contract';
import { api as notice } from '../../cloudfunctions/notice/contract';
import { api as survey } from '../../cloudfunctions/survey/contract';
import { api as visit } from '../../cloudfunctions/visit/contract';
import { startLocal, type Local, type LocalOptions } from '../../local/index';
import { as, type As, type Doors } from './client';

export const setupToken = 'setup-token-of-the-tests-only';
const password = 'synthetic-people-only-1';
const halfHour = 1_800_000;
/** A session of staff lasts half a day: whoever comes back after this long signs in again. */
const shift = 12 * halfHour;
/** What fires in one look, stage by stage. Side by side, as on the platform, goes what does not feed on each other; what a stage writes, the next one finds. */
const stages = [['discharge'], ['followup', 'visit', 'message', 'complaint'], ['notice', 'survey'], ['call'], ['notice']] as const;

/** One person through one door, with every domain as a typed client. */
export const through = (local: Doors, who: As) => ({
  account: as(local, account, who), discharge: as(local, discharge, who), followup: as(local, followup, who),
  survey: as(local, survey, who), call: as(local, call, who), notice: as(local, notice, who),
  visit: as(local, visit, who), message: as(local, message, who), complaint: as(local, complaint, who), directory: as(local, directory, who),
});
export type Someone = ReturnType<typeof through>;

export interface Hospital {
  local: Local;
  lead: Someone; nurse: Someone; second: Someone; ward: Someone;
  /** Signs in one more colleague. */
  colleague(userName: string, role: 'lead' | 'nurse' | 'agent' | 'officer' | 'ward' | 'quality' | 'director' | 'it', departments: string[] | 'all'): Promise<Someone>;
  /** A file goes in through storage, page by page, as from the console. */
  importFile(fileName: string, bytes: Uint8Array | string): Promise<Awaited<ReturnType<Someone['discharge']['importRun']>>>;
  /** Moves on to a Shanghai wall time; the timers fire every half hour (by night, every two hours) on the way (they look back, so how often does not matter). */
  until(wallTime: string): Promise<void>;
  /** The person with the SMS link that came last to this number. */
  withLink(phone: string): Someone;
  linkToken(phone: string): string;
  /** The person in WeChat whose phone component gives this number. */
  inWechat(phone: string): Promise<Someone & { openid: string }>;
  /** The person in any browser, signed in by a code that came by SMS. */
  inBrowser(phone: string): Promise<Someone>;
}

/** Every half hour by day, every two hours by night (Shanghai). */
function nextLook(at: number): number {
  const next = (Math.floor(at / halfHour) + 1) * halfHour;
  const hour = new Date(next + 8 * 3_600_000).getUTCHours();
  return hour >= 8 && hour < 21 ? next : Math.floor(next / (4 * halfHour)) * 4 * halfHour + 4 * halfHour;
}

/** Rows of a discharge file: what a journey does not name is ordinary. */
export interface Row {
  patientNo: string; name?: string; sex?: string; birthDate?: string; phone?: string; contactName?: string; relation?: string; contactPhone?: string; departmentCode?: string; department?: string;
  admitAt?: string; dischargeAt: string; dxCode?: string; dx?: string; way?: string; visitTimes?: number; inpatientNo?: string; updatedAt?: string; ward?: string; tags?: string;
}
const headings = ['患者ID', '住院号', '住院次数', '姓名', '性别', '出生日期', '本人电话', '联系人姓名', '与患者关系', '联系人电话', '出院科别编码', '出院科别', '病区', '入院时间', '出院时间', '主要诊断编码', '主要诊断', '离院方式', '特殊标记', '更新时间'];
export function csv(rows: readonly Row[]): string {
  const lines = rows.map((r) => {
    const serial = r.patientNo.replace(/\D/g, '').padStart(4, '0').slice(-4);
    const admit = r.admitAt ?? `${new Date(Date.parse(`${r.dischargeAt.slice(0, 10)}T00:00:00Z`) - 6 * 86_400_000).toISOString().slice(0, 10)} 09:00`;
    return [r.patientNo, r.inpatientNo ?? `Z${serial}`, r.visitTimes ?? 1, r.name ?? '周平安', r.sex ?? '男', r.birthDate ?? '1966-05-12', r.phone ?? `1990001${serial}`, r.contactName ?? '周小安', r.relation ?? '子',
      r.contactPhone ?? `1660001${serial}`, r.departmentCode ?? '0401', r.department ?? '普外科', r.ward ?? '普外科1病区', admit, r.dischargeAt, r.dxCode ?? 'K80.100', r.dx ?? '胆囊结石伴胆囊炎', r.way ?? '1', r.tags ?? '', r.updatedAt ?? ''].join(',');
  });
  return `\ufeff${[headings.join(','), ...lines].join('\r\n')}\r\n`;
}

/** `now`: Shanghai wall time, `2026-11-18 20:00`. */
export async function openHospital(now: string, options: LocalOptions = {}): Promise<Hospital> {
  const instant = (wallTime: string): string => new Date(`${wallTime.replace(' ', 'T')}:00+08:00`).toISOString();
  const local = await startLocal({ now: instant(now), variables: { SETUP_TOKEN: setupToken, ...options.variables }, ...options });
  local.pauseTimers(true);
  const nobody = through(local, 'nobody');
  const staff = (userName: string, first: string): Someone => {
    let token = Promise.resolve(first);
    let since = local.clock.now();
    return through(local, {
      token: () => {
        if (local.clock.now() - since >= shift) {
          since = local.clock.now();
          token = nobody.account.signIn({ userName, password }).then((signed) => signed.token);
        }
        return token;
      },
    });
  };
  const first = await nobody.account.setup({
    token: setupToken, userName: 'lead', name: '陈建华', password, hospital: { name: '白银示范医院', phone: '09438220000', privacyContact: { name: '信息科', phone: '09438220001', email: '' } },
  });
  const lead = staff('lead', first.token);
  const colleague: Hospital['colleague'] = async (userName, role, departments) => {
    const { initialPassword } = await lead.account.staffSave({ userName, name: '同事', role, departments });
    const { token } = await nobody.account.signIn({ userName, password: initialPassword });
    const changed = await through(local, { token }).account.changePassword({ current: initialPassword, next: password });
    return staff(userName, changed.token);
  };
  for (const [code, name, flags] of [
    ['0401', '普外科', {}], ['0402', '骨科', {}], ['0301', '呼吸内科', {}], ['0502', '产科', { obstetric: true }], ['0600', '儿科', { paediatric: true }], ['1500', '精神心理科', { sensitive: true }], ['2800', '重症医学科', { critical: true }],
  ] as const) {
    await lead.discharge.saveDepartment({ code, name, aliases: [], phone: `0943822${code}`, sensitive: false, critical: false, obstetric: false, paediatric: false, ...flags });
  }
  const person = (label: string, phone: string) => ({ who: 'centre' as const, staffId: '', label, phone });
  await lead.call.saveDuty({
    days: (['1', '2', '3', '4', '5', '6', '7', 'holiday'] as const).map((key) => ({ key, from: '08:00', to: '18:00', day: person('王护士', '19900009001'), night: { ...person('总值班', '19900009002'), who: 'office' as const } })),
    chain: { lead: person('陈主任', '19900009003'), director: person('刘院长', '19900009004') },
  });

  const linkToken = (phone: string): string => {
    const text = local.outbox.sms(phone).map((sms) => sms.text).findLast((t) => /[?&]t=/.test(t));
    const token = /[?&]t=([\w.%~-]+)/.exec(text ?? '')?.[1];
    if (!token) throw new Error(`no link came to ${phone}`);
    return decodeURIComponent(token);
  };
  // Side by side: a password costs a tenth of a second on purpose, and a function has two workers.
  const [nurse, second, ward] = await Promise.all([colleague('nurse1', 'nurse', 'all'), colleague('nurse2', 'nurse', 'all'), colleague('ward1', 'ward', ['0402'])]);
  return {
    local, lead, colleague, linkToken, nurse, second, ward,
    async importFile(fileName, content) {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : Buffer.from(content);
      const { importId, upload } = await lead.discharge.importStart({ fileName, size: bytes.length });
      const stored = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: bytes });
      if (!stored.ok) throw new Error(`storage refused the file: ${stored.status}`);
      for (;;) {
        const job = await lead.discharge.importRun({ importId });
        if (job.state === 'done' || job.state === 'failed' || job.state === 'mapping') return job;
      }
    },
    async until(wallTime) {
      const end = Date.parse(instant(wallTime));
      for (let at = local.clock.now(); at < end;) {
        at = Math.min(end, nextLook(at));
        await local.clock.set(new Date(at).toISOString());
        const fired = [];
        for (const stage of stages) fired.push(...(await Promise.all(stage.map((name) => local.fire(name)))).flat());
        const failed = fired.filter((timer) => timer.error !== undefined || (timer.result as { ok?: boolean } | undefined)?.ok === false);
        if (failed.length > 0) throw new Error(`timers failed: ${JSON.stringify(failed.slice(0, 3))}`);
      }
    },
    withLink: (phone) => through(local, { token: linkToken(phone) }),
    async inWechat(phone) {
      const openid = local.wechat.openidOf(phone);
      const someone = through(local, { openid });
      await someone.account.wechatPhone({ code: local.wechat.phoneCode(openid, phone) });
      return { ...someone, openid };
    },
    async inBrowser(phone) {
      await nobody.account.sendCode({ phone });
      const code = local.outbox.sms(phone).map((sms) => /\d{6}/.exec(sms.text)?.[0]).findLast((found) => found !== undefined);
      if (!code) throw new Error(`no code came to ${phone}`);
      const { token } = await nobody.account.verifyCode({ phone, code });
      return through(local, { token });
    },
  };
}

/** Good answers to every required question of FU-SHORT-1. */
export const wellAnswers = [
  { linkId: 'who', value: 'self' }, { linkId: 'recover', value: 'better' }, { linkId: 'red', value: ['none'] }, { linkId: 'mood', value: 'good' }, { linkId: 'med_take', value: 'ontime' },
  { linkId: 's_med', value: '5' }, { linkId: 's_nur', value: '5' }, { linkId: 's_log', value: '4' }, { linkId: 's_all', value: '5' }, { linkId: 'nps', value: 9 },
];
