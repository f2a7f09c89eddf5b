/** Names of the console's pages in the navigation. */
import { defineText } from './wording';

export const placeText = defineText({ worklist: '拨打名单' }, { worklist: 'Worklist' });
