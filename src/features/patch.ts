import { isDeepStrictEqual } from 'node:util';
import type { FaultList } from '../protocol/errors.ts';

/** The value that an input gives for a field, or what stands now where the input leaves the field out. Null clears. */
export function patched<T>(given: T | undefined, now: T): T {
  return given === undefined ? now : given;
}

/** As `patched`, for fields that cannot be cleared: `refuseNulls` tells of a null. */
export function kept<T>(given: T | null | undefined, now: T): T {
  return given ?? now;
}

/** Tells of every field that a change clears though it cannot be empty. */
export function refuseNulls<Input extends object>(
  faults: FaultList,
  input: Input,
  fields: readonly (keyof Input & string)[],
): void {
  for (const field of fields) {
    if (input[field] === null) faults.add(field, `${field} cannot be empty; leave it out to keep it.`);
  }
}

/** Lists in the states of subjects whose order says nothing. */
const UNORDERED = new Set(['names', 'externalIds', 'participants', 'addresseeIds', 'values']);

/**
 * Whether a change leaves a subject as it was, from its states before and after as the log would keep them. Such a change
 * writes nothing and makes no new version.
 */
export function isUnchanged(before: object, after: object): boolean {
  return isDeepStrictEqual(comparable(before), comparable(after));
}

function comparable(state: object): unknown {
  const entries = Object.entries(JSON.parse(JSON.stringify(state)) as Record<string, unknown>);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      Array.isArray(value) && UNORDERED.has(name) ? value.map(sortable).toSorted() : value,
    ]),
  );
}

/** The same text for the same entry of a list, in whatever order its fields stand. */
function sortable(entry: unknown): string {
  if (typeof entry !== 'object' || entry === null) return JSON.stringify(entry);
  return JSON.stringify(Object.entries(entry).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** What a removal takes: the subject's global id and the version that the writer saw. */
export type Removal = { id: string; expectedVersion: number };
