/** One message: who, what, its pictures; the patient's side on the right. */
import Taro from '@tarojs/taro';
import { Image, View } from '@tarojs/components';
import type { PersonMessage } from '../../../../cloudfunctions/message/contract';
import { serverNow } from '../../../cloud/cloud';
import { said } from '../../../components/aria/aria';
import { Press } from '../../../components/press/press';
import { useText } from '../../../text/language';
import { messageText } from '../../../text/message';
import { relationText } from '../../../text/relation';
import type { Pending } from './use-thread';

/** 您 · 家人 · 子女 李* · 客服·王 · 骨科 */
function useWho(): (one: PersonMessage) => string {
  const t = useText(messageText);
  const relations = useText(relationText);
  return ({ mine, from, name, relation }) => (mine ? t.you : from === 'patient' ? t.patientSelf(name) : from === 'family' ? t.family(relations[relation ?? 'other'], name) : name);
}

interface Props { one: PersonMessage; /** Staff have seen it, and nothing after it by the same side. */ seen: boolean; onStale(): void }

export function Bubble({ one, seen, onStale }: Props) {
  const t = useText(messageText);
  const who = useWho();
  const { n, kind, from, text, images, event } = one;
  if (kind === 'system') {
    const words = event === 'handed' || event === 'closed' || event === 'reopened' ? t.events[event] : '';
    return words === '' ? null : <View id={`m-${n}`} className="thread-event">{words}</View>;
  }
  const right = from === 'patient' || from === 'family';
  const stale = images.some(({ until }) => until < serverNow());
  return (
    <View id={`m-${n}`} className={`thread-message${right ? ' thread-message-right' : ''}`} {...said({ role: 'listitem' })}>
      <View className="thread-who">{who(one)}</View>
      <View className={`thread-bubble${right ? ' thread-bubble-right' : ''}${kind === 'help' ? ' thread-bubble-help' : ''}`}>
        {kind === 'help' && <View className="thread-strong">{t.helpSent}</View>}
        {text !== '' && <View className="thread-words">{text}</View>}
        {images.length > 0 && (
          <View className="thread-pictures">
            {images.map(({ imageId, url }, at) => (
              <Press
                key={imageId} className="thread-picture" label={t.pictureOf(at + 1, images.length)}
                onPress={() => (stale ? onStale() : void Taro.previewImage({ current: url, urls: images.map((image) => image.url) }))}
              >
                <Image className="thread-picture-inside" src={url} mode="aspectFill" onError={onStale} />
              </Press>
            ))}
          </View>
        )}
      </View>
      {seen && <View className="s-muted">{t.seen}</View>}
    </View>
  );
}

/** A message that the server does not have. */
export function PendingBubble({ one, onRetry, onTakeBack }: { one: Pending; onRetry(): void; onTakeBack(): void }) {
  const t = useText(messageText);
  const { text, images, state, error } = one;
  const problems: Readonly<Record<string, string>> = t.problems;
  const why = error?.fields.map(({ problem }) => problems[problem]).find((words) => words !== undefined) ?? error?.message;
  return (
    <View className="thread-message thread-message-right" {...said({ role: 'listitem' })}>
      <View className="thread-who">{t.you}</View>
      <View className="thread-bubble thread-bubble-right thread-bubble-pending">
        {text !== '' && <View className="thread-words">{text}</View>}
        {images.length > 0 && (
          <View className="thread-pictures">
            {images.map(({ imageId, address }, at) => (address === '' ? <View key={imageId} className="thread-picture thread-thumb-name">{t.pictureKept(at + 1)}</View> : <View key={imageId} className="thread-picture"><Image className="thread-picture-inside" src={address} mode="aspectFill" {...said({ label: t.pictureKept(at + 1) })} /></View>))}
          </View>
        )}
      </View>
      <View className={`thread-state${state === 'sending' ? '' : ' thread-state-not'}`} {...said({ role: 'status', live: 'polite' })}>
        <View>{state === 'sending' ? t.sending : state === 'waiting' ? (error?.code === 'TOO_MANY' ? t.tooFast : t.unsent) : `${t.refused}：${why ?? ''}`}</View>
        {state !== 'sending' && <Press className="thread-link" onPress={onRetry}>{t.retry}</Press>}
        {state === 'refused' && <Press className="thread-link" onPress={onTakeBack}>{t.takeBack}</Press>}
      </View>
    </View>
  );
}
