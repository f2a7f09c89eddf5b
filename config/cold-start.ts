/**
 * What a cold start loads is what every patient waits for (a third less of the processor with these two, measured on an empty function).
 *
 * The SDK loads, at its start, libraries for things that few functions ever do (AI, custom login tickets, proxies, form uploads, XML): each of them is loaded when it is first
 * used instead. Nothing else of the SDK changes, and the build fails when its sources no longer look as expected, so that a new version is looked at. zod brings its error
 * messages in fifty languages; the product has its own wording and needs none.
 */
import type { Plugin } from 'esbuild';
import { readFileSync } from 'node:fs';

/** Per file of the SDK, the libraries it uses in some calls only. */
const deferred: Record<string, readonly string[]> = {
  'ai/index.js': ['@cloudbase/ai', '@cloudbase/app'],
  'ai/request-adapter.js': ['web-streams-polyfill'],
  'auth/index.js': ['jsonwebtoken'],
  'cloudbase.js': ['axios', '@cloudbase/wx-cloud-client-sdk'],
  'storage/index.js': ['xml2js'],
  'utils/metadata.js': ['axios'],
  'utils/request-core.js': ['https-proxy-agent', 'http-proxy-agent', 'form-data'],
};

/** Per file of the SDK, what it makes in `init` for functions that ask for it: the client of data models, whose library wakes the whole of Node's fetch. */
const made: Record<string, readonly (readonly [text: string, instead: string])[]> = {
  'cloudbase.js': [
    ['const httpClient = wx_cloud_client_sdk_1.default.generateHTTPClient(', 'const httpClient = later(() => wx_cloud_client_sdk_1.default.generateHTTPClient('],
    ['            });\n            this.models = httpClient;', '            }));\n            this.models = httpClient;'],
  ],
};

/** Stands for a module until one of its members is asked for; the SDK's compiled code reads modules in no other way. */
const later = 'function later(load) { let loaded; return new Proxy({}, { get: (_, name) => (loaded ??= load())[name] }); }';

export const lazySdk: Plugin = {
  name: 'lazy-sdk',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/]@cloudbase[\\/]node-sdk[\\/]dist[\\/].*\.js$/ }, ({ path }) => {
      const file = path.replaceAll('\\', '/').split('/node-sdk/dist/')[1] ?? '';
      let source = readFileSync(path, 'utf8');
      for (const library of deferred[file] ?? []) {
        const place = new RegExp(`^const (\\w+) = ((?:__importDefault\\()?require\\("${library}"\\)\\)?);$`, 'm');
        if (!place.test(source)) return { errors: [{ text: `node-sdk/dist/${file} no longer requires "${library}" as config/cold-start.ts expects: look at the new version and adapt the list` }] };
        source = source.replace(place, 'const $1 = later(() => $2);');
      }
      for (const [text, instead] of made[file] ?? []) {
        if (source.split(text).length !== 2) return { errors: [{ text: `node-sdk/dist/${file} no longer says "${text.trim()}" as config/cold-start.ts expects: look at the new version and adapt the list` }] };
        source = source.replace(text, () => instead);
      }
      return { contents: deferred[file] ? `${source}\n${later}` : source };
    });
  },
};

export const withoutLocales: Plugin = {
  name: 'without-locales',
  setup(build) {
    build.onLoad({ filter: /node_modules[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({ contents: 'export {};' }));
  },
};
