import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCursor, sealCursor } from '../../src/feed/cursor.ts';

const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
const project = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
const seq = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });

describe('a cursor', () => {
  it('[F5] gives its place back to its project, the same text for the same place', () => {
    fc.assert(
      fc.property(key, project, seq, (key, project, seq) => {
        const cursor = sealCursor(key, project, seq);
        expect(cursor).toMatch(/^[A-Za-z0-9_-]{22}$/);
        expect(sealCursor(key, project, seq)).toBe(cursor);
        expect(openCursor(key, project, cursor)).toBe(seq);
      }),
    );
  });

  it('[F5] of another project, under its key or ours, is none', () => {
    fc.assert(
      fc.property(key, key, project, project, seq, (ours, theirs, project, other, seq) => {
        fc.pre(project !== other && Buffer.compare(ours, theirs) !== 0);
        expect(openCursor(ours, project, sealCursor(theirs, project, seq))).toBeNull();
        expect(openCursor(ours, project, sealCursor(ours, other, seq))).toBeNull();
      }),
    );
  });

  it('[F5] cannot be forged: no other text is one, however close', () => {
    const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'];
    const ours = randomBytes(32);
    const cursor = sealCursor(ours, 7, 1);
    for (let at = 0; at < cursor.length; at++) {
      for (const letter of letters) {
        const forged = cursor.slice(0, at) + letter + cursor.slice(at + 1);
        expect(openCursor(ours, 7, forged)).toBe(forged === cursor ? 1 : null);
      }
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(openCursor(ours, 7, text)).toBeNull();
      }),
    );
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 40 }), (bytes) => {
        expect(openCursor(ours, 7, Buffer.from(bytes).toString('base64url'))).toBeNull();
      }),
    );
  });

  it('[F5] tells nothing of how many changes lie between two', () => {
    const ours = randomBytes(32);
    const cursors = Array.from({ length: 1_000 }, (_, seq) =>
      Buffer.from(sealCursor(ours, 7, seq), 'base64url'),
    );
    // Neighbours differ in about half of their 128 bits, as any two do.
    const differing = cursors.slice(1).map((cursor, at) => bitsApart(cursor, cursors[at] ?? cursor));
    const mean = differing.reduce((sum, bits) => sum + bits, 0) / differing.length;
    expect(mean).toBeGreaterThan(62);
    expect(mean).toBeLessThan(66);
    expect(Math.min(...differing)).toBeGreaterThan(30);
  });
});

function bitsApart(a: Buffer, b: Buffer): number {
  let bits = 0;
  for (const [at, byte] of a.entries()) {
    for (let rest = byte ^ (b[at] ?? 0); rest > 0; rest >>= 1) bits += rest & 1;
  }
  return bits;
}
