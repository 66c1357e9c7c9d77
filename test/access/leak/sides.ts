import { type Ask, asking, bodyOf, type Reply, tokenOf } from './ask.ts';
import type { Copy } from './copies.ts';
import { follow } from './follow.ts';
import { type Known, Names } from './names.ts';
import { type Operation, printOperation, textsIn } from './operation.ts';
import { readKeys } from './state.ts';

/** A copy, asked as somebody, and what its answers are called by. */
export type Side = { name: string; copy: Copy; token: string; ask: Ask; names: Names };

/** What each side has said, as it came and with what is random called by names; and the texts that were sent. */
export type Round = { replies: Reply[]; normal: string[]; sent: string[] };

export async function sideOf(name: string, copy: Copy, account: string, known: Known): Promise<Side> {
  const names = new Names(known);
  names.keys = await readKeys(copy.sql);
  const token = tokenOf(account);
  return { name, copy, token, ask: asking(copy.url, token), names };
}

/** Runs an operation on all sides. */
export async function askAll(sides: readonly Side[], operation: Operation): Promise<Round> {
  const answers = await Promise.all(sides.map((side) => askOne(side, operation)));
  return {
    replies: answers.map(({ reply }) => reply),
    normal: answers.map(({ normal }) => normal),
    sent: answers.flatMap(({ sent }) => sent),
  };
}

async function askOne({ copy, token, ask, names }: Side, operation: Operation) {
  const asked = printOperation(operation, (name) => names.text(name));
  const reply =
    operation.kind === 'subscription' ? await follow(copy.url, token, ask, asked) : await ask(asked);
  if (asked.query.includes('createProject')) names.keys = await readKeys(copy.sql);
  const written = (asked.query.match(/"(?:[^"\\]|\\.)*"/g) ?? []).map((text) => JSON.parse(text) as string);
  const sent = [...textsIn(asked.variables), ...written];
  const said = JSON.stringify([reply.status, reply.headers, inOrder(bodyOf(reply))])
    .replaceAll(copy.app.url, '‹service›')
    .replace(/(‹service›\/\w+)\//g, '$1 ');
  return { reply, normal: names.normal(unabridged(said, sent)), sent };
}

/** Messages quote long texts in part; ids are called by names only where they stand in full. */
function unabridged(text: string, sent: readonly string[]): string {
  return sent.reduce((left, one) => {
    const cuts = [40, 80].filter((length) => one.length > length);
    return cuts.reduce((rest, length) => rest.replaceAll(`${one.slice(0, length)}…`, one), left);
  }, text);
}

/** Errors come in the order in which fields failed; here by where they stand. */
function inOrder(body: any): unknown {
  if (!Array.isArray(body?.errors)) return body;
  const keyOf = (error: any) => JSON.stringify(error.path ?? null);
  const errors = (body.errors as unknown[]).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1));
  return { ...body, errors };
}
