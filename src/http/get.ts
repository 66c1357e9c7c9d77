import { GraphQLError } from 'graphql';
import type { Plugin } from 'graphql-yoga';

/** Refuses a GET whose variables or extensions are no JSON; what parses them after this throws as at a fault of ours. */
export const checkGet: Plugin = {
  onRequestParse({ request }) {
    if (request.method !== 'GET') return;
    // Cut as the parser does, which takes all after the first `?`: to URL a `#` would end it.
    const given = new URLSearchParams(request.url.slice(request.url.indexOf('?') + 1));
    for (const name of ['variables', 'extensions']) {
      const value = given.get(name);
      if (value && !isJson(value)) {
        throw new GraphQLError(
          `${name} is not JSON; give an object, with its characters escaped for a URL.`,
          {
            extensions: { code: 'INVALID', http: { status: 400 } },
          },
        );
      }
    }
  },
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
