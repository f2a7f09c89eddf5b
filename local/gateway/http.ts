/** A request and its reply, as the doors of this platform see them. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';

export interface Exchange {
  method: string;
  /** Decoded nothing: as it came, without the query. */
  path: string;
  query: URLSearchParams;
  headers: Record<string, string>;
  ip: string;
  /** The body; throws TooLarge above `most` bytes. */
  read(most: number): Promise<Buffer>;
  /** For bodies that are streamed. */
  raw: IncomingMessage;
}

export interface Reply { status: number; headers?: Record<string, string | string[]>; body?: string | Buffer | Readable }
export type Door = (exchange: Exchange) => Promise<Reply>;

export class TooLarge extends Error {}

export const json = (value: unknown, status = 200): Reply => ({ status, headers: { 'content-type': 'application/json; charset=utf-8' }, body: JSON.stringify(value) });
export const page = (html: string, status = 200): Reply => ({ status, headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' }, body: html });
export const text = (body: string, status = 200): Reply => ({ status, headers: { 'content-type': 'text/plain; charset=utf-8' }, body });
/** To another address with GET. */
export const seeOther = (location: string): Reply => ({ status: 303, headers: { location } });

/** Reads a stream to its end, at most `most` bytes. */
export async function readAll(stream: Readable, most: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > most) throw new TooLarge(`more than ${most} bytes`);
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, size);
}

/** A JSON object, or undefined. */
export function parseObject(content: string | Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(content.toString());
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
