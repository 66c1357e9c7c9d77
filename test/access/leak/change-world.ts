import { fillLayer, fillProject } from './content.ts';
import type { Copy } from './copies.ts';
import { addMember, writingAs } from './people.ts';
import { HIDDEN_WORD, invite, LATECOMER, OTHER_WORD, PEER, STRANGER, STUDY, type World } from './world.ts';

/** Changes the whole of the other project, and adds another beside it. */
export async function changeOther({ other }: World, copy: Copy): Promise<void> {
  const write = writingAs(copy, STRANGER);
  await write('changeProject', {
    id: other['project'],
    expectedVersion: 1,
    slug: 'renamed',
    name: `Renamed ${OTHER_WORD}`,
  });
  for (const name of ['king', 'heir', 'rudolf']) {
    await write('createActor', {
      project: 'renamed',
      name: `${name} ${OTHER_WORD}`,
      kind: 'PERSON',
      idempotencyKey: `key-${name}`,
    });
    await write('createIssue', { project: 'renamed', label: `The ${name}` });
    await write('createDocument', {
      project: 'renamed',
      title: name,
      text: `Rudolf and the ${name}, ${OTHER_WORD}.`,
    });
  }
  await fillLayer(write, 'renamed', {}, undefined, (text) => `${text} ${OTHER_WORD}`);
  await write('removeActor', { id: other['spare'], expectedVersion: 2 });
  await write('removeDocument', { id: other['reply'], expectedVersion: 1 });
  await fillProject(write, 'fresh', OTHER_WORD);
  const [late] = await copy.sql`select id from account where name = ${LATECOMER}`;
  await invite(copy.sql, 'renamed', `second-${OTHER_WORD}`);
  await addMember(copy.sql, 'renamed', late?.['id'] as string, 'EDITOR');
  await copy.sql`update account set name = name || ' the Second' where name in (${STRANGER}, ${LATECOMER})`;
}

/** Changes what another coder has on hidden layers of the study: adds, changes and removes, and opens one more. */
export async function changeHidden({ study, hidden }: World, copy: Copy): Promise<void> {
  const write = writingAs(copy, PEER);
  const marked = (text: string) => `${text} ${HIDDEN_WORD}`;
  const of = (key: string) => study[`${hidden} ${key}`] as string;
  await fillLayer(write, STUDY, {}, hidden, marked);
  await write('removeRelation', { id: of('reason'), expectedVersion: 1 });
  await write('removeAnnotation', { id: of('mark 0'), expectedVersion: 1 });
  await write('changeAnnotation', {
    id: of('mark 3'),
    expectedVersion: 1,
    part: 'CUE',
    ranges: [{ start: 20, end: 26 }],
  });
  await write('changeStatement', {
    id: of('lone'),
    expectedVersion: 2,
    stance: 1,
    issue: 'wedding',
    speaker: 'sapt',
  });
  await write('changeLayer', { id: hidden, expectedVersion: 1, state: 'OPEN' });
  const draft = await write('openLayer', {
    project: STUDY,
    document: 'draft',
    kind: 'PERSONAL',
    blind: true,
    idempotencyKey: 'key-1',
  });
  await write('annotate', {
    project: STUDY,
    document: 'draft',
    layer: draft,
    ranges: [{ start: 0, end: 7 }],
    body: { issue: 'marriage' },
    idempotencyKey: 'key-2',
  });
  const settled = await write('recordStatements', {
    project: STUDY,
    document: 'draft',
    layer: draft,
    statements: [{ statement: { speaker: 'press', issue: 'succession', stance: 1 } }],
    idempotencyKey: 'key-3',
  });
  await write('changeStatement', { id: settled, expectedVersion: 1, stance: -1 });
}
