/** The server's clock as React state, for words that age: "8 分钟内", "正在填写（2 分钟前）". */
import { useEffect, useState } from 'react';
import { serverNow, session } from './cloud';

/** Ticks every `every` ms; a minute unless told. */
export function useNow(every = 60_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const update = () => setNow(serverNow());
    const timer = setInterval(update, every);
    const stop = session.onClock(update);
    return () => {
      clearInterval(timer);
      stop();
    };
  }, [every]);
  return now;
}
