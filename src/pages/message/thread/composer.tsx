/** Where a message is written: words, pictures with how far they are, one button. The draft stays on this device. */
import { useEffect, useRef, useState } from 'react';
import { Image, View } from '@tarojs/components';
import { keepWriting, readWriting, type KeptPicture } from '../../../cloud/unsent';
import { said } from '../../../components/aria/aria';
import { useAttach, type Attached, type Attaching } from '../../../components/attach/use-attach';
import { Button } from '../../../components/button/button';
import { Press } from '../../../components/press/press';
import { useText } from '../../../text/language';
import { messageText } from '../../../text/message';
import { message } from './use-thread';
import { Writer } from './writer';

/** As in the contract, which the server asks for again; importing it would bring every schema along. */
const textMost = 2000;
const imagesMost = 9;
const imageBytesMost = 10 * 1024 * 1024;
const types = ['image/jpeg', 'image/png', 'image/webp', 'image/heic'] as const;
const typeOf = (type: string) => types.find((one) => one === type) ?? 'image/jpeg';
/** The room that is left is told from here on. */
const nearly = 200;

/** `given`: words that are put back into the field; each new one is taken once. */
interface Props { patientId: string; given: { words: string } | undefined; onSend(text: string, images: readonly KeptPicture[]): void }

export function Composer({ patientId, given, onSend }: Props) {
  const t = useText(messageText);
  const [kept] = useState(() => readWriting(patientId));
  const [text, setText] = useState(kept.draft);
  const [empty, setEmpty] = useState(false);
  /** Chosen before a reload and gone with it. */
  const [lost, setLost] = useState(kept.unready);
  const addresses = useRef(new Map(kept.pictures.map(({ imageId, address }) => [imageId, address])));
  const attaching = useAttach({
    most: imagesMost, mostBytes: imageBytesMost, types, begin: kept.pictures.map(({ imageId }, at) => ({ fileId: imageId, name: t.pictureKept(at + 1) })),
    async place({ type, size }) {
      const { imageId, url, headers } = await message.upload({ patientId, type: typeOf(type), size });
      return { fileId: imageId, url, headers };
    },
    onSettled: (files) => keepWriting(patientId, { pictures: files.map(({ fileId }) => ({ imageId: fileId, address: '' })) }),
  });
  const write = (words: string) => {
    setText(words);
    setEmpty(false);
    keepWriting(patientId, { draft: words });
  };
  useEffect(() => { if (given) write(text.trim() === '' ? given.words : `${given.words}\n${text}`); }, [given]);
  const { files, busy } = attaching;
  const unready = files.filter(({ state }) => state !== 'sent').length;
  useEffect(() => keepWriting(patientId, { unready: lost + unready }), [patientId, lost, unready]);
  const over = text.trim().length - textMost;
  const failed = files.some(({ state }) => state === 'failed');
  const send = () => {
    if (over > 0) return;
    if (text.trim() === '' && files.length === 0) return setEmpty(true);
    onSend(text.trim(), files.map(({ fileId, address }) => ({ imageId: fileId, address: address || (addresses.current.get(fileId) ?? '') })));
    write('');
    setLost(0);
    attaching.clear();
    keepWriting(patientId, { pictures: [] });
  };
  const problem = over > 0 ? t.over(over) : empty ? t.problems.required : attaching.problem ?? (failed ? t.picturesFailed : lost > 0 ? t.picturesLost(lost) : undefined);
  const hint = busy ? t.picturesWait : over > -nearly ? t.left(-over) : '';
  return (
    <View className="thread-composer">
      {files.length > 0 && <View className="thread-strip" {...said({ role: 'list' })}>{files.map((file, at) => <Thumb key={file.key} file={file} at={at + 1} attaching={attaching} />)}</View>}
      {(problem !== undefined || hint !== '') && <View className={problem === undefined ? 's-muted' : 's-field-problem'} {...said({ role: problem === undefined ? 'status' : 'alert', live: 'polite' })}>{problem ?? hint}</View>}
      <View className="thread-row">
        <Press className="thread-add" label={t.addPicture} disabled={files.length >= imagesMost} onPress={() => { setLost(0); attaching.add('pictures'); }}><View className="thread-add-mark" /></Press>
        <View className="s-grow"><Writer label={t.write} value={text} wrong={over > 0} onChange={write} /></View>
        <Button wide={false} disabled={busy || failed || over > 0} onPress={send}>{t.send}</Button>
      </View>
    </View>
  );
}

/** One picture before it is sent. */
function Thumb({ file: { key, address, share, state, name }, at, attaching }: { file: Attached; at: number; attaching: Attaching }) {
  const t = useText(messageText);
  // WeChat tells no progress of what it sends.
  const sending = share > 0 ? t.pictureSending(Math.round(share * 100)) : t.pictureUploading;
  return (
    <View className="thread-thumb" {...said({ role: 'listitem' })}>
      {address === '' ? <View className="thread-thumb-name">{name}</View> : <Image className="thread-thumb-picture" src={address} mode="aspectFill" {...said({ label: t.pictureKept(at) })} />}
      {state === 'sending' && <View className="thread-thumb-over" {...said({ role: 'status', live: 'polite', label: sending })}>{share > 0 ? `${Math.round(share * 100)}%` : '…'}</View>}
      {state === 'failed' && <Press className="thread-thumb-over thread-thumb-failed" label={`${t.pictureKept(at)} ${t.pictureFailed}`} onPress={() => attaching.again(key)}>{t.retry}</Press>}
      <Press className="thread-thumb-remove" label={t.removePicture(at)} onPress={() => attaching.remove(key)}>×</Press>
    </View>
  );
}
