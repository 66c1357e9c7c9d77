import { Lexer, type parse, Source, TokenKind } from 'graphql';
import type { Plugin } from 'graphql-yoga';
import { QUERY_DEPTH_MAX, QUERY_LENGTH_MAX, QUERY_TOKENS_MAX } from '../../protocol/limits.ts';
import { limitError } from './limit-error.ts';

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

/**
 * Refuses documents that are too long, or whose brackets nest deeper than any sensible one's, before they are parsed [L1]:
 * parser and validation descend by recursion, and a few kilobytes of brackets would exhaust the stack. What counts while
 * it parses comes too late for that.
 */
export const boundText: Plugin = {
  onParse({ params, parseFn, setParseFn }) {
    // Also what was parsed before is looked up by its text.
    checkLength(params.source.toString().length);
    setParseFn((source: string | Source, options?: Parameters<typeof parse>[1]) => {
      checkTokens(typeof source === 'string' ? new Source(source) : source);
      return parseFn(source, options);
    });
  },
};

function checkLength(asked: number): void {
  if (asked <= QUERY_LENGTH_MAX) return;
  const advice = 'Give what makes it long as variables.';
  throw limitError({ limit: 'characters in a GraphQL document', max: QUERY_LENGTH_MAX, asked, advice });
}

/** @throws GraphQLError where there are too many tokens or brackets in brackets, or what is between them is no GraphQL */
function checkTokens(source: Source): void {
  const lexer = new Lexer(source);
  let depth = 0;
  let tokens = 0;
  for (let token = lexer.advance(); token.kind !== TokenKind.EOF; token = lexer.advance()) {
    if (OPENING.has(token.kind)) depth += 1;
    else if (CLOSING.has(token.kind)) depth -= 1;
    tokens += 1;
    if (depth > QUERY_DEPTH_MAX) {
      throw limitError({ limit: 'brackets inside one another', max: QUERY_DEPTH_MAX, advice: 'Ask in two.' });
    }
    if (tokens > QUERY_TOKENS_MAX) {
      const advice = 'Ask in two, or give long lists as variables.';
      throw limitError({ limit: 'tokens in a GraphQL document', max: QUERY_TOKENS_MAX, advice });
    }
  }
}
