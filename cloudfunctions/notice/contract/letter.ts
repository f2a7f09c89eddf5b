/** What other domains write to the outbox and answer for: letters, and words to the duty chain. Types only; nothing of it travels. */
import type { LetterKind, TemplateKind } from '../contract';

/** Whose letters: of visits, of messages, of complaints. */
export type LetterFamily = Extract<TemplateKind, 'visit' | 'reply' | 'complaint'>;

/** A message about anything but a step. */
export interface Letter {
  /** The full `_id`: `notice:<about>:<kind>` or `notice:<about>:<kind>:<n>`; twice is once. */
  id: string;
  kind: LetterKind;
  /** The appointment, thread or complaint. */
  about: string;
  /** '' where unknown. */
  encounterId: string; patientId: string;
  /**
   * `patient`: whoever may be reached about the patient, as for invitations. A person: their WeChat, else their own confirmed number. A number sealed under field `notice`: that number.
   */
  to: 'patient' | { personId: string } | { phoneSealed: string };
  /** Not before, not after: what could not go until then is cancelled as `too_late`. */
  due: number; until: number;
  /** By kind, see `letters` in rules/letter.ts. Masked names, times, numbers; never a department, ward or diagnosis. */
  params: string[];
  /** Page of the mini-program with its query, no leading slash; an SMS carries the same page of the browser build. */
  page: string;
  /** An SMS carries a personal link: its bearer is a `link` caller whose stepId is `about`. */
  link?: boolean;
}
/** A letter as its own domain knows it again; `n` is 0 where its id has none. */
export interface LetterRef { noticeId: string; kind: LetterKind; about: string; n: number; patientId: string }
/** What the outbox asks of the domain that wrote a letter, and tells it. */
export interface LetterOwner {
  /** Just before sending: letters that are true no more, by notice id, with the reason (`changed`, `read` …). What is not in the map is still true. */
  stillTrue(letters: readonly LetterRef[], now: number): Promise<ReadonlyMap<string, string>>;
  /** No channel carried it: the domain queues its call, or not. May be told twice. */
  handed(letter: LetterRef, now: number): Promise<void>;
}
/** A deadline that somebody on the duty chain must know of. */
export interface StaffReminder {
  /** The full `_id`, `notice:<about>:overdue:<n>`; twice is once. */
  id: string;
  about: string; encounterId: string; patientId: string;
  /** 0 on duty, 1 lead, 2 director; where one has no mobile, the next above. */
  level: 0 | 1 | 2; departmentCode: string;
  /** What is due, in a few words without a name: 投诉TS20261121-0001的内部答复. */
  words: string;
  /** The end of the time. */
  by: number;
}
