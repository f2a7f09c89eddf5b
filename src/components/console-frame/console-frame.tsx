/** The console's frame: navigation, the bar with the page's name and its one button, the page. On a phone the navigation folds away. */
import { useEffect, useState, type ReactNode } from 'react';
import { useOnline } from '../../cloud/online';
import { useLanguage, useText } from '../../text/language';
import { shellText } from '../../text/shell';
import { Notice } from '../notice/notice';
import { StaffMenu } from '../staff-menu/staff-menu';
import './console-frame.scss';

/** `path` as in the app's configuration; `count` of what waits there. */
export interface Place { path: string; words: string; count?: number }

interface Props {
  /** Whose centre or hospital it is. */
  name: string;
  places: readonly Place[];
  /** Path of the page that is open. */
  at: string;
  title: string;
  /** Beside the title: numbers, tabs. */
  beside?: ReactNode;
  /** At the right: a state in words, the one button. */
  actions?: ReactNode;
  children: ReactNode;
}

export function ConsoleFrame({ name, places, at, title, beside, actions, children }: Props) {
  const t = useText(shellText);
  const { language, setLanguage } = useLanguage();
  const online = useOnline();
  const [open, setOpen] = useState(false);
  useEffect(() => { document.title = `${title} · ${name}`; }, [title, name]);
  return (
    <div className="s-root s-console s-console-frame">
      <nav className={`s-nav${open ? ' s-nav-open' : ''}`} aria-label={t.menu}>
        <div className="s-nav-head">
          <b className="s-nav-name">{name}</b>
          <button type="button" className="s-nav-fold" aria-expanded={open} aria-controls="s-nav-places" onClick={() => setOpen(!open)}>{t.menu}</button>
        </div>
        <div className="s-nav-body" id="s-nav-places">
          {places.map((place) => (
            <a key={place.path} className={`s-nav-place${place.path === at ? ' s-nav-here' : ''}`} href={`#/${place.path}`} aria-current={place.path === at ? 'page' : undefined} onClick={() => setOpen(false)}>
              <span>{place.words}</span>
              {place.count !== undefined && place.count > 0 && <span className="s-nav-count">{place.count}</span>}
            </a>
          ))}
          <div className="s-nav-foot">
            <StaffMenu />
            <button type="button" className="s-nav-language" lang={language === 'zh' ? 'en' : 'zh-CN'} onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}>{t.language}</button>
          </div>
        </div>
      </nav>
      <div className="s-desk">
        <header className="s-top">
          <h1 className="s-top-title">{title}</h1>
          {beside}
          <span className="s-top-gap" />
          {actions}
        </header>
        {!online && <Notice tone="warn">{t.offline}</Notice>}
        <main className="s-desk-body">{children}</main>
      </div>
    </div>
  );
}
