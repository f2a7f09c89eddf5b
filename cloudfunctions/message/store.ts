/** The collections of conversations. */
import type { CollectionSpec } from '../kit/database';
import { answerCollection, paceCollection, pictureCollection, presenceCollection } from './store/desk';
import { messageCollection, threadCollection } from './store/thread';

/** Written to collections.json by the build. */
export const collections: CollectionSpec[] = [threadCollection, messageCollection, presenceCollection, pictureCollection, paceCollection, answerCollection];
