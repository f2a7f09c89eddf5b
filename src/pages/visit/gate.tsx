/** Draws a load; who has not said who they are, or asks for a visit of somebody else, is led to confirm instead of being told to try again. */
import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import type { Load } from '../../cloud/use-load';
import { said } from '../../components/aria/aria';
import { Button } from '../../components/button/button';
import { Await } from '../../components/state/state';
import { useText } from '../../text/language';
import { visitText } from '../../text/visit';
import { goBind } from './address';

/** `next`: the page to come back to. */
interface Props<T> { load: Load<T>; next: string; rows?: number; children(data: T): ReactNode }

export function Guarded<T>({ load, next, rows, children }: Props<T>) {
  const t = useText(visitText);
  const { data, error, loading } = load;
  if (data === undefined && error && !loading && error.code === 'UNAUTHENTICATED') return <Refusal title={t.strangerTitle} words={t.strangerWords} next={next} />;
  if (data === undefined && error && !loading && error.code === 'FORBIDDEN') return <Refusal title={t.foreign} words={t.foreignWords} next={next} />;
  return <Await load={load} rows={rows}>{children}</Await>;
}

/** Why not, and where one says who one is; `next` '' leads to the first page afterwards, undefined nowhere. */
export function Refusal({ title, words, next }: { title: string; words: string; next?: string }) {
  const t = useText(visitText);
  return (
    <View className="visit-gate" {...said({ role: 'alert', live: 'polite' })}>
      <View className="visit-fact-strong">{title}</View>
      <View>{words}</View>
      {next !== undefined && <Button wide={false} onPress={() => goBind(next || undefined)}>{t.confirmPhone}</Button>}
    </View>
  );
}
