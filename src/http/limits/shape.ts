import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import {
  type DocumentNode,
  type GraphQLError,
  type ValidationContext,
  type ValidationRule,
  visit,
} from 'graphql';
import type { Plugin } from 'graphql-yoga';
import {
  QUERY_ALIASES_MAX,
  QUERY_DIRECTIVES_MAX,
  QUERY_FIELD_DEPTH_MAX,
  QUERY_REPEATS_MAX,
} from '../../protocol/limits.ts';
import { limitError } from './limit-error.ts';

/**
 * Bounds fields inside one another, their repetition, aliases and directives of an operation [L2], whatever fragments it is written with. The
 * first to be reached ends the validation: what other rules would find must not be looked for in such a document.
 */
export const boundShape: Plugin = {
  onValidate({ params, addValidationRule }) {
    checkRepeats(params.documentAST as DocumentNode);
    for (const rule of rules) addValidationRule(rule);
  },
};

/** Validation compares fields of one name with each other, each with each, and all that is beneath them. */
function checkRepeats(document: DocumentNode): void {
  const counts = new Map<string, number>();
  visit(document, {
    Field({ alias, name, selectionSet }) {
      if (!selectionSet) return;
      const key = (alias ?? name).value;
      const asked = (counts.get(key) ?? 0) + 1;
      counts.set(key, asked);
      if (asked <= QUERY_REPEATS_MAX) return;
      const advice = `Ask for ${key} less often, or in two.`;
      throw limitError({ limit: 'fields of one name', max: QUERY_REPEATS_MAX, advice });
    },
  });
}

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
