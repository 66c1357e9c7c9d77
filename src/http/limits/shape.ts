import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import type { GraphQLError, ValidationContext, ValidationRule } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { QUERY_ALIASES_MAX, QUERY_DIRECTIVES_MAX, QUERY_FIELD_DEPTH_MAX } from '../../protocol/limits.ts';
import { limitError } from './limit-error.ts';

/**
 * Bounds fields inside one another, aliases and directives of an operation [L2], whatever fragments it is written with. The
 * first to be reached ends the validation: what other rules would find must not be looked for in such a document.
 */
export const boundShape: Plugin = {
  onValidate({ addValidationRule }) {
    for (const rule of rules) addValidationRule(rule);
  },
};

const rules: ValidationRule[] = [
  maxDepthRule({
    n: QUERY_FIELD_DEPTH_MAX,
    flattenFragments: true,
    onReject: [told('fields inside one another', QUERY_FIELD_DEPTH_MAX, 'Ask in two.')],
  }) as ValidationRule,
  maxAliasesRule({
    n: QUERY_ALIASES_MAX,
    allowList: [],
    onReject: [told('aliases', QUERY_ALIASES_MAX, 'Ask in two, or for several by one filter.')],
  }) as ValidationRule,
  maxDirectivesRule({
    n: QUERY_DIRECTIVES_MAX,
    onReject: [told('directives', QUERY_DIRECTIVES_MAX, 'Put them on what encloses several fields.')],
  }) as ValidationRule,
];

/** The packages tell what they found in their message alone. */
function told(limit: string, max: number, advice: string) {
  return (_: ValidationContext | null, error: GraphQLError): never => {
    const found = Number(/found (\S+?)\.?$/.exec(error.message)?.[1] ?? Number.NaN);
    throw limitError({ limit, max, advice, ...(!Number.isNaN(found) && { asked: found }) });
  };
}
