import { isIP } from 'node:net';
import { z } from 'zod';
import { type LimitConfig, limitConfig, limitVariables } from './config-limits.ts';
import { defaultDataFolder } from './db/embedded/folder.ts';
import { Fault, exitCodes } from './fault.ts';

/** All settings of the service, read once at start. */
export type Config = LimitConfig & {
  port: number;
  host: string;
  /** Undefined: an embedded PostgreSQL over `dataDir`. */
  databaseUrl: string | undefined;
  dataDir: string;
  natsUrl: string | undefined;
  logLevel: (typeof logLevels)[number];
  /** `auto`: text where a person reads, JSON elsewhere. */
  logFormat: (typeof logFormats)[number];
};

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
const logFormats = ['auto', 'json', 'text'] as const;

/** One variable of the environment: what it means, what it takes, and what holds without it. */
export type Variable<T> = {
  purpose: string;
  expected: string;
  without: string;
  schema: z.ZodType<T, string | undefined>;
};

/** Every variable the service reads; `demarche --help` prints this table. */
export const variables = {
  PORT: {
    purpose: 'port to listen on',
    expected: 'a whole number from 0 to 65535 (0: any free port)',
    without: '4000',
    schema: z
      .string()
      .regex(/^\d{1,5}$/)
      .default('4000')
      .transform(Number)
      .pipe(z.number().max(65_535)),
  } satisfies Variable<number>,
  HOST: {
    purpose: 'address to listen on; 0.0.0.0 for all',
    expected: 'an IP address or a host name',
    without: '127.0.0.1',
    schema: z
      .string()
      .regex(/^[\w.:-]+$/)
      .default('127.0.0.1'),
  } satisfies Variable<string>,
  DATABASE_URL: {
    purpose: 'a PostgreSQL 15 or later to use instead of the embedded one',
    expected: 'a URL such as postgres://user:password@host:5432/database',
    without: 'an embedded PostgreSQL 18',
    schema: z.string().refine(isDatabaseUrl).optional(),
  } satisfies Variable<string | undefined>,
  DATA_DIR: {
    purpose: 'folder in which the embedded PostgreSQL keeps its data',
    expected: 'the path of a folder, without NUL',
    without: '.data in the package; as root, a folder of its own in /var/lib/demarche',
    schema: z
      .string()
      .refine((path) => !path.includes('\0'))
      .optional(),
  } satisfies Variable<string | undefined>,
  NATS_URL: {
    purpose: 'a NATS server that wakes the other instances after a change',
    expected: 'a URL such as nats://host:4222',
    without: "PostgreSQL's NOTIFY does that",
    schema: z
      .string()
      .refine((url) => hasScheme(url, ['nats:', 'tls:', 'ws:', 'wss:']))
      .optional(),
  } satisfies Variable<string | undefined>,
  LOG_LEVEL: {
    purpose: 'least severe message to log',
    expected: `one of ${logLevels.join(', ')}`,
    without: 'info',
    schema: z.enum(logLevels).default('info'),
  } satisfies Variable<Config['logLevel']>,
  LOG_FORMAT: {
    purpose: 'form of the log',
    expected: `one of ${logFormats.join(', ')} (auto: text on a terminal, otherwise JSON)`,
    without: 'auto',
    schema: z.enum(logFormats).default('auto'),
  } satisfies Variable<Config['logFormat']>,
  ...limitVariables,
};

const schema = z.object(
  Object.fromEntries(Object.entries(variables).map(([name, { schema: one }]) => [name, one])) as {
    [Name in keyof typeof variables]: (typeof variables)[Name]['schema'];
  },
);

export type ConfigFaultItem = { variable: string; found: string; expected: string };

/** Everything wrong with the environment, at once; `faults` holds one entry per variable. */
export class ConfigError extends Fault {
  override readonly name = 'ConfigError';
  readonly faults: ConfigFaultItem[];

  constructor(faults: ConfigFaultItem[]) {
    const lines = faults.map(
      ({ variable, found, expected }) => `  ${variable} is ${found}; expected ${expected}`,
    );
    super(`The environment is not as it should be:\n${lines.join('\n')}`, exitCodes.configuration);
    this.faults = faults;
  }
}

/**
 * Reads the settings from variables of the environment; an empty one counts as absent.
 *
 * @throws ConfigError naming every variable at fault
 */
export function readConfig(env: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.keys(variables).map((name) => [name, env[name]?.trim() || undefined]),
  );
  const read = schema.safeParse(given);
  if (!read.success) {
    const names = new Set(read.error.issues.map((issue) => String(issue.path[0])));
    throw new ConfigError([...names].map((name) => faultOf(name, given[name])));
  }
  const values = read.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR ?? defaultDataFolder(),
    natsUrl: values.NATS_URL,
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    ...limitConfig(values, isLoopbackName(values.HOST)),
  };
}

/** Whether nobody beyond this machine can reach what listens there. */
function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** What was found is repeated, except the password of a URL: the message ends in logs. */
function faultOf(name: string, found: string | undefined): ConfigFaultItem {
  const shown = (found ?? '').replace(/\/\/[^@/]*@/, '//…@');
  const { expected } = variables[name as keyof typeof variables];
  return { variable: name, found: JSON.stringify(shown), expected };
}

function isDatabaseUrl(url: string): boolean {
  if (!hasScheme(url, ['postgres:', 'postgresql:'])) return false;
  const { username, password, hostname, pathname } = new URL(url);
  return pathname.length > 1 && [username, password, hostname, pathname].every(isDecodable);
}

/** URL takes a `%` that begins no escape, and the PostgreSQL client, which decodes these parts, throws at it. */
function isDecodable(part: string): boolean {
  try {
    decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

function hasScheme(url: string, schemes: string[]): boolean {
  return URL.canParse(url) && schemes.includes(new URL(url).protocol) && new URL(url).hostname !== '';
}
