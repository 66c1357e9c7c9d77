import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROUNDS = 3;
/** Milliseconds that others are watched for, with the attack and without, in turn. */
const SPELL = 1_500;

/** What makes a request somebody's from elsewhere, whose rate is the lowest. */
const FROM_ELSEWHERE = { 'x-forwarded-for': '192.0.2.1' };
let standing: Record<string, string> = {};

const post = (url: string, body: string, headers = standing): Promise<unknown> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body })
    .then((response) => response.arrayBuffer())
    .catch(() => null);
const asking = (query: string) => JSON.stringify({ query });
const times = (count: number, part: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => part(at)).join(' ');
const inProject = (fields: string) => `{ project(slug: "abe-kim-2018") { ${fields} } }`;
const page = (field: string, below: string) => `${field}(first: 100) { edges { node { ${below} } } }`;
/** Unlike any sent before, so that nothing remembered of an earlier one helps. */
const fresh = (query: string) => `${query} # ${Math.random()}`;

/** What one attacker sends again and again; each is as bad as its limit lets it be. */
const attacks: Record<string, (url: string) => Promise<unknown>> = {
  aliases: (url) => post(url, asking(fresh(inProject(times(1_000, (at) => `a${at}: name`))))),
  'one field, very often': (url) =>
    post(url, asking(fresh(inProject(times(99, () => 'actors { totalCount }'))))),
  depth: (url) => post(url, asking(fresh('{ a '.repeat(190) + '}'.repeat(190)))),
  'fragments that double': (url) =>
    post(
      url,
      asking(
        fresh(
          `${inProject('...F0')} ${times(100, (at) => `fragment F${at} on Project { ...F${at + 1} ...F${at + 1} }`)} fragment F100 on Project { name }`,
        ),
      ),
    ),
  'a circle of connections': (url) =>
    post(url, asking(fresh(inProject(page('actors', page('statements', page('annotations', 'id'))))))),
  'as many nodes as may be': (url) =>
    post(
      url,
      asking(
        fresh(inProject(page('actors', `${page('statements', 'id annotations(first: 20) { totalCount }')}`))),
      ),
    ),
  batches: (url) =>
    post(url, JSON.stringify(Array.from({ length: 1_000 }, () => ({ query: '{ __typename }' })))),
  directives: (url) => post(url, asking(fresh(inProject(`name ${times(900, () => '@include(if: true)')}`)))),
  'brackets of 4 MB': (url) => post(url, '['.repeat(4_000_000)),
  'variables of 1 MB': (url) =>
    post(
      url,
      JSON.stringify({ query: '{ __typename }', variables: { x: Array.from({ length: 240_000 }, () => 1) } }),
    ),
  introspection: (url) =>
    post(url, asking(fresh('{ __schema { types { name fields { name type { name } } } } }'))),
  'slow bodies': (url) =>
    new Promise((resolve) => {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {}).on('close', resolve);
      socket.write(
        'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n',
      );
      setTimeout(() => socket.destroy(), 500);
    }),
  'tokens made up': (url) =>
    fetch(url, {
      headers: { ...standing, authorization: `Bearer dem_${`${Math.random()}`.padEnd(43, 'x')}` },
    })
      .then((response) => response.arrayBuffer())
      .catch(() => null),
};

/** What others ask meanwhile. */
const OTHERS = asking(inProject('actors(first: 20) { edges { node { slug name } } }'));

/**
 * How much longer others wait while somebody attacks: for each attack the ratio of the medians of their requests' times, with and
 * without, taken in turn; by somebody unsigned, whose rate is bounded (a 429 counts as an attack), and by the local owner, whose rate is
 * not. Attacker and others run in this process, beside the service, and take their share of the machine too.
 */
export async function attack(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'demarche-bench-'));
  chmodSync(dataDir, 0o711);
  const service = spawn(
    process.execPath,
    ['--import', 'tsx', new URL('../../src/main.ts', import.meta.url).pathname],
    {
      env: { PATH: process.env['PATH'], PORT: '0', DATA_DIR: dataDir, LOG_FORMAT: 'json' },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  try {
    const url = `${await urlOf(service)}/graphql`;
    await watch(url, SPELL);
    console.log(
      `${'attack'.padEnd(28)}${'unsigned: ratio, attacks/s'.padEnd(30)}as the local owner: ratio, attacks/s`,
    );
    for (const [name, once] of Object.entries(attacks)) {
      const told: string[] = [];
      for (const headers of [FROM_ELSEWHERE, {}]) told.push(await measure(url, once, headers));
      console.log(`${name.padEnd(28)}${told[0]?.padEnd(30)}${told[1]}`);
    }
  } finally {
    service.kill('SIGTERM');
    await new Promise((resolve) => service.once('exit', resolve));
    rmSync(dataDir, { recursive: true, force: true });
  }
}

/** One attack by four at once, who have standing by what their requests carry. */
async function measure(
  url: string,
  once: (url: string) => Promise<unknown>,
  headers: Record<string, string>,
): Promise<string> {
  const alone: number[] = [];
  const beside: number[] = [];
  let sent = 0;
  for (let round = 0; round < ROUNDS; round++) {
    alone.push(...(await watch(url, SPELL)));
    standing = headers;
    const end = performance.now() + SPELL;
    const attacking = Array.from({ length: 4 }, async () => {
      for (; performance.now() < end; sent++) await once(url);
    });
    beside.push(...(await watch(url, SPELL)));
    await Promise.all(attacking);
  }
  const rate = Math.round(sent / ((ROUNDS * SPELL) / 1_000));
  return `${(median(beside) / median(alone)).toFixed(2)}, ${rate}`;
}

/** The times of requests sent one after the other for a while. */
async function watch(url: string, spell: number): Promise<number[]> {
  const taken: number[] = [];
  for (const end = performance.now() + spell; performance.now() < end;) {
    const from = performance.now();
    await post(url, OTHERS, {});
    taken.push(performance.now() - from);
  }
  return taken;
}

function urlOf(service: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let written = '';
    service.once('exit', () => reject(new Error(`the service ended: ${written}`)));
    service.stdout?.on('data', (part: Buffer) => {
      written += String(part);
      const url = /"url":"([^"]+)"/.exec(written)?.[1];
      if (url) resolve(url);
    });
  });
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
