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
  /** Whether a request from this machine may act as the local owner, where the rest allows it. */
  localOwner: boolean;
  /** Undefined: one made at the first start, kept in the database. */
  authSecret: string | undefined;
  /** The origin at which browsers reach the service. Undefined: the address listened on. */
  publicUrl: string | undefined;
  signUp: (typeof signUps)[number];
  /** Undefined: no mail is sent. */
  mail: { url: string; from: string | undefined } | undefined;
  oidc: OidcConfig | undefined;
  logLevel: (typeof logLevels)[number];
  /** `auto`: text where a person reads, JSON elsewhere. */
  logFormat: (typeof logFormats)[number];
};

/** An OpenID Connect provider at which people sign in; `name` is what they know it by. */
export type OidcConfig = { issuer: string; clientId: string; clientSecret: string; name: string };

const signUps = ['invitation', 'open'] as const;
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
  LOCAL_OWNER: {
    purpose: 'whether programs on this machine act as the local owner without signing in',
    expected: 'on or off (on: only while bound to the loopback with the embedded PostgreSQL)',
    without: 'on',
    schema: z
      .enum(['on', 'off'])
      .default('on')
      .transform((value) => value === 'on'),
  } satisfies Variable<boolean>,
  AUTH_SECRET: {
    purpose: 'signs the cookies of those who have signed in; changing it signs everybody out',
    expected: 'at least 32 characters, such as `openssl rand -base64 32` gives',
    without: 'one made at the first start, kept in the database',
    schema: z.string().min(32).optional(),
  } satisfies Variable<string | undefined>,
  PUBLIC_URL: {
    purpose: 'where browsers reach the service, through a proxy for example',
    expected: 'a URL of scheme, host and port alone, such as https://demarche.example.org',
    without: 'the address listened on',
    schema: z
      .string()
      .refine(isOrigin)
      .transform((url) => new URL(url).origin)
      .optional(),
  } satisfies Variable<string | undefined>,
  SIGN_UP: {
    purpose: 'who may make an account: those who are invited, or anybody',
    expected: `one of ${signUps.join(', ')}`,
    without: 'invitation',
    schema: z.enum(signUps).default('invitation'),
  } satisfies Variable<Config['signUp']>,
  MAIL_URL: {
    purpose: 'how mail is sent, such as that for a forgotten password',
    expected:
      'a URL such as smtps://user:password@host:465, smtp://host:587 or file:///folder (kept there as .eml)',
    without: 'none is sent, and the sign-in page says so',
    schema: z.string().refine(isMailUrl).optional(),
  } satisfies Variable<string | undefined>,
  MAIL_FROM: {
    purpose: 'the sender of mail',
    expected: 'an address, or a name with one: Demarche <demarche@example.org>',
    without: 'demarche at the host of PUBLIC_URL',
    schema: z
      .string()
      .regex(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/)
      .optional(),
  } satisfies Variable<string | undefined>,
  OIDC_ISSUER: {
    purpose: 'an OpenID Connect provider at which people may sign in, and so make an account',
    expected:
      'a URL that has /.well-known/openid-configuration beneath it; the other OIDC_ variables with it',
    without: 'people sign in with a password',
    schema: z
      .string()
      .refine((url) => hasScheme(url, ['http:', 'https:']))
      .optional(),
  } satisfies Variable<string | undefined>,
  OIDC_CLIENT_ID: {
    purpose: 'what the provider knows the service by',
    expected: 'the client id; OIDC_ISSUER and OIDC_CLIENT_SECRET with it',
    without: 'as OIDC_ISSUER',
    schema: z.string().optional(),
  } satisfies Variable<string | undefined>,
  OIDC_CLIENT_SECRET: {
    purpose: 'the secret shared with the provider',
    expected: 'the client secret; OIDC_ISSUER and OIDC_CLIENT_ID with it',
    without: 'as OIDC_ISSUER',
    schema: z.string().optional(),
  } satisfies Variable<string | undefined>,
  OIDC_NAME: {
    purpose: 'the name of the provider on the sign-in page',
    expected: 'what people know it by',
    without: 'the host of OIDC_ISSUER',
    schema: z.string().optional(),
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
  const names = new Set(read.error?.issues.map((issue) => String(issue.path[0])));
  for (const name of missingOfOidc(given)) names.add(name);
  if (!read.success || names.size > 0)
    throw new ConfigError([...names].map((name) => faultOf(name, given[name])));
  const values = read.data;
  return {
    port: values.PORT,
    host: values.HOST,
    databaseUrl: values.DATABASE_URL,
    dataDir: values.DATA_DIR ?? defaultDataFolder(),
    natsUrl: values.NATS_URL,
    localOwner: values.LOCAL_OWNER,
    authSecret: values.AUTH_SECRET,
    publicUrl: values.PUBLIC_URL,
    signUp: values.SIGN_UP,
    mail: values.MAIL_URL === undefined ? undefined : { url: values.MAIL_URL, from: values.MAIL_FROM },
    oidc:
      values.OIDC_ISSUER === undefined
        ? undefined
        : {
            issuer: values.OIDC_ISSUER.replace(/\/$/, ''),
            clientId: values.OIDC_CLIENT_ID ?? '',
            clientSecret: values.OIDC_CLIENT_SECRET ?? '',
            name: values.OIDC_NAME ?? new URL(values.OIDC_ISSUER).host,
          },
    logLevel: values.LOG_LEVEL,
    logFormat: values.LOG_FORMAT,
    ...limitConfig(values, isLoopbackName(values.HOST)),
  };
}

/** Those of the three that belong together which are missing beside others. */
function missingOfOidc(given: Record<string, string | undefined>): string[] {
  const group = ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'];
  const missing = group.filter((name) => given[name] === undefined);
  return missing.length === group.length && given['OIDC_NAME'] === undefined ? [] : missing;
}

/** Whether nobody beyond this machine can reach what listens there. */
function isLoopbackName(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** What was found is repeated, except secrets and the password of a URL: the message ends in logs. */
function faultOf(name: string, found: string | undefined): ConfigFaultItem {
  const { expected } = variables[name as keyof typeof variables];
  if (found !== undefined && name.endsWith('_SECRET'))
    return { variable: name, found: `${found.length} characters`, expected };
  const shown = (found ?? '').replace(/\/\/.*@/, '//…@');
  return { variable: name, found: found === undefined ? 'not set' : JSON.stringify(shown), expected };
}

/** A URL that ends with its port: what a browser sends as Origin. */
function isOrigin(url: string): boolean {
  if (!hasScheme(url, ['http:', 'https:'])) return false;
  const { origin, href } = new URL(url);
  return href === `${origin}/`;
}

function isMailUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, pathname } = new URL(url);
  return protocol === 'file:' ? host === '' && pathname.length > 1 : hasScheme(url, ['smtp:', 'smtps:']);
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
