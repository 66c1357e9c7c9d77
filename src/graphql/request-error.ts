import { GraphQLError } from 'graphql';
import { DomainError, type ErrorCode, type Fault } from '../protocol/errors.ts';

/** An error of the request itself, told in the response's `errors` with `extensions.code`. */
export function requestError(code: ErrorCode, message: string, faults?: readonly Fault[]): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(faults && { faults }) } });
}

/** A known fault met while reading, as an error of the request; anything else unchanged. */
export function asRequestError(error: unknown): unknown {
  return error instanceof DomainError ? requestError(error.code, error.message, error.faults) : error;
}
