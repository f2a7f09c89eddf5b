/** A page before the console: sign-in, set-up, a new password. One box in the middle. */
import { useEffect, type ReactNode } from 'react';
import { useOnline } from '../../cloud/online';
import { useLanguage, useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { Notice } from '../notice/notice';
import { Panel } from '../panel/panel';
import './door.scss';

interface Props { /** Above the box: whose console it is. */ product: string; title: string; words?: string; wide?: boolean; children: ReactNode }

export function Door({ product, title, words, wide = false, children }: Props) {
  const t = useText(shellText);
  const { language, setLanguage } = useLanguage();
  const online = useOnline();
  useEffect(() => { document.title = `${title} · ${product}`; }, [title, product]);
  return (
    <div className={`s-root s-console s-door${wide ? ' s-door-wide' : ''}`}>
      <div className="s-door-box">
        <div className="s-door-head">
          <span className="s-door-product">{product}</span>
          <button type="button" className="s-door-language" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t.language}</button>
        </div>
        {!online && <Notice tone="warn">{t.offline}</Notice>}
        <main>
          <Panel>
            <h1 className="s-door-title">{title}</h1>
            {words !== undefined && <div className="s-door-words">{words}</div>}
            {children}
          </Panel>
        </main>
      </div>
    </div>
  );
}
