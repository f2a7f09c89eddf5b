/** The staff console: what every page shares stands round it. */
import { createElement, type PropsWithChildren } from 'react';
import { ComplaintsProvider } from '../cloud/complaints';
import { CountsProvider } from '../cloud/counts';
import { HeldProvider } from '../cloud/held';
import { MessageCountsProvider } from '../cloud/message-counts';
import { reloadWhenReplaced } from '../cloud/release';
import { StaffProvider } from '../cloud/staff';
import { leadHomeWhenLost } from '../components/console-frame/lost';
import { entryPage, SessionGate } from '../components/session-gate/session-gate';
import { LanguageProvider } from '../text/language';
import '../look/console.scss';

reloadWhenReplaced();
leadHomeWhenLost(entryPage);

export default function App({ children }: PropsWithChildren) {
  return createElement(LanguageProvider, null, createElement(StaffProvider, null, createElement(CountsProvider, null, createElement(HeldProvider, null, createElement(MessageCountsProvider, null, createElement(ComplaintsProvider, null, children, createElement(SessionGate)))))));
}
