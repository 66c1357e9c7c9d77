import { GraphQLError, Kind, type ValueNode, valueFromASTUntyped } from 'graphql';
import { isDay } from '../protocol/day.ts';
import { JSON_DEPTH_MAX } from '../protocol/limits.ts';
import { builder } from './builder.ts';
import { filterError } from './ref-filter.ts';

builder.scalarType('Date', {
  description: 'A calendar day, `2018-11-05`, in the years 0001 to 9999.',
  serialize: (day) => day,
  parseValue: anyString,
  parseLiteral: (node) => anyString(literal(node)),
});

builder.scalarType('EDTF', {
  description:
    'A day, month, year or interval as a text gives it, in the Extended Date/Time Format (ISO 8601-2) level 1: `2018-09`, `2018-09~`, `../2018-11-05`, `1970/1989`.',
  serialize: (date) => date,
  parseValue: anyString,
  parseLiteral: (node) => anyString(literal(node)),
});

builder.scalarType('DateTime', {
  description: 'A moment in UTC, ISO 8601 with milliseconds: `2018-11-05T09:30:00.000Z`.',
  serialize: (moment) => (moment as Date).toISOString(),
  parseValue: () => {
    throw new GraphQLError('A DateTime is never given, only returned.');
  },
});

builder.scalarType('JSON', {
  description: 'A value of whatever kind: an object, a list, a string, a number, true, false or null.',
  serialize: (value) => value,
  parseValue: shallow,
  parseLiteral: (node, variables) => shallow(valueFromASTUntyped(node, variables)),
});

/**
 * Checks a day given as an argument of a field. (In inputs of mutations a bad day is for the command to report.)
 *
 * @throws a request error naming the argument
 */
export function dayArgument(name: string, day: string | null | undefined): string | null {
  if (day === null || day === undefined) return null;
  if (isDay(day)) return day;
  throw filterError(name, `${shown(day)} is not a day; give one such as 2018-11-05.`);
}

/**
 * Checks the two ends of a span of days, each given as an argument of its own.
 *
 * @throws a request error naming the argument: where one is no day, or where no day can lie between them
 */
export function daysArgument(
  [firstName, first]: Named,
  [lastName, last]: Named,
): { from: string | null; until: string | null } {
  const from = dayArgument(firstName, first);
  const until = dayArgument(lastName, last);
  if (from !== null && until !== null && until < from) {
    throw filterError(lastName, `${until} lies before ${from}; give a day that does not, or leave one out.`);
  }
  return { from, until };
}

type Named = readonly [argument: string, day: string | null | undefined];

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 80));
}

/** Refuses a value so deep that whatever walks it would run out of stack. */
function shallow(value: unknown, depth = 0): unknown {
  if (depth > JSON_DEPTH_MAX) {
    throw new GraphQLError(`A value is nested at most ${JSON_DEPTH_MAX} levels deep; give a flatter one.`);
  }
  if (typeof value === 'object' && value !== null) {
    for (const inner of Object.values(value)) shallow(inner, depth + 1);
  }
  return value;
}

function literal(node: ValueNode): unknown {
  return node.kind === Kind.STRING ? node.value : undefined;
}

function anyString(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError('A date is given as a string, such as "2018-11-05".');
}
