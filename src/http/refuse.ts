import type { IncomingMessage, ServerResponse } from 'node:http';
import { GraphQLError } from 'graphql';

type Http = { status?: number; headers?: Record<string, string> };

/** Answers a request with an error, in the form of any GraphQL answer. Always true: it is answered. */
export function refuse(request: IncomingMessage, response: ServerResponse, error: GraphQLError): true {
  const { http, ...extensions } = error.extensions as { http?: Http };
  const type = 'application/graphql-response+json';
  const asked = request.headers.accept?.includes(type) ? type : 'application/json';
  response.writeHead(http?.status ?? 400, {
    'Content-Type': `${asked}; charset=utf-8`,
    'Cache-Control': 'no-store',
    ...http?.headers,
    // A body that is on its way is not read.
    ...(request.complete ? {} : { Connection: 'close' }),
  });
  response.end(JSON.stringify({ errors: [{ message: error.message, extensions }] }));
  return true;
}

/** What is said where the service cannot answer just now. */
export function unavailable(): GraphQLError {
  return new GraphQLError('The service cannot answer just now; try again.', {
    extensions: { code: 'UNAVAILABLE', http: { status: 503, headers: { 'Retry-After': '1' } } },
  });
}
