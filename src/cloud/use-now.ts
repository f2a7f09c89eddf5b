/** The server's clock as React state, for words that age: "8 分钟内", "正在填写（2 分钟前）". */
import { useEffect, useState } from 'react';
import { serverNow } from './cloud';

/** Ticks every `every` ms; a minute unless told. */
export function useNow(every = 60_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), every);
    return () => clearInterval(timer);
  }, [every]);
  return now;
}
