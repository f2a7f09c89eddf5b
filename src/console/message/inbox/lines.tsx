/** The lines of a thread in a box of their own, which opens at its end and follows new ones while its end is in sight. */
import { useEffect, useRef } from 'react';
import { Button } from '../../../components/button/button';
import { useLanguage, useText } from '../../../text/language';
import { inboxText } from '../../../text/message-console';
import { whenWords } from '../../../text/time';
import type { Detail, Line as Said } from '../desk';
import { Line } from './line';

interface Props { messages: readonly Said[]; more: boolean; thread: Detail; choosing: readonly number[] | undefined; now: number; onOlder(): void; onStale(n: number): void; onChoose(n: number): void }

export function Lines({ messages, more, thread, choosing, now, onOlder, onStale, onChoose }: Props) {
  const t = useText(inboxText);
  const { language } = useLanguage();
  const box = useRef<HTMLDivElement>(null);
  const near = useRef(true);
  const last = messages.at(-1)?.n ?? 0;
  const first = messages[0]?.n ?? 0;
  const held = useRef<{ first: number; height: number }>();
  useEffect(() => {
    const element = box.current;
    if (!near.current || !element) return;
    element.scrollTop = element.scrollHeight;
    // On a phone the page itself scrolls.
    if (getComputedStyle(element).overflowY === 'visible') element.querySelector('.inbox-line-list > li:last-child')?.scrollIntoView({ block: 'end' });
  }, [last]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // A notice above or a longer draft below takes room: the end stays in sight.
    const watch = new ResizeObserver(() => { if (near.current) element.scrollTop = element.scrollHeight; });
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    // What was read stays where it was when earlier lines come above it.
    if (held.current && first < held.current.first) element.scrollTop += element.scrollHeight - held.current.height;
    held.current = { first, height: element.scrollHeight };
  }, [first, last]);
  const onScroll = () => {
    const element = box.current;
    if (!element) return;
    near.current = element.scrollHeight - element.scrollTop - element.clientHeight < 80;
    if (element.scrollTop < 20 && more && !near.current) onOlder();
  };
  const ours = messages.findLast(({ from, internal, kind, n }) => (from === 'staff' || from === 'department') && !internal && kind === 'text' && n <= thread.readByPatient)?.n;
  return (
    <div ref={box} className="inbox-lines" onScroll={onScroll} tabIndex={0} role="log" aria-label={t.list}>
      {more && <div className="inbox-older"><Button tone="plain" small wide={false} onPress={onOlder}>{t.older}</Button></div>}
      <ul className="inbox-line-list">
        {messages.map((line) => (
          <Line key={line.n} line={line} clock={whenWords(line.at, now, language)} seen={line.n === ours} choosing={choosing !== undefined} chosen={choosing?.includes(line.n) ?? false} onChoose={() => onChoose(line.n)} onStale={() => onStale(line.n)} />
        ))}
      </ul>
    </div>
  );
}
