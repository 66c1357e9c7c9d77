/** Exit codes of the command line; also printed by `demarche --help`. */
export const exitCodes = {
  ok: 0,
  unexpected: 1,
  usage: 2,
  configuration: 3,
  database: 4,
  inUse: 5,
  partly: 6,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];

/**
 * A fault that is known and can be told to a person in one paragraph: what happened, where, and what to do.
 * The command line prints `message` alone, without a stack, and ends with `exitCode`.
 */
export class Fault extends Error {
  override readonly name: string = 'Fault';
  readonly exitCode: ExitCode;

  constructor(message: string, exitCode: ExitCode, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}

/** A known fault of the database: unreachable, too old, unusable folder, failed migration. */
export function databaseFault(message: string, cause?: unknown): Fault {
  return new Fault(message, exitCodes.database, cause === undefined ? undefined : { cause });
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '') {
    return error.errors.map(messageOf).join('; ');
  }
  return error instanceof Error ? error.message : String(error);
}

/** The `code` of a Node or PostgreSQL error (ENOENT, 42P01), if it carries one. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
