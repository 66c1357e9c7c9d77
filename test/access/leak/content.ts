import type { Write } from './people.ts';

/** Ids of some of what was made. */
export type Made = Record<string, string>;

const TEXT = 'Rudolf 👑 will name an heir. Flavia agrees. Flavia agrees.';

/**
 * A project with something of every kind, as its owner makes it: the same for the same slug and mark.
 *
 * @param mark a word that stands in every text, label and name; empty for none
 */
export async function fillProject(write: Write, slug: string, mark = ''): Promise<Made> {
  const marked = (text: string) => (mark === '' ? text : `${text} ${mark}`);
  const made: Made = {};
  const make = async (key: string, name: string, input: object) => {
    made[key] = await write(name, name === 'createProject' ? input : { project: slug, ...input });
    return made[key];
  };
  await make('project', 'createProject', {
    slug,
    name: marked('A study'),
    description: marked('What is studied.'),
  });
  await make('line', 'createVariable', { slug: 'line', label: marked('Line'), type: 'INTEGER' });
  await make('tone', 'createVariable', {
    slug: 'tone',
    label: marked('Tone'),
    type: 'CHOICE',
    options: ['left', marked('right')],
  });
  await make('note', 'createVariable', { slug: 'note', label: marked('Note'), type: 'TEXT' });
  await make('firm', 'createVariable', { slug: 'firm', label: marked('Firm'), type: 'BOOLEAN' });
  for (const [actor, kind] of [
    ['rudolf', 'PERSON'],
    ['flavia', 'PERSON'],
    ['sapt', 'PERSON'],
    ['ruritania', 'STATE'],
    ['press', 'GROUP'],
  ] as const) {
    await make(actor, 'createActor', {
      slug: actor,
      name: marked(actor),
      kind,
      description: marked('Somebody.'),
      names: [{ name: marked(`${actor} the Elder`), language: 'en' }],
    });
  }
  await make('spare', 'createActor', {
    slug: 'spare',
    name: marked('Spare'),
    kind: 'UNNAMED',
    externalIds: [{ scheme: 'WIKIDATA', value: 'Q4711' }],
  });
  await make('post', 'addAffiliation', {
    actor: 'rudolf',
    of: 'ruritania',
    kind: 'HOLDS_POST',
    role: marked('King'),
    validFrom: '1894-01-01',
  });
  await make('member', 'addAffiliation', { actor: 'sapt', of: 'ruritania', kind: 'MEMBER_OF' });
  await make('succession', 'createIssue', {
    slug: 'succession',
    label: marked('The king should name an heir'),
    definition: marked('An heir.'),
  });
  await make('marriage', 'createIssue', {
    slug: 'marriage',
    label: marked('The king should marry'),
    broader: 'succession',
  });
  await make('wedding', 'createIssue', { slug: 'wedding', label: marked('A wedding'), broader: 'marriage' });
  await make('oldIssue', 'createIssue', { slug: 'old-issue', label: marked('An heir is named') });
  await make('congress', 'recordEvent', {
    slug: 'congress',
    title: marked('Congress'),
    date: '1894',
    status: 'ACTUAL',
    place: marked('Strelsau'),
  });
  await make('coronation', 'recordEvent', {
    slug: 'coronation',
    title: marked('Coronation'),
    date: '1894-06',
    status: 'PLANNED',
    parent: 'congress',
    type: { code: 'CONSULT' },
    participants: [
      { actor: 'rudolf', role: 'HOST' },
      { actor: 'flavia', role: 'PARTICIPANT' },
    ],
  });
  await make('speech', 'createDocument', {
    slug: 'speech',
    title: marked('A speech'),
    text: marked(TEXT),
    publishedOn: '1894-05-01',
    author: 'press',
    language: 'en',
    publisher: 'The Strelsau Times',
    source: marked('Page 1'),
  });
  await make('reply', 'createDocument', {
    slug: 'reply',
    title: marked('A reply'),
    text: marked('Flavia will not marry him. Nor will another.'),
  });
  await make('draft', 'createDocument', {
    slug: 'draft',
    title: marked('A draft'),
    text: marked('Nothing yet, and nothing to come.'),
  });
  await fillLayer(write, slug, made, undefined, marked);
  await write('mergeIssue', { id: made['oldIssue'], expectedVersion: 1, into: 'succession' });
  await write('changeActor', { id: made['spare'], expectedVersion: 1, description: marked('Nobody yet.') });
  await write('changeVariable', { id: made['note'], expectedVersion: 1, description: marked('What else.') });
  await make('gone', 'createActor', { slug: 'gone', name: marked('Gone'), kind: 'PERSON' });
  await write('removeActor', { id: made['gone'], expectedVersion: 1 });
  await make('settled', 'openLayer', { document: 'reply', kind: 'ADJUDICATED' });
  return made;
}

