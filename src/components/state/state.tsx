/** The states that every page has beside its content: opening, nothing there, did not work. */
import { useEffect, useState, type ReactNode } from 'react';
import { View } from '@tarojs/components';
import { Skeleton } from '@nutui/nutui-react-taro';
import type { CloudError } from '../../cloud/error';
import type { Load } from '../../cloud/use-load';
import { useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { said } from '../aria/aria';
import { Button } from '../button/button';
import { Notice } from '../notice/notice';
import './state.scss';

/** After this long, ms, the page says that it is still trying. */
const slowAfter = 5000;

/** Grey lines where words will be. */
export function Loading({ rows = 3 }: { rows?: number }) {
  const t = useText(shellText);
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), slowAfter);
    return () => clearTimeout(timer);
  }, []);
  return (
    <View className="s-state-loading" {...said({ role: 'status', live: 'polite' })}>
      <View className={slow ? 's-muted' : 's-unseen'}>{slow ? t.slow : t.loading}</View>
      <View className="s-state-lines" {...said({ hidden: true })}><Skeleton rows={rows} size="large" /></View>
    </View>
  );
}

/** Nothing there, and why; `children` may offer the next step. */
export function Empty({ words, children }: { words?: string; children?: ReactNode }) {
  const t = useText(shellText);
  return <View className="s-state"><View className="s-state-words">{words ?? t.empty}</View>{children}</View>;
}

/** It did not work: what happened, and one way on. */
export function Failed({ error, onRetry, action }: { error: CloudError; onRetry?: () => void; action?: ReactNode }) {
  const t = useText(shellText);
  return (
    <View className="s-state" {...said({ role: 'alert', live: 'assertive' })}>
      <View className="s-state-title">{t.failed}</View>
      <View className="s-state-words">{error.message}</View>
      {action ?? (onRetry && <Button wide={false} tone="soft" onPress={onRetry}>{t.retry}</Button>)}
    </View>
  );
}

interface AwaitProps<T> {
  load: Load<T>;
  rows?: number;
  /** Shown instead of the content when there is nothing in it. */
  empty?: { when(data: T): boolean; show: ReactNode };
  /** Instead of "try again", for errors that need another step (signing in). */
  failed?: (error: CloudError) => ReactNode;
  children(data: T): ReactNode;
}

/** Draws a load. What was shown stays while a newer answer is fetched or cannot be had. */
export function Await<T>({ load, rows, empty, failed, children }: AwaitProps<T>) {
  const t = useText(shellText);
  const { data, error, loading, reload } = load;
  const retry = () => { void reload(); };
  if (data === undefined) {
    if (error && !loading) return <Failed error={error} onRetry={retry} action={failed?.(error)} />;
    return <Loading rows={rows} />;
  }
  return (
    <>
      {error && !loading && <Notice tone="warn" action={{ words: t.retry, onPress: retry }}>{error.message}</Notice>}
      {empty?.when(data) ? empty.show : children(data)}
    </>
  );
}
