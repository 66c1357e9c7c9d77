/** The value that an input gives for a field, or what stands now where the input leaves the field out. Null clears. */
export function patched<T>(given: T | undefined, now: T): T {
  return given === undefined ? now : given;
}

/** As `patched`, for fields that cannot be cleared: null counts as left out. */
export function kept<T>(given: T | null | undefined, now: T): T {
  return given ?? now;
}

/** What a removal takes: the subject's global id and the version that the writer saw. */
export type Removal = { id: string; expectedVersion: number };
