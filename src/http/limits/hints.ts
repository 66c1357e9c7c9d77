import { GraphQLError, NoSchemaIntrospectionCustomRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses to tell the schema [L9]. By a rule of validation, since WebSocket does not pass what looks at requests. */
export const refuseIntrospection: Plugin = {
  onValidate: ({ addValidationRule }) => addValidationRule(NoSchemaIntrospectionCustomRule),
};

/** Leaves out of validation's errors which names it might be that were meant [L9]. */
export const hideSuggestions: Plugin = {
  onValidate() {
    return ({ valid, result, setResult }) => {
      if (!valid) setResult((result as GraphQLError[]).map(withoutSuggestion));
    };
  },
};

/** All ways in which graphql-js suggests: `Did you mean "a" or "b"?`, `… the enum value "A"?`, `… to use an inline fragment on "T"?` */
const SUGGESTION = / ?Did you mean (?:[^"?]*"[^"]*")+[^"?]*\?/g;

/** The same error, without names that the client has not sent. */
export function withoutSuggestion(error: GraphQLError): GraphQLError {
  const message = error.message.replace(SUGGESTION, '');
  if (message === error.message) return error;
  const { nodes, source, positions, path, originalError, extensions } = error;
  return new GraphQLError(message, { nodes, source, positions, path, originalError, extensions });
}
