/** Standard answers: what customer service may say word for word, once somebody who may has approved it. */
import { Id, Instant, z } from '../../kit/contract';

/** Which sort of standard answer. `clinical`: general safety advice, ends with the closing sentence. */
export const AnswerCategory = z.enum(['medicine', 'wound', 'recovery', 'symptom', 'visit', 'record', 'fee', 'child', 'mind', 'service']);
export type AnswerCategory = z.infer<typeof AnswerCategory>;

/** A disease that an answer is for: an ICD-10 prefix (`S72`), a range of categories (`I10-I15`), or plain words as they stand in a diagnosis (`高血压`). */
export const Disease = z.string().trim().min(1).max(30);
/** Department codes and diseases at most on one answer (product default). */
export const tagsMost = 30;
/** How an answer suits a stay: written for its department and disease; for everybody; for others. */
export const Fit = z.enum(['stay', 'all', 'other']);
export type Fit = z.infer<typeof Fit>;

/** Whom an answer is for: department codes and diseases; none is everybody. Where both are named, both must suit. */
const tags = { departments: z.array(Id), diseases: z.array(z.string()) };

/** An entry with the version in use, the one that waits for its review, and the earlier ones. */
export const StandardAnswer = z.object({
  answerId: Id, category: AnswerCategory, question: z.string(), keywords: z.array(z.string()), ...tags,
  /** Without the closing sentence. */
  answer: z.string(),
  /** What goes into a reply, word for word: the answer and, where clinical, the closing sentence. */
  insert: z.string(),
  /** When it does not suffice, and who then answers. */
  escalateWhen: z.string(), route: z.string(),
  /** May be given without asking the department (G11). */
  direct: z.boolean(), clinical: z.boolean(),
  version: z.int(), state: z.enum(['draft', 'reviewed', 'retired']),
  /** '' when it may be inserted into a reply. */
  unusable: z.enum(['', 'draft', 'expired', 'retired']),
  reviewedBy: z.string(), reviewerTitle: z.string(), reviewedAt: Instant, expiresAt: Instant,
  /** The colleague's name as it was then, also after they have left; `sample` for what came with the system. */
  editedBy: z.string(), editedAt: Instant,
  /** A reviewed version stays in use while a newer one waits for its review. */
  draft: z.object({ version: z.int(), question: z.string(), keywords: z.array(z.string()), ...tags, category: AnswerCategory, answer: z.string(), escalateWhen: z.string(), route: z.string(), direct: z.boolean(), clinical: z.boolean(), editedBy: z.string(), editedAt: Instant }).nullable(),
  /** Earlier versions, newest first. */
  history: z.array(z.object({ version: z.int(), answer: z.string(), state: z.enum(['draft', 'reviewed', 'retired']), by: z.string(), at: Instant })),
  rev: z.int(),
});
export type StandardAnswer = z.infer<typeof StandardAnswer>;
