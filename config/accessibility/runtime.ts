/** The runtime half of the plugin: Taro numbers the attributes at build time and again when the app starts, so both must know the same list. */
import { mergeInternalComponents } from '@tarojs/shared';
import attributes from './attributes.json';

mergeInternalComponents(attributes);
