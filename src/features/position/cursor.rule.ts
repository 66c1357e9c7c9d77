import { isDay } from '../../protocol/day.ts';
import { isSlug } from '../../protocol/slug.ts';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Reads what a cursor of positions holds; null if it is none. */
export function readPositionCursor(value: unknown): { day: string | null; slug: string } | null {
  const pair = readPair(value);
  return pair && isSlug(pair.name) ? { day: pair.day, slug: pair.name } : null;
}

/** Reads what a cursor of evidence holds; null if it is none. */
export function readEvidenceCursor(value: unknown): { day: string | null; id: string } | null {
  const pair = readPair(value);
  return pair && UUID.test(pair.name) ? { day: pair.day, id: pair.name } : null;
}

function readPair(value: unknown): { day: string | null; name: string } | null {
  if (!Array.isArray(value) || value.length !== 2) return null;
  const [day, name] = value as [unknown, unknown];
  return (day === null || isDay(day)) && typeof name === 'string' ? { day, name } : null;
}
