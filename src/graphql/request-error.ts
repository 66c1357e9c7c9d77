import { GraphQLError } from 'graphql';
import type { ErrorCode, Fault } from '../protocol/errors.ts';

/** An error of the request itself, told in the response's `errors` with `extensions.code`. */
export function requestError(code: ErrorCode, message: string, faults?: readonly Fault[]): GraphQLError {
  return new GraphQLError(message, { extensions: { code, ...(faults && { faults }) } });
}
