import postgres from 'postgres';
import { programDb } from '../../src/db/viewer-db.ts';
import { localOwner } from '../../src/features/account/account.command.ts';
import { changeActor, createActor } from '../../src/features/actor/actor.command.ts';
import { encodeGlobalId } from '../../src/protocol/global-id.ts';
import { relations } from '../../src/tables.ts';

// Run by concurrent.test.ts as a process of its own: several writers at once, each making actors, every other one under a
// key that a writer of each process uses with the same input, and changing some. Tells what each key gave, as JSON.
const [url = '', project = '', writers = '0', writes = '0', name = ''] = process.argv.slice(2);
const sql = postgres(url, { max: Number(writers), onnotice: () => {} });
const db = programDb(sql, relations);
const viewer = await localOwner(db);
const results: [key: string, id: string][] = [];

async function write(writer: number, turn: number): Promise<void> {
  const shared = turn % 2 === 0;
  const own = shared ? `${writer}-${turn}` : `${name}-${writer}-${turn}`;
  const input = { project, slug: `actor-${own}`, name: own, kind: 'PERSON' as const };
  const made = await createActor(db, viewer, shared ? { ...input, idempotencyKey: own } : input);
  results.push([own, made.id]);
  if (shared) return;
  const id = encodeGlobalId('Actor', made.projectId, made.id);
  await changeActor(db, viewer, { id, expectedVersion: 1, description: 'changed' });
}

await Promise.all(
  Array.from({ length: Number(writers) }, async (_, writer) => {
    for (let turn = 0; turn < Number(writes); turn++) await write(writer, turn);
  }),
);
await sql.end();
process.stdout.write(JSON.stringify(results));
