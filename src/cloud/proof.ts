/** The proof of a birth month, for one link in this tab: a session of that link, which sees what was answered before and decides as the patient. */
import { mark } from './shelf';
import { recall, remember } from './tab';

const nameOf = (link: string): string => `proof.${mark(link)}`;

/** The session that proves this link, if there is one. */
export const proofOf = (link: string): string | undefined => recall(nameOf(link));
/** Keeps it as long as the tab lives; undefined when the server no longer takes it. */
export const keepProof = (link: string, proof: string | undefined): void => remember(nameOf(link), proof);
