import { createCipheriv, createDecipheriv } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Db } from '../tables.ts';
import { projectHead } from './change.table.ts';

const SEALED = /^[A-Za-z0-9_-]{22}$/;
/** Keys kept at hand; past that the oldest is read again when next wanted. */
const KEYS_MAX = 10_000;

/**
 * Places in projects' logs as clients hold them [F5]. A cursor is one block of AES-256 over the project's number and the
 * `seq`, eight bytes each, under the project's key: the same place always gives the same cursor, two cursors cannot be
 * compared or counted, and whatever was not sealed by this project decrypts to another project's number.
 */
export type Cursors = {
  /** The cursor of a place; 0 is the one before the first change. */
  seal(projectId: number, seq: number): Promise<string>;
  /** The place that a cursor names; null for what this project never gave out. */
  open(projectId: number, cursor: string): Promise<number | null>;
};

/** Cursors under the keys that the database keeps, each read once. */
export function createCursors(db: Db): Cursors {
  const keys = new Map<number, Promise<Uint8Array>>();
  const keyOf = (projectId: number): Promise<Uint8Array> => {
    const known = keys.get(projectId);
    if (known) return known;
    const read = readKey(db, projectId);
    keys.set(projectId, read);
    read.catch(() => keys.delete(projectId));
    const [oldest] = keys.keys();
    if (keys.size > KEYS_MAX && oldest !== undefined) keys.delete(oldest);
    return read;
  };
  return {
    seal: async (projectId, seq) => sealCursor(await keyOf(projectId), projectId, seq),
    open: async (projectId, cursor) => openCursor(await keyOf(projectId), projectId, cursor),
  };
}

async function readKey(db: Db, projectId: number): Promise<Uint8Array> {
  const [head] = await db
    .select({ key: projectHead.cursorKey })
    .from(projectHead)
    .where(eq(projectHead.projectId, projectId));
  if (!head) throw new Error(`The project ${projectId} has no feed`);
  return head.key;
}

/** @param key 32 bytes */
export function sealCursor(key: Uint8Array, projectId: number, seq: number): string {
  const plain = Buffer.alloc(16);
  plain.writeBigInt64BE(BigInt(projectId), 0);
  plain.writeBigInt64BE(BigInt(seq), 8);
  const cipher = createCipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  return Buffer.concat([cipher.update(plain), cipher.final()]).toString('base64url');
}

/** @returns the `seq`, or null where the text was not sealed under that key for that project */
export function openCursor(key: Uint8Array, projectId: number, cursor: string): number | null {
  if (!SEALED.test(cursor)) return null;
  const sealed = Buffer.from(cursor, 'base64url');
  // The last letter carries four bits that no byte uses: one spelling alone is a cursor.
  if (sealed.toString('base64url') !== cursor) return null;
  const decipher = createDecipheriv('aes-256-ecb', key, null).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(sealed), decipher.final()]);
  const seq = plain.readBigInt64BE(8);
  if (plain.readBigInt64BE(0) !== BigInt(projectId)) return null;
  return seq >= 0n && seq <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seq) : null;
}
