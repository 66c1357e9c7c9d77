import { GraphQLError } from 'graphql';
import { pino, type SerializedError } from 'pino';

/** Names under which requests and inputs carry what no log may hold, at the top of an entry or within two levels. */
const SECRET = [
  'authorization',
  'cookie',
  '["set-cookie"]',
  'password',
  'newPassword',
  'token',
  'secret',
  'variables',
  'params',
];

const at = (path: string, name: string): string =>
  name.startsWith('[') ? `${path}${name}` : `${path}.${name}`;

/** For pino: what stands under those names is written as `…`. */
export const redact = {
  paths: SECRET.flatMap((name) => [name, at('*', name), at('*.*', name)]),
  censor: '…',
};

/** For pino: an error without the values that its statement or its variables had. */
export const serializers = {
  err: withoutValues,
  args: (args: unknown): unknown =>
    Array.isArray(args) ? args.map((one) => (one instanceof Error ? withoutValues(one) : one)) : args,
};

/** What errors of drivers and queries hold besides what went wrong. `detail` names the values that were in the way. */
const VALUES = [
  'params',
  'parameters',
  'args',
  'query',
  'detail',
  'where',
  'nodes',
  'source',
  'originalError',
];

function withoutValues(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  // What is wrong with a request is told in terms of its values, and told to its sender alone.
  if (error instanceof GraphQLError) {
    const { originalError, path, extensions } = error;
    return { type: error.name, path, code: extensions['code'], cause: withoutValues(originalError) };
  }
  const { raw: _, ...told } = pino.stdSerializers.err(error) as SerializedError;
  for (const name of VALUES) delete told[name];
  told.message = withoutParameters(told.message);
  told.stack = withoutParameters(told.stack);
  return told;
}

/** Drizzle ends its message with the parameters, over as many lines as they have. */
function withoutParameters(text: string): string {
  return text.replace(/\nparams: [^]*?(?=\n {4}at |\ncaused by: |: PostgresError|$(?![^]))/g, '\nparams: …');
}

const SHAPES: readonly [RegExp, string][] = [
  [/\bdem_[\w-]{43}/g, 'dem_…'],
  [/\b(Bearer|Basic)\s+[\w.~+/-]+=*/gi, '$1 …'],
  [/([?&](?:token|code|key|password|secret|state|signature)=)[^&\s"'#\\]+/gi, '$1…'],
  [/(\w:\/\/[^/\s:@"]*:)[^@\s/"]+@/g, '$1…@'],
];

/** A line of the log without what has the shape of a secret: wherever it comes from, it does not belong there. */
export function scrub(line: string): string {
  return SHAPES.reduce((text, [shape, shown]) => text.replace(shape, shown), line);
}
