/** Every pair of text and ground that the components use, in light and dark, at 4.5:1 and in large type at 7:1 (WCAG 2.2, 1.4.3 and 1.4.6; edges of controls 3:1, 1.4.11). */
import path from 'node:path';
import { compile } from 'sass';

const css = compile(path.resolve(__dirname, '../../../src/look/tokens.scss')).css;
type Colours = Record<string, string>;
const colours = (block: string): Colours => Object.fromEntries([...block.matchAll(/--([a-z-]+):\s*(#[0-9a-f]{6})/g)].map((found) => [found[1] ?? '', found[2] ?? '']));
const [light = '', dark = ''] = css.split('@media (prefers-color-scheme: dark)');
const block = (text: string, selector: string) => colours(text.split(`${selector} {`)[1]?.split('}')[0] ?? '');

const normal = { light: block(light, ':root, page'), dark: block(dark, ':root, page') };
const large = { light: { ...normal.light, ...block(light, '.s-large') }, dark: { ...normal.dark, ...block(dark, '.s-large') } };

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255).map((c) => (c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
}

const pairs: [text: string, ground: string][] = [
  ['on-action', 'action'], ['on-danger', 'danger'], ['ink', 'card'], ['ink', 'page'], ['ink', 'action-soft'], ['ink', 'plain'], ['muted', 'card'], ['muted', 'page'], ['muted', 'plain'], ['action-ink', 'card'], ['action-ink', 'page'],
  ['action-ink', 'action-soft'], ['warn', 'warn-soft'], ['warn', 'card'], ['warn', 'page'], ['danger-ink', 'danger-soft'], ['danger-ink', 'card'], ['danger-ink', 'page'], ['info', 'info-soft'],
];
const modes = (['light', 'dark'] as const).flatMap((mode) => [{ name: mode, set: normal[mode], least: 4.5 }, { name: `${mode}, large type`, set: large[mode], least: 7 }]);

test.each(modes)('in $name every text stands at $least:1 or more', ({ set, least }) => {
  const weak = pairs.map(([text, ground]) => ({ pair: `${text} on ${ground}`, at: contrast(set[text] ?? '', set[ground] ?? '') })).filter(({ at }) => !(at >= least));
  expect(weak).toEqual([]);
});

test.each(modes)('in $name the edge of a control is seen', ({ set }) => {
  expect(contrast(set['edge'] ?? '', set['card'] ?? '')).toBeGreaterThanOrEqual(3);
});