/** Statements, relations and annotations of every kind on a layer of `speech`, one changed and one removed of each. */
export async function fillLayer(
  write: Write,
  project: string,
  made: Made,
  layer: string | undefined,
  marked: (text: string) => string,
): Promise<Made> {
  const on = { project, document: 'speech', ...(layer !== undefined && { layer }) };
  const annotate = (body: object, start = 0) =>
    write('annotate', { ...on, ranges: [{ start, end: start + 6 }], body });
  const stated = { speaker: 'rudolf', issue: 'succession', stance: 1, saidOn: '1894-05' };
  const at = layer ?? 'shared';
  const own: Made = {};
  own['first'] = await write('recordStatements', {
    ...on,
    statements: [
      {
        key: 'a',
        statement: {
          ...stated,
          onBehalfOf: 'ruritania',
          addressees: ['flavia', 'sapt'],
          values: [
            { variable: 'line', value: 3 },
            { variable: 'note', value: marked('A note') },
          ],
        },
        marks: [{ ranges: [{ start: 0, end: 8 }] }],
      },
      {
        key: 'b',
        statement: {
          speaker: 'flavia',
          issue: 'marriage',
          stance: -0.5,
          toward: 'rudolf',
          event: 'coronation',
          saidAt: 'congress',
        },
        reportedInKey: 'a',
        marks: [{ ranges: [{ start: 29, end: 42 }] }],
      },
      {
        key: 'c',
        statement: {
          speaker: 'sapt',
          issue: 'wedding',
          stance: 0.5,
          saidOn: '1893',
          values: [
            { variable: 'tone', value: 'left' },
            { variable: 'firm', value: true },
          ],
        },
      },
    ],
    relations: [{ consequent: 'a', operator: 'ONLY_IF', antecedents: ['b', 'c'] }],
  });
  const bodies: object[] = [
    { statement: { speaker: 'sapt', issue: 'old-issue', stance: 0 } },
    { comment: { text: marked('A remark') } },
    { mention: 'flavia' },
    { issue: 'marriage' },
    { issue: 'old-issue' },
    { event: 'coronation' },
    { mark: own['first'] },
  ];
  for (const [place, body] of bodies.entries()) own[`mark ${place}`] = await annotate(body, place * 3);
  own['lone'] = await write('recordStatements', {
    ...on,
    statements: [{ statement: { ...stated, stance: -1 } }],
  });
  own['reason'] = await write('relateStatements', {
    consequent: own['lone'],
    operator: 'BECAUSE',
    antecedents: [own['first']],
  });
  own['spare'] = await write('recordStatements', {
    ...on,
    statements: [{ statement: { ...stated, speaker: 'flavia' } }],
  });
  await write('changeStatement', { id: own['lone'], expectedVersion: 1, stance: 0.25 });
  await write('changeAnnotation', {
    id: own['mark 1'],
    expectedVersion: 1,
    comment: marked('Another remark'),
  });
  await write('removeStatement', { id: own['spare'], expectedVersion: 1 });
  await write('removeAnnotation', { id: own['mark 2'], expectedVersion: 1 });
  for (const [key, id] of Object.entries(own)) made[`${at} ${key}`] = id;
  return own;
}
