/** The staff console: what every page shares stands round it. */
import { createElement, type PropsWithChildren } from 'react';
import { LanguageProvider } from '../text/language';
import '../look/console.scss';

export default function App({ children }: PropsWithChildren) {
  return createElement(LanguageProvider, null, children);
}
