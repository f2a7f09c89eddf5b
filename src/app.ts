/** The patients' app: what every page shares stands round it. */
import { createElement, type PropsWithChildren } from 'react';
import { TypeSizeProvider } from './look/type-size';
import { LanguageProvider } from './text/language';
import './app.scss';

export default function App({ children }: PropsWithChildren) {
  return createElement(LanguageProvider, null, createElement(TypeSizeProvider, null, children));
}
