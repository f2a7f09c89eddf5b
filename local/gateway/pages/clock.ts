/** The clock: what time it is on this platform, jumps, and what the timers did. */
import { inWords } from '../../clock';
import type { FiredTimer, TimerState } from '../../timers/timers';
import { escape, frame } from './layout';

export interface Travel { from: number; target: number; fired: number }
export interface ClockView { now: number; real: boolean; paused: boolean; timers: TimerState[]; history: FiredTimer[]; travel: Travel | undefined }

const css = `
.now{font-size:34px;font-weight:700;font-variant-numeric:tabular-nums}
progress{width:100%;height:14px;accent-color:var(--action)}
td code{font-size:13px;overflow-wrap:anywhere}
.bad{color:var(--danger)}`;

/** The result of a firing in one line: what `serve` wrapped, or the error. */
function outcome({ result, error }: FiredTimer): string {
  if (error) return `<span class="bad">${escape(error.code)} ${escape(error.message.slice(0, 300))}</span>`;
  const envelope = result as { ok?: unknown; data?: unknown; error?: unknown } | null;
  const text = JSON.stringify(envelope && typeof envelope === 'object' && 'ok' in envelope ? envelope.data ?? envelope.error : envelope) ?? '';
  return `<code${envelope && typeof envelope === 'object' && envelope.ok === false ? ' class="bad"' : ''}>${escape(text.slice(0, 300))}</code>`;
}

export function clockPage({ now, real, paused, timers, history, travel }: ClockView): string {
  const move = (by: string, label: string): string => `<button class="soft" name="by" value="${by}"${travel ? ' disabled' : ''}>${label}</button>`;
  const going = travel
    ? `<div class="card" role="status"><b>正在走到 ${escape(inWords(travel.target))}，途中已触发 ${travel.fired} 次定时任务</b><p><progress max="100" value="${Math.min(100, Math.round(((now - travel.from) / Math.max(1, travel.target - travel.from)) * 100))}"></progress></p><p class="muted" lang="en">On the way; every timer that is due fires at its own time.</p></div>`
    : '';
  const rows = timers.map(({ function: name, name: trigger, cron, last, next }) => `<tr><td>${escape(name)}</td><td>${escape(trigger)}</td><td><code>${escape(cron)}</code></td><td>${escape(inWords(last))}</td><td>${next === undefined ? '—' : escape(inWords(next))}</td></tr>`);
  const fired = history.map((one) => `<tr><td>${escape(inWords(Date.parse(one.at)))}</td><td>${escape(one.function)}.${escape(one.name)}</td><td>${outcome(one)}</td></tr>`);
  const body = `<h1>时钟 <span class="muted" lang="en">Clock</span></h1>
<div class="card"><div class="now">${escape(inWords(now))}</div>
<p class="muted">${real ? '这是机器自己的时间（北京时间）。拨快后不会自己回到现在，请不要在真实数据上使用。' : '时间已经拨动过（北京时间），重新启动后接着走；用 npm start -- --now 可以重新设定。'} <span lang="en">${real ? 'The machine\'s own time. Jumping is for trying things out, not for real data.' : 'Moved; it runs on from here after a restart. npm start -- --now sets it.'}</span></p>
<form class="line" method="post" action="/clock">${move('1h', '+1 小时 · hour')}${move('1d', '+1 天 · day')}${move('9', '到下一个 9:00 · next 9:00')}</form>
<form class="line" method="post" action="/clock" style="margin-top:12px"><label for="to">到（北京时间）· to</label><input type="datetime-local" id="to" name="to" value="${escape(new Date(now + 8 * 3_600_000).toISOString().slice(0, 16))}" required><button${travel ? ' disabled' : ''}>走到这一刻 · Go there</button></form></div>
${going}
<div class="card"><h2>定时任务 <span class="muted" lang="en">Timers</span> ${paused ? '<span class="tag warn">已暂停 · paused</span>' : ''}</h2>
${rows.length > 0 ? `<div class="scroll"><table><tr><th>函数</th><th>任务</th><th>时间表</th><th>上次</th><th>下次</th></tr>${rows.join('')}</table></div>` : '<p class="muted">没有定时任务 · no timers</p>'}
<form method="post" action="/clock" style="margin-top:12px"><button class="soft" name="pause" value="${paused ? 'no' : 'yes'}">${paused ? '恢复 · Resume' : '暂停 · Pause'}</button></form></div>
<div class="card"><h2>最近触发 <span class="muted" lang="en">Latest firings</span></h2>
${fired.length > 0 ? `<div class="scroll"><table><tr><th>时间</th><th>任务</th><th>结果</th></tr>${fired.join('')}</table></div>` : '<p class="muted">还没有触发过 · none yet</p>'}</div>`;
  return frame({ title: '时钟 · Clock', current: 'clock', css, body, again: travel ? 1 : undefined });
}
