import type { Service } from '../../kit/service.ts';
import { call, seedStudy } from '../../kit/study.ts';
import type { Arguments } from './paths.ts';

/** Fills the project `study` so that every field of every type has something to tell. @returns what required arguments take */
export async function fillWorld(service: Service): Promise<Arguments> {
  await seedStudy(service);
  const make = async (name: string, input: object) => {
    const made = await call(service, name, { project: 'study', ...input });
    if (made['message']) throw new Error(`${name}: ${made['message']}`);
    return made;
  };
  const annotate = (body: object) =>
    make('annotate', { document: 'speech', ranges: [{ start: 0, end: 6 }], body });
  await make('createVariable', { slug: 'tone', label: 'Tone', type: 'TEXT' });
  await make('createActor', {
    ...{ slug: 'fritz', name: 'Fritz', kind: 'PERSON' },
    names: [{ name: 'Friedrich', language: 'de' }],
    externalIds: [{ scheme: 'WIKIDATA', value: 'Q1' }],
  });
  await make('addAffiliation', { actor: 'fritz', of: 'ruritania', kind: 'PART_OF' });
  await make('addAffiliation', { actor: 'sapt', of: 'fritz', kind: 'MEMBER_OF' });
  await make('createIssue', { slug: 'heir', label: 'Which heir', broader: 'succession' });
  const merged = await make('createIssue', { slug: 'merged', label: 'Merged' });
  await call(service, 'mergeIssue', { id: merged.id, expectedVersion: 1, into: 'heir' });
  await make('recordEvent', {
    ...{ slug: 'ball', title: 'A ball', date: '1894-06', status: 'PLANNED', parent: 'coronation' },
    participants: [{ actor: 'fritz', role: 'HOST' }],
  });
  const { id } = await make('createDocument', {
    ...{ slug: 'letter', title: 'A letter', text: 'The heir is Flavia.', author: 'fritz' },
    publishedOn: '1894-05-02',
  });
  const one = await annotate({
    statement: {
      ...{ speaker: 'rudolf', onBehalfOf: 'ruritania', issue: 'heir', stance: 1, toward: 'flavia' },
      ...{ saidAt: 'ball', event: 'ball', addressees: ['flavia'], saidOn: '1894-05' },
      values: [{ variable: 'tone', value: 'grave' }],
    },
  });
  const report = await annotate({
    statement: {
      ...{ speaker: 'fritz', issue: 'heir', stance: 0.5, reportedIn: one['body'].id },
      values: [{ variable: 'tone', value: 'light' }],
    },
  });
  const third = await annotate({ statement: { speaker: 'sapt' } });
  for (const [consequent, operator, antecedent] of [
    [report, 'IF', one],
    [report, 'BECAUSE', one],
    [third, 'IF', report],
  ] as const) {
    const antecedents = [antecedent['body'].id];
    await call(service, 'relateStatements', { consequent: consequent['body'].id, operator, antecedents });
  }
  let last = one;
  for (const body of [
    { mention: 'flavia' },
    { issue: 'heir' },
    { event: 'ball' },
    { comment: { text: 'A remark.' } },
  ])
    last = await annotate(body);
  await call(service, 'changeDocument', { id, expectedVersion: 1, title: 'A long letter' });
  const invite = `mutation { inviteMember(input: { project: "study", role: VIEWER }) { ... on InviteMemberPayload { link } } }`;
  await service.ask(invite);
  return {
    'Project.actor': 'slug: "fritz"',
    // Nothing but the log leads to an affiliation itself.
    'Project.changes': 'first: 8, subjectTypes: [AFFILIATION]',
    'Project.issue': 'slug: "heir"',
    'Project.event': 'slug: "ball"',
    'Project.document': 'slug: "speech"',
    'Project.statement': `id: "${report['body'].id}"`,
    'Project.annotation': `id: "${last.id}"`,
    'Project.comparePositions': 'first: "rudolf", second: "flavia"',
    'Project.searchActors': 'query: "Friedrich"',
    'Project.searchDocuments': 'query: "heir"',
    'Project.searchQuotes': 'query: "Rudolf"',
  };
}
