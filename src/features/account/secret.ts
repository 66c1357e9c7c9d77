import { createHash, randomBytes } from 'node:crypto';

/** 32 random bytes as 43 characters that need no escape in a URL or header. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** What is kept of a secret. With that many random bits a plain hash cannot be searched for. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
