import type { GlobalId } from './global-id.ts';

/** What a known fault is: members of the mutations' result unions and `extensions.code` of requests carry it. */
export type ErrorCode =
  | 'NOT_FOUND'
  | 'FORBIDDEN'
  | 'INVALID'
  | 'CONFLICT'
  | 'LIMIT'
  | 'UNAUTHENTICATED'
  | 'UNAVAILABLE';

/**
 * One fault of an input. `path` leads to the field at fault, list positions as digits: ['ranges', '0', 'start'];
 * it is empty where the input as a whole is at fault. `message` is a sentence: what is wrong and what to do.
 */
export type Fault = { path: string[]; code: ErrorCode; message: string };

/** A step of a path as a caller has it at hand. */
export type PathStep = string | number;

/** Collects all faults of one input, so that they are told together. */
export class FaultList {
  readonly list: Fault[] = [];

  get isEmpty(): boolean {
    return this.list.length === 0;
  }

  /** Adds a fault; a single step may stand for a path of one. */
  add(path: PathStep | readonly PathStep[], message: string, code: ErrorCode = 'INVALID'): void {
    this.list.push({ path: toPath(path), code, message });
  }

  /** Adds faults found in a part of the input, whose paths are counted from `under`. */
  addAll(faults: readonly Fault[], under: PathStep | readonly PathStep[] = []): void {
    for (const fault of faults) this.list.push({ ...fault, path: [...toPath(under), ...fault.path] });
  }

  /** The value of a check that returns a value or a fault; on a fault, adds it and gives null. */
  take<T>(path: PathStep | readonly PathStep[], result: T | { fault: string }): T | null {
    if (!isFaulty(result)) return result;
    this.add(path, result.fault);
    return null;
  }
}

function isFaulty(result: unknown): result is { fault: string } {
  return typeof result === 'object' && result !== null && 'fault' in result;
}

function toPath(path: PathStep | readonly PathStep[]): string[] {
  return (Array.isArray(path) ? path : [path]).map(String);
}

/** A known fault of a request, thrown by commands and queries: carries all faults of the input together. */
export class DomainError extends Error {
  override readonly name: string = 'DomainError';
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(summary(faults));
    this.faults = faults;
  }

  /** The code that all faults share, else INVALID. */
  get code(): ErrorCode {
    const codes = new Set(this.faults.map((fault) => fault.code));
    const [only] = codes;
    return codes.size === 1 && only !== undefined ? only : 'INVALID';
  }
}

/** The first faults in sentences, each said once, with its path where there are several, and how many more there are. */
function summary(faults: readonly Fault[]): string {
  const several = faults.length > 1;
  const told = ({ path, message }: Fault) =>
    several && path.length > 0 ? `${path.join('.')}: ${message}` : message;
  const said = [...new Set(faults.map(told))];
  const more = said.length - SUMMARY_MAX;
  return [...said.slice(0, SUMMARY_MAX), ...(more > 0 ? [`There are ${more} more faults.`] : [])].join(' ');
}

const SUMMARY_MAX = 5;

/** The subject was changed by another writer since this one read it; `current` names it as it stands now. */
export class ConflictError extends DomainError {
  override readonly name = 'ConflictError';
  readonly current: GlobalId | null;

  constructor(fault: Fault, current: GlobalId | null = null) {
    super([fault]);
    this.current = current;
  }
}

/** @throws DomainError with all faults found so far, if there are any */
export function throwIfFaulty(faults: FaultList): void {
  if (!faults.isEmpty) throw new DomainError(faults.list);
}

/** @returns an error of one fault */
export function domainError(
  code: ErrorCode,
  path: PathStep | readonly PathStep[],
  message: string,
): DomainError {
  return new DomainError([{ path: toPath(path), code, message }]);
}
