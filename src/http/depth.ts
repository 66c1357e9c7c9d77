import { GraphQLError, Lexer, type parse, Source, TokenKind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { QUERY_DEPTH_MAX } from '../protocol/limits.ts';

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Refuses documents whose brackets nest deeper than any sensible one's, before they are parsed: parser and validation
 * descend by recursion, and a few kilobytes of brackets would exhaust the stack.
 */
export const boundDepth: Plugin = {
  onParse({ parseFn, setParseFn }) {
    setParseFn((source: string | Source, options?: Parameters<typeof parse>[1]) => {
      checkDepth(typeof source === 'string' ? new Source(source) : source);
      return parseFn(source, options);
    });
  },
};

/** @throws GraphQLError where the brackets nest too deep, or what is between them is no GraphQL */
function checkDepth(source: Source): void {
  const lexer = new Lexer(source);
  let depth = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (OPENING.has(token.kind)) depth += 1;
    else if (CLOSING.has(token.kind)) depth -= 1;
    if (depth > QUERY_DEPTH_MAX) {
      throw new GraphQLError(`A document nests its brackets at most ${QUERY_DEPTH_MAX} deep; ask in two.`, {
        extensions: { code: 'LIMIT', http: { status: 400 } },
      });
    }
  }
}
