import { type GraphQLSchema, GraphQLError } from 'graphql';
import { createYoga, maskError, type YogaServerInstance } from 'graphql-yoga';
import type { Context } from '../graphql/context.ts';
import { asRequestError } from '../graphql/request-error.ts';
import type { Logger } from '../log.ts';

type Options = { schema: GraphQLSchema; createContext: () => Context; log: Logger };

/** GraphQL over HTTP: POST and GET, and subscriptions over SSE. Known faults are told, others logged in full and masked. */
export function createGraphql({ schema, createContext, log }: Options): YogaServerInstance<object, Context> {
  return createYoga<object, Context>({
    schema,
    context: () => createContext(),
    graphqlEndpoint: '/graphql',
    landingPage: false,
    graphiql: { title: 'Demarche', defaultQuery: FIRST_QUERY },
    multipart: false,
    cors: false,
    logging: {
      debug: (...args) => log.trace({ args }, 'graphql'),
      info: (...args) => log.debug({ args }, 'graphql'),
      warn: (...args) => log.warn({ args }, 'graphql'),
      error: (...args) => log.debug({ args }, 'graphql'),
    },
    maskedErrors: { maskError: (error, message, isDev) => mask(error, message, isDev, log) },
  });
}

function mask(error: unknown, message: string, isDev: boolean | undefined, log: Logger): Error {
  const original = error instanceof GraphQLError ? error.originalError : error;
  const known = asRequestError(original);
  if (known instanceof GraphQLError && error instanceof GraphQLError) {
    return new GraphQLError(known.message, {
      nodes: error.nodes,
      path: error.path,
      extensions: known.extensions,
    });
  }
  if (original && !(original instanceof GraphQLError))
    log.error({ err: original }, 'a request failed unexpectedly');
  return maskError(error, message, isDev);
}

const FIRST_QUERY = `# What does North Korea hold on each issue as of November 2018, according to whom, on which condition?
query Positions {
  project(slug: "abe-kim-2018") {
    actor(slug: "north-korea") {
      name
      positions(asOf: "2018-11-05", scope: DESCENDANTS) {
        edges {
          node {
            issue { label }
            stance
            statementCount
            conditional
            evidence(first: 5) {
              edges {
                node {
                  speaker { name }
                  attribution { intermediaries { name } writer { name } }
                  conditions { operator antecedents { issue { label } } }
                  annotations(first: 3) { edges { node { ranges { exact } } } }
                }
              }
            }
          }
        }
      }
    }
  }
}
`;
