import type { IncomingMessage } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { PothosValidationError } from '@pothos/core';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql';
import { createYoga, maskError, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import { postgresError } from '../db/transaction.ts';
import type { Context } from '../graphql/context.ts';
import { requestError } from '../graphql/request-error.ts';
import { subscribe } from '../graphql/subscribe.ts';
import type { Logger } from '../log.ts';
import { DomainError } from '../protocol/errors.ts';
import type { Arrival } from './arrival.ts';
import { readBodies } from './body.ts';
import { checkGet } from './get.ts';
import { firstQuery, graphiqlPolicy, renderGraphiQL } from './graphiql.ts';
import { boundAnswers } from './limits/answer.ts';
import { limitTime, timeError } from './limits/deadline.ts';
import { createDocumentCache } from './limits/document-cache.ts';
import { hideSuggestions, refuseIntrospection, withoutSuggestion } from './limits/hints.ts';
import { boundText } from './limits/lexical.ts';
import { limitOperations, pointsOf } from './limits/operation.ts';
import { boundShape } from './limits/shape.ts';
import { limitSubscriptions } from './limits/subscriptions.ts';
import type { Limits } from './limits.ts';
import { checkPaging, toldCursor, toldPaging } from './paging.ts';
import { persistedOperations } from './persisted.ts';

/** Serves GraphQL; other transports run operations through it too. */
export type Graphql = YogaServerInstance<Incoming, Context>;

/** What each transport hands over: the request as it came in, and whose it is where that is known already. */
export type Incoming = { req: IncomingMessage; arrival?: Arrival };

type Options = {
  schema: GraphQLSchema;
  createContext: (
    incoming: { req: IncomingMessage; arrival?: Arrival | undefined },
    signal: AbortSignal,
  ) => Context;
  limits: Limits;
  log: Logger;
};

/**
 * GraphQL over HTTP: POST and GET, and subscriptions over SSE. Known faults are told, others logged in full and masked.
 * Only bodies in JSON are taken: a page from elsewhere cannot send those without being asked first, and CORS answers none.
 */
export function createGraphql({ schema, createContext, limits, log }: Options): Graphql {
  return createYoga<Incoming, Context>({
    schema,
    context: ({ req, arrival, request }) => createContext({ req, arrival }, request.signal),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: limits.graphiql && { title: 'Demarche', defaultQuery: firstQuery },
    renderGraphiQL,
    multipart: false,
    cors: false,
    batching: false,
    maxRequestBodySize: false,
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: createDocumentCache() },
    plugins: [
      persistedOperations(limits.persisted, limits.persistedOnly),
      boundText,
      boundShape,
      ...(limits.introspection ? [] : [refuseIntrospection]),
      ...(limits.suggestions ? [] : [hideSuggestions]),
      checkPaging,
      boundAnswers,
      limitOperations(limits),
      limitTime(limits.seconds),
      limitSubscriptions(limits.countersOf),
      refuseForms,
      checkGet,
      readBodies(limits),
      graphiqlPolicy,
      freshContextPerEvent(limits),
    ],
    logging: {
      debug: (...args) => log.trace({ args }, 'graphql'),
      info: (...args) => log.debug({ args }, 'graphql'),
      warn: (...args) => log.warn({ args }, 'graphql'),
      error: (...args) => log.debug({ args }, 'graphql'),
    },
    maskedErrors: {
      maskError: (error, message, isDev) => {
        const told = mask(error, message, isDev, limits, log);
        return limits.suggestions || !(told instanceof GraphQLError) ? told : withoutSuggestion(told);
      },
    },
  });
}

const refuseForms: Plugin<Context> = {
  onRequestParse({ request, endResponse, fetchAPI }) {
    const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (request.method !== 'POST' || type === undefined || /[/+]json$/.test(type)) return;
    endResponse(new fetchAPI.Response('Send the request as application/json.\n', { status: 415 }));
  },
};

/** Makes a context for each event, once there is room for what the event costs: a cursor waits, and loses nothing [L5]. */
function freshContextPerEvent({ charge }: Limits): Plugin<Context> {
  return {
    onSubscribe({ setSubscribeFn }) {
      setSubscribeFn((args: ExecutionArgs) => {
        const first = args.contextValue as Context;
        const points = pointsOf(args);
        let paid = true;
        return subscribe(args, async () => {
          // The first was paid for with the operation.
          if (!paid) await roomFor(points, first, charge);
          paid = false;
          return { ...first, ...(await first.renew()) };
        });
      });
    },
  };
}

async function roomFor(
  points: number,
  { signal, ...rest }: Context,
  charge: Limits['charge'],
): Promise<void> {
  while (!signal.aborted) {
    const refusal = await charge({ signal, ...rest }, points);
    if (!refusal) return;
    const { retryAfter = 1 } = (refusal.extensions['limit'] ?? {}) as { retryAfter?: number };
    await sleep(retryAfter * 1_000, undefined, { signal }).catch(() => {});
  }
}

/** A known fault is told with its code; one of the request's form keeps what says where it is; the rest is logged and hidden. */
function mask(
  error: unknown,
  message: string,
  isDev: boolean | undefined,
  limits: Pick<Limits, 'seconds'>,
  log: Logger,
): Error {
  const original = error instanceof GraphQLError ? error.originalError : error;
  if (original instanceof DomainError && error instanceof GraphQLError) {
    const { message: told, extensions } = requestError(original.code, original.message, original.faults);
    return new GraphQLError(told, { nodes: error.nodes, path: error.path, extensions });
  }
  const paging = original instanceof PothosValidationError ? toldPaging(error as GraphQLError) : null;
  if (paging) return paging;
  const cursor = error instanceof GraphQLError ? toldCursor(error) : null;
  if (cursor) {
    log.debug({ err: original }, 'a cursor did not fit');
    return cursor;
  }
  if (error instanceof GraphQLError && postgresError(original)?.code === STATEMENT_TIMEOUT) {
    log.warn({ path: error.path }, 'a statement took too long');
    const { message: told, extensions } = timeError(limits.seconds);
    return new GraphQLError(told, { nodes: error.nodes, path: error.path, extensions });
  }
  // Only what was refused before execution has no path: values that do not fit the types of their variables.
  if (error instanceof GraphQLError && !error.path && !error.extensions['code'] && isOfForm(original)) {
    const extensions = { code: 'INVALID', http: { status: 400, spec: true } };
    return new GraphQLError(shortened(error.message), { nodes: error.nodes, extensions });
  }
  if (original && !(original instanceof GraphQLError)) {
    log.error({ err: original }, 'a request failed unexpectedly');
  }
  return maskError(error, message, isDev);
}

/** What PostgreSQL says of a statement that it ended because of statement_timeout. */
const STATEMENT_TIMEOUT = '57014';

/** A message that repeats a value says how it begins; what is wrong with it comes last. */
function shortened(message: string): string {
  return message.length <= 1_000 ? message : `${message.slice(0, 500)}…${message.slice(-300)}`;
}

function isOfForm(original: unknown): boolean {
  return original === undefined || original instanceof GraphQLError;
}
