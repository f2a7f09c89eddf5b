/**
 * How Taro builds the three packages from one source:
 *
 *   SUIFANG_APP=patient taro build --type weapp   → dist/weapp     patients, mini-program
 *   SUIFANG_APP=patient taro build --type h5      → dist/h5        the same pages in a browser
 *   SUIFANG_APP=console taro build --type h5      → dist/console   staff; its own app under src/console, never in the mini-program
 *
 * Sizes are CSS pixels everywhere (no rpx, no rem): type follows the reader's setting, not the width of the phone.
 */
import path from 'node:path';
import { defineConfig } from '@tarojs/cli';

const root = path.resolve(__dirname, '..');
const app = process.env.SUIFANG_APP ?? 'patient';
const target = process.env.TARO_ENV ?? 'h5';
const development = process.env.NODE_ENV === 'development';

if (app !== 'patient' && app !== 'console') throw new Error(`SUIFANG_APP is "${app}": patient or console`);
if (app === 'console' && target !== 'h5') throw new Error('The console is built for h5 only.');

const outputRoot = app === 'console' ? 'dist/console' : `dist/${target}`;
/** Outside the source root but compiled like it: browser-safe domain files, and zod, which ships newer syntax than our oldest phone reads. */
const include = [path.join(root, 'src'), path.join(root, 'cloudfunctions'), path.join(root, 'config/accessibility'), path.join(root, 'node_modules/zod')];
/** Only `#ifdef h5` and `#ifdef weapp` in style sheets; no change of units. */
const postcss = { pxtransform: { enable: true, config: { methods: ['platform'] } } };
const hashed = development ? '[name]' : '[name].[contenthash:8]';
interface Chain { performance: { hints(on: false): void }; set(key: string, value: unknown): void }
/** Sizes are measured by the bench, not by webpack's rule of thumb; a few modules that the cache cannot keep are rebuilt without a word. */
function quiet(chain: Chain): void {
  chain.performance.hints(false);
  chain.set('infrastructureLogging', { level: 'error' });
}

export default defineConfig({
  projectName: 'suifang',
  date: '2026-11-21',
  designWidth: 375,
  deviceRatio: { 375: 2, 750: 1 },
  sourceRoot: app === 'console' ? 'src/console' : 'src',
  outputRoot,
  framework: 'react',
  compiler: { type: 'webpack5', prebundle: { enable: false } },
  // Not for the packed mini-program: Taro's copies of what several packages share have no hash of their own (MiniSplitChunksPlugin), so a warm cache would hand out old minified ones.
  cache: { enable: target !== 'weapp' || development, name: `${app}-${target}-${development ? 'development' : 'production'}`, buildDependencies: { config: [__filename, path.join(root, 'babel.config.js')] } },
  // plugin-html: NutUI draws parts of itself with HTML tags, which WeChat does not show without it.
  plugins: target === 'weapp' ? ['@tarojs/plugin-html', path.join(root, 'config/accessibility/plugin.ts')] : [],
  env: {
    SUIFANG_APP: JSON.stringify(app),
    // The CloudBase environment of the mini-program; empty means the one that the app id is bound to.
    SUIFANG_ENV: JSON.stringify(process.env.SUIFANG_ENV ?? ''),
  },
  defineConstants: {},
  copy: { patterns: [], options: {} },
  terser: { enable: true, config: {} },
  logger: { quiet: true, stats: false },
  mini: {
    compile: { include },
    postcss,
    optimizeMainPackage: { enable: true },
    miniCssExtractPluginOption: { ignoreOrder: true },
  },
  h5: {
    // Relative: the same files are served at /, at /console/ and at /wechat/<session>/.
    publicPath: './',
    staticDirectory: 'static',
    // NutUI's style sheets carry such conditions too.
    esnextModules: ['nutui-react-taro'],
    router: { mode: 'hash' },
    compile: { include },
    postcss,
    output: { filename: `js/${hashed}.js`, chunkFilename: `js/${hashed}.js` },
    webpackChain: quiet,
    miniCssExtractPluginOption: { ignoreOrder: true, filename: `css/${hashed}.css`, chunkFilename: `css/${hashed}.css` },
  },
});
