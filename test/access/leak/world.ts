import { createHash } from 'node:crypto';
import { newId } from '../../../src/db/columns.ts';
import { fillLayer, fillProject, type Made } from './content.ts';
import { type Copy, startCopy } from './copies.ts';
import { INVITATION } from './hints.ts';
import { addAccount, addMember, type Write, writingAs } from './people.ts';

/** The words that stand in every text of the other project, and in those on the hidden layer. */
export const OTHER_WORD = 'zembla';
export const HIDDEN_WORD = 'quillwort';

/** Who asks; who makes the study; who codes in it on a hidden layer; who makes the other project. */
export const CODER = 'Fritz';
export const LEAD = 'Rudolf Rassendyll';
export const PEER = 'Antoinette';
export const STRANGER = 'Charles Xavier Zembla';
export const LATECOMER = 'Gradus Zembla';

/** Others in the coder's own project, to be given other roles and sent away. */
const GUESTS = 20;

/** The slugs of what the coder codes in, of a project that he owns, and of the one that he must not know of. */
export const STUDY = 'study';
export const OWN = 'own';
export const OTHER = 'alike';

export type World = { copy: Copy; hidden: string; study: Made; other: Made };

/** Two projects of the same content, one of which the coder must not know; and on the first another coder's hidden layers. */
export async function makeWorld(): Promise<World> {
  const copy = await startCopy();
  const { sql } = copy;
  const accounts = new Map<string, string>();
  for (const name of [CODER, LEAD, PEER, STRANGER, LATECOMER])
    accounts.set(name, await addAccount(sql, name));
  const join = (project: string, name: string, role: string) =>
    addMember(sql, project, accounts.get(name) as string, role);
  const as = (name: string): Write => writingAs(copy, name);

  const study = await fillProject(as(LEAD), STUDY);
  await join(STUDY, LEAD, 'OWNER');
  await join(STUDY, CODER, 'CODER');
  await join(STUDY, PEER, 'CODER');
  const other = await fillProject(as(STRANGER), OTHER, OTHER_WORD);
  await join(OTHER, STRANGER, 'OWNER');
  const veiled = await as(STRANGER)('openLayer', {
    project: OTHER,
    document: 'draft',
    kind: 'PERSONAL',
    blind: true,
  });
  await as(STRANGER)('annotate', {
    project: OTHER,
    document: 'draft',
    layer: veiled,
    ranges: [{ start: 0, end: 7 }],
    body: { comment: { text: OTHER_WORD } },
  });
  await fillProject(as(CODER), OWN);
  await join(OWN, CODER, 'OWNER');
  for (const name of [LEAD, PEER]) await join(OWN, name, 'VIEWER');
  for (let guest = 1; guest <= GUESTS; guest++) {
    const name = `Guest ${guest}`;
    accounts.set(name, await addAccount(sql, name));
    await join(OWN, name, 'VIEWER');
  }
  await invite(sql, STUDY, HIDDEN_WORD);
  await invite(sql, OTHER, OTHER_WORD);
  await invite(sql, OWN, 'flavia');
  // This link the coder has.
  await invite(sql, STUDY, 'flavia', INVITATION);
  await fillOwnLayers(as(CODER));
  await as(CODER)('openLayer', { project: OWN, document: 'draft', kind: 'PERSONAL' });
  const hidden = await fillHidden(as(PEER), study);
  // When a token was last used is told to the minute; here it is never told anew.
  await sql`update access_token set last_used_at = '2100-01-01'`;
  return { copy, hidden, study, other };
}

/** What a project's owners alone are told of: an invitation, and an entry of the trail. */
export async function invite(
  sql: Copy['sql'],
  slug: string,
  mark: string,
  secret = `${slug} ${mark}`,
): Promise<void> {
  const email = `${mark}@example.org`;
  const hash = createHash('sha256').update(secret).digest();
  await sql`insert into invitation (project_id, id, role, token_hash, email, created_by, expires_at)
    select id, ${newId()}, 'VIEWER', ${hash}, ${email}, created_by, now() + interval '1 year' from project where slug = ${slug}`;
  await sql`insert into audit_entry (id, project_id, account_id, action, subject, address)
    select ${newId()}, id, created_by, 'INVITED', ${email}, '192.0.2.1' from project where slug = ${slug}`;
}

async function fillOwnLayers(write: Write): Promise<void> {
  const layer = await write('openLayer', {
    project: STUDY,
    document: 'speech',
    kind: 'PERSONAL',
    blind: true,
  });
  await fillLayer(write, STUDY, {}, layer, (text) => text);
}

/** A hidden layer with something of everything, an empty one, and one that has been done and is seen by all. */
async function fillHidden(write: Write, study: Made): Promise<string> {
  const open = (document: string) =>
    write('openLayer', {
      project: STUDY,
      document,
      kind: 'PERSONAL',
      blind: true,
      idempotencyKey: `key-${document}`,
    });
  const layer = await open('speech');
  await fillLayer(write, STUDY, study, layer, (text) => `${text} ${HIDDEN_WORD}`);
  const done = await open('reply');
  await write('annotate', {
    project: STUDY,
    document: 'reply',
    layer: done,
    ranges: [{ start: 0, end: 6 }],
    body: { mention: 'flavia' },
  });
  await write('changeLayer', { id: done, expectedVersion: 1, state: 'DONE' });
  return layer;
}
