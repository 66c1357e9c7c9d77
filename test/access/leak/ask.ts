import { createHash } from 'node:crypto';
import type { Sent } from './operation.ts';

/** An answer as it came over HTTP: its text, and the headers that say something. */
export type Reply = { status: number; headers: Record<string, string>; text: string };

export type Ask = (sent: Sent) => Promise<Reply>;

/** Headers that tell of the connection or the moment, or follow from the body. */
const IDLE = new Set(['date', 'connection', 'keep-alive', 'content-length', 'transfer-encoding']);

/** Asks a service as whoever has a token. */
export function asking(url: string, token: string): Ask {
  return async (sent) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(sent),
    });
    const headers = [...response.headers].filter(([name]) => !IDLE.has(name));
    return { status: response.status, headers: Object.fromEntries(headers), text: await response.text() };
  };
}

/** The token of an account in tests: always the same, so that copies of a database know it. */
export function tokenOf(account: string): string {
  return `dem_${createHash('sha256').update(account).digest('base64url')}`;
}

/** The answer as data. */
export function bodyOf({ text }: Reply): any {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
