/** HL7 v2 with a kept parser, loaded when the first message comes: everybody else's cold start does without it. */
import { hearMessage, type HeardMessage } from '../rules/hl7/message';
import { piecesOf, type Piece } from '../rules/hl7/piece';
import type { Hl7Parse } from '../rules/hl7/segment';

export interface Hl7Reader {
  /** Where the messages of a file stand, without copying. */
  pieces(bytes: Uint8Array): Generator<Piece>;
  /** Message for message, so that a file of 100,000 is never all in memory as texts. Never throws, whatever the bytes. */
  hear(bytes: Uint8Array): Generator<HeardMessage>;
  /** One piece of `bytes`, as `piecesOf` gave it. */
  hearPiece(bytes: Uint8Array, piece: Piece): HeardMessage;
}

/** `Hl7Message` of @medplum/core splits segments, fields, repetitions and components; escapes, character sets, frames and batches are ours (rules/hl7). */
export async function openHl7(): Promise<Hl7Reader> {
  const { Hl7Message } = await import('@medplum/core');
  const parse: Hl7Parse = (text) => Hl7Message.parse(text);
  const hearPiece = (bytes: Uint8Array, { ref, start, end, cut }: Piece): HeardMessage => hearMessage(bytes.subarray(start, end), ref, parse, cut);
  return {
    pieces: piecesOf,
    hearPiece,
    *hear(bytes) {
      for (const piece of piecesOf(bytes)) yield hearPiece(bytes, piece);
    },
  };
}
