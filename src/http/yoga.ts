import type { IncomingMessage } from 'node:http';
import { PothosValidationError } from '@pothos/core';
import { type ExecutionArgs, GraphQLError, type GraphQLSchema } from 'graphql';
import { createYoga, maskError, type Plugin, type YogaServerInstance } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { requestError } from '../graphql/request-error.ts';
import { subscribe } from '../graphql/subscribe.ts';
import type { Logger } from '../log.ts';
import { DomainError } from '../protocol/errors.ts';
import { type Asking, askingOf } from './asking.ts';
import { boundDepth } from './depth.ts';
import { checkGet } from './get.ts';
import { checkPaging, toldCursor, toldPaging } from './paging.ts';
import { firstQuery, renderGraphiQL } from './graphiql.ts';

/** Serves GraphQL; other transports run operations through it too. */
export type Graphql = YogaServerInstance<ServerContext, Context>;

/** What surrounds an operation: the request that brought it, or what the connection brought over which it came. */
type ServerContext = { req: IncomingMessage; asking?: Asking };

type Options = {
  schema: GraphQLSchema;
  createContext: (asking: Asking) => Promise<Context>;
  log: Logger;
};

/**
 * Bytes of a request at most. A document's text has up to 5,000,000 code points: 20 MB in UTF-8 at most, and 30 MB where
 * a client escapes each character of a Japanese text as six.
 */
export const BODY_MAX = 32 * 2 ** 20;

/**
 * GraphQL over HTTP: POST and GET, and subscriptions over SSE. Known faults are told, others logged in full and masked.
 * Only bodies in JSON are taken: a page from elsewhere cannot send those without being asked first, and CORS answers none.
 */
export function createGraphql({ schema, createContext, log }: Options): Graphql {
  return createYoga<ServerContext, Context>({
    schema,
    context: ({ request, req, asking }) => createContext(asking ?? askingOf(req, request.signal)),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: { title: 'Demarche', defaultQuery: firstQuery },
    renderGraphiQL,
    multipart: false,
    cors: false,
    batching: false,
    maxRequestBodySize: BODY_MAX,
    plugins: [boundDepth, checkPaging, refuseForms, checkGet, freshContextPerEvent],
    logging: {
      debug: (...args) => log.trace({ args }, 'graphql'),
      info: (...args) => log.debug({ args }, 'graphql'),
      warn: (...args) => log.warn({ args }, 'graphql'),
      error: (...args) => log.debug({ args }, 'graphql'),
    },
    maskedErrors: { maskError: (error, message, isDev) => mask(error, message, isDev, log) },
  });
}

const refuseForms: Plugin<Context> = {
  onRequestParse({ request, endResponse, fetchAPI }) {
    const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
    if (request.method !== 'POST' || type === undefined || /[/+]json$/.test(type)) return;
    endResponse(new fetchAPI.Response('Send the request as application/json.\n', { status: 415 }));
  },
};

const freshContextPerEvent: Plugin<Context> = {
  onSubscribe({ setSubscribeFn }) {
    setSubscribeFn((args: ExecutionArgs) => {
      const first = args.contextValue as Context;
      return subscribe(args, async () => ({ ...first, ...(await first.renew()) }));
    });
  },
};

/** A known fault is told with its code; one of the request's form keeps what says where it is; the rest is logged and hidden. */
function mask(error: unknown, message: string, isDev: boolean | undefined, log: Logger): Error {
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
  // Only what was refused before execution has no path: values that do not fit the types of their variables.
  if (error instanceof GraphQLError && !error.path && !error.extensions['code'] && isOfForm(original)) {
    const extensions = { code: 'INVALID', http: { status: 400, spec: true } };
    return new GraphQLError(error.message, { nodes: error.nodes, extensions });
  }
  if (original && !(original instanceof GraphQLError)) {
    log.error({ err: original }, 'a request failed unexpectedly');
  }
  return maskError(error, message, isDev);
}

function isOfForm(original: unknown): boolean {
  return original === undefined || original instanceof GraphQLError;
}
