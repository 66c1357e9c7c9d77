import { isIP } from 'node:net';
import { z } from 'zod';
import type { Variable } from './config.ts';
import { COST_MAX, NODES_MAX, OPERATION_SECONDS_MAX, RATE, SUBSCRIPTIONS_MAX } from './protocol/limits.ts';

/** The part of the settings that says who may ask, how, and for how much. */
export type LimitConfig = {
  /** Origins of other sites whose pages may read and write here. */
  corsOrigins: readonly string[];
  /** How many proxies before the service are believed, or at which addresses. */
  trustProxy: number | readonly string[];
  persisted: { path: string | null; only: boolean };
  /** Requests a second of one account or token; null: not counted. */
  rate: number | null;
  limits: {
    nodesMax: number;
    costMax: number;
    seconds: number;
    subscriptions: number;
    graphiql: boolean;
    introspection: boolean;
    /** Whether errors say what might have been meant. */
    suggestions: boolean;
  };
};

const switched = z.enum(['on', 'off']).transform((value) => value === 'on');
const onLoopback = 'on where HOST is the loopback, otherwise off';
const wholeNumber = z
  .string()
  .regex(/^[1-9]\d{0,14}$/)
  .transform(Number);

export const limitVariables = {
  CORS_ORIGINS: {
    purpose: 'other sites whose pages may use the service, also with their reader’s sign-in',
    expected: 'origins such as https://example.org, separated by commas',
    without: 'none',
    schema: z
      .string()
      .transform(listOf)
      .refine((origins) => origins.every(isOrigin))
      .optional(),
  } satisfies Variable<string[] | undefined>,
  TRUST_PROXY: {
    purpose: 'proxies before the service whose X-Forwarded-For is believed',
    expected: 'how many there are, or their addresses or networks (10.0.0.0/8), separated by commas',
    without: '0',
    schema: z
      .union([
        z.string().regex(/^\d$/).transform(Number),
        z
          .string()
          .transform(listOf)
          .refine((networks) => networks.every(isNetwork)),
      ])
      .optional(),
  } satisfies Variable<number | string[] | undefined>,
  RATE_LIMIT: {
    purpose: 'requests a second of one account or token; ten times as many at once, a quarter of it unsigned',
    expected: 'a whole number, or off',
    without: `${RATE}`,
    schema: z.union([z.literal('off'), wholeNumber]).optional(),
  } satisfies Variable<'off' | number | undefined>,
  NODES_MAX: {
    purpose: 'entries of connections that one operation may ask for',
    expected: 'a whole number',
    without: `${NODES_MAX}`,
    schema: wholeNumber.optional(),
  } satisfies Variable<number | undefined>,
  COST_MAX: {
    purpose: 'points that one operation may cost, one for each field of each entry',
    expected: 'a whole number',
    without: `${COST_MAX}`,
    schema: wholeNumber.optional(),
  } satisfies Variable<number | undefined>,
  OPERATION_SECONDS: {
    purpose: 'seconds that one operation may take',
    expected: 'a whole number up to 86400',
    without: `${OPERATION_SECONDS_MAX}`,
    schema: wholeNumber.pipe(z.number().max(86_400)).optional(),
  } satisfies Variable<number | undefined>,
  SUBSCRIPTIONS_MAX: {
    purpose: 'subscriptions at once of one account, token or unsigned address',
    expected: 'a whole number',
    without: `${SUBSCRIPTIONS_MAX}`,
    schema: wholeNumber.optional(),
  } satisfies Variable<number | undefined>,
  GRAPHIQL: {
    purpose: 'whether /graphql shows a page to browsers',
    expected: 'on or off',
    without: onLoopback,
    schema: switched.optional(),
  } satisfies Variable<boolean | undefined>,
  INTROSPECTION: {
    purpose: 'whether the schema can be asked for',
    expected: 'on or off',
    without: onLoopback,
    schema: switched.optional(),
  } satisfies Variable<boolean | undefined>,
  PERSISTED_OPERATIONS: {
    purpose: 'operations that can be named by an id',
    expected: 'the path of a JSON file of ids and operations, or of a folder of .graphql files, without NUL',
    without: 'none',
    schema: z
      .string()
      .refine((path) => !path.includes('\0'))
      .optional(),
  } satisfies Variable<string | undefined>,
  PERSISTED_OPERATIONS_ONLY: {
    purpose: 'whether no other operations are run',
    expected: 'on or off',
    without: 'off',
    schema: switched.optional(),
  } satisfies Variable<boolean | undefined>,
  NODE_ENV: {
    purpose: 'production: errors suggest no names, wherever HOST is',
    expected: 'any word',
    without: 'suggestions where HOST is the loopback',
    schema: z.string().optional(),
  } satisfies Variable<string | undefined>,
};

type Values = Partial<{
  [Name in keyof typeof limitVariables]: z.output<(typeof limitVariables)[Name]['schema']>;
}>;

/** @param onLoopback whether nobody beyond this machine can reach the service */
export function limitConfig(values: Values, onLoopback: boolean): LimitConfig {
  return {
    corsOrigins: values.CORS_ORIGINS ?? [],
    trustProxy: values.TRUST_PROXY ?? 0,
    persisted: {
      path: values.PERSISTED_OPERATIONS ?? null,
      only: values.PERSISTED_OPERATIONS_ONLY ?? false,
    },
    rate: values.RATE_LIMIT === 'off' ? null : (values.RATE_LIMIT ?? RATE),
    limits: {
      nodesMax: values.NODES_MAX ?? NODES_MAX,
      costMax: values.COST_MAX ?? COST_MAX,
      seconds: values.OPERATION_SECONDS ?? OPERATION_SECONDS_MAX,
      subscriptions: values.SUBSCRIPTIONS_MAX ?? SUBSCRIPTIONS_MAX,
      graphiql: values.GRAPHIQL ?? onLoopback,
      introspection: values.INTROSPECTION ?? onLoopback,
      suggestions: onLoopback && values.NODE_ENV !== 'production',
    },
  };
}

function listOf(text: string): string[] {
  return text.split(',').flatMap((item) => item.trim() || []);
}

/** Spelled as browsers send it: without a path, a port that goes without saying, or capitals. */
function isOrigin(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && new URL(text).origin === text;
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...rest] = text.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}
