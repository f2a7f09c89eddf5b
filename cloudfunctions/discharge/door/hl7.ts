/** HL7 v2 over HTTP: an acknowledgement for each message, one after the other, each in the character set of its message. */
import type { ImportResult } from '../contract/intake';
import type { Charset } from '../rules/charset';
import { ackCodeOf, ackOf } from '../rules/hl7/ack';
import type { HeardMessage } from '../rules/hl7/message';
import { openHl7 } from '../service/hl7';
import { isRefused, statusOf, whyRefused, type Answer, type Language } from './language';

const charsets: Record<Charset, string> = { 'utf-8': 'UTF-8', gb18030: 'GB18030', 'iso-8859-1': 'ISO-8859-1' };
const frame = { start: 0x0b, end: Buffer.from([0x1c, 0x0d]) } as const;

/** `acks`: null for a sender who asked for none. Framed as MLLP does it where the message was. */
function answerOf(status: number, acks: readonly (Uint8Array | null)[], charset: Charset, framed: boolean): Answer {
  const given = acks.filter((ack) => ack !== null);
  const body = Buffer.concat(given.flatMap((ack) => (framed ? [Buffer.from([frame.start]), ack, frame.end] : [ack])));
  return { status: given.length === 0 ? 202 : status, type: `x-application/hl7-v2+er7; charset=${charsets[charset]}`, body };
}

function ackFor(message: HeardMessage, results: readonly ImportResult[], now: number): Uint8Array | null {
  const problems = results.flatMap((result) => result.problems);
  const code = ackCodeOf(problems);
  return ackOf(message, code === 'AA' && results.some(isRefused) ? 'AE' : code, problems, now);
}

const isFramed = (bytes: Uint8Array): boolean => bytes.subarray(0, 100).includes(frame.start);

export const hl7: Language = {
  format: 'hl7', most: 5000,
  async read(bytes, now) {
    const reader = await openHl7();
    const messages: HeardMessage[] = [];
    for (const message of reader.hear(bytes)) {
      // Of a message only its header is needed here: what it says is read again where it is judged.
      messages.push({ ...message, heard: [] });
      if (messages.length > hl7.most) break;
    }
    return {
      count: messages.length,
      answer(_, results) {
        const byRef = new Map<string, ImportResult[]>();
        for (const result of results) byRef.set(result.ref, [...(byRef.get(result.ref) ?? []), result]);
        if (messages.length === 0) return answerOf(422, [ackOf(undefined, 'AR', [{ problem: 'unreadable', place: '' }], now)], 'utf-8', isFramed(bytes));
        return answerOf(statusOf(results), messages.map((message) => ackFor(message, byRef.get(message.ref) ?? [], now)), messages[0]!.header.charset, isFramed(bytes));
      },
    };
  },
  /** AR, to the first message: nothing of this delivery was taken. */
  async refuse(bytes, refusal, now) {
    const { status, problem } = refusal;
    const [first] = (await openHl7()).hear(bytes.subarray(0, 64 * 1024));
    return answerOf(status, [ackOf(first, 'AR', problem ? [{ problem, place: '' }] : [], now, whyRefused(refusal))], first?.header.charset ?? 'utf-8', isFramed(bytes));
  },
};
