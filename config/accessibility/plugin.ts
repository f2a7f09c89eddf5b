/**
 * Taro plugin: what a screen reader in WeChat is told. Taro's templates leave WeChat's aria attributes out (basic library 2.7.1 and later has them);
 * this adds those of `attributes.json` to the templates of the mini-program and loads the runtime half.
 */
import path from 'node:path';
import type { IPluginContext } from '@tarojs/service';
import attributes from './attributes.json';

interface Platform {
  template: { mergeComponents(context: IPluginContext, patch: Record<string, Record<string, string>>): void };
  runtimePath: string | string[];
}

export default (context: IPluginContext): void => {
  context.registerMethod({
    name: 'onSetupClose',
    fn(platform: Platform) {
      platform.template.mergeComponents(context, attributes);
      platform.runtimePath = [platform.runtimePath, path.join(__dirname, 'runtime.ts')].flat();
    },
  });
};
