/** The files of a form: two ways to add one, and each with its name, how far it is, and a way out. */
import { Image, View } from '@tarojs/components';
import { attachText } from '../../text/attach';
import { useText } from '../../text/language';
import { said } from '../aria/aria';
import { Button } from '../button/button';
import { Press } from '../press/press';
import type { Attached, Attaching } from './use-attach';
import './attach.scss';

/** `documents`: other files than pictures are taken, too. `small`: in the console. */
interface Props { attaching: Attaching; documents?: boolean; disabled?: boolean; small?: boolean }

export function Attach({ attaching, documents = false, disabled = false, small = false }: Props) {
  const t = useText(attachText);
  const { files, problem, most } = attaching;
  const full = files.length >= most;
  return (
    <View className="s-attach">
      {files.length > 0 && <View className="s-attach-list" {...said({ role: 'list', label: t.files })}>{files.map((file) => <One key={file.key} file={file} attaching={attaching} disabled={disabled} />)}</View>}
      {!full && (
        <View className="s-attach-add">
          <Button tone="soft" wide={!small && !documents} small={small} disabled={disabled} onPress={() => attaching.add('pictures')}>{t.picture}</Button>
          {documents && <Button tone="soft" wide={false} small={small} disabled={disabled} onPress={() => attaching.add('any')}>{t.file}</Button>}
        </View>
      )}
      <View className={problem === undefined ? 's-muted' : 's-field-problem'} {...said(problem === undefined ? {} : { role: 'alert', live: 'assertive' })}>{problem ?? (files.length > 0 && !full ? t.left(most - files.length) : '')}</View>
    </View>
  );
}

function One({ file, attaching, disabled }: { file: Attached; attaching: Attaching; disabled: boolean }) {
  const t = useText(attachText);
  const { key, name, address, share, state } = file;
  return (
    <View className="s-attach-file" {...said({ role: 'listitem' })}>
      {address === '' ? <View className="s-attach-sheet" {...said({ hidden: true })} /> : <Image className="s-attach-picture" src={address} mode="aspectFill" {...said({ label: name })} />}
      <View className="s-grow">
        <View className="s-attach-name">{name}</View>
        <View className={state === 'failed' ? 's-field-problem' : 's-muted'} {...said({ role: 'status', live: 'polite' })}>{state === 'sending' ? t.share(Math.round(share * 100)) : state === 'sent' ? `✓ ${t.sent}` : t.failed}</View>
        {state === 'sending' && <View className="s-attach-bar" {...said({ hidden: true })}><View className="s-attach-done" style={{ width: `${Math.round(share * 100)}%` }} /></View>}
      </View>
      {state === 'failed' && <Press className="s-attach-link" disabled={disabled} onPress={() => attaching.again(key)}>{t.again}</Press>}
      {state !== 'sending' && <Press className="s-attach-link" disabled={disabled} label={t.remove(name)} onPress={() => attaching.remove(key)}>{t.removeShort}</Press>}
    </View>
  );
}
