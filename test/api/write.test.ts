import { beforeAll, describe, expect, it } from 'vitest';
import { mutate, succeed } from '../kit/mutate.ts';
import { useService } from '../kit/service.ts';

const service = useService();

beforeAll(async () => {
  await succeed(service, 'createProject', 'Project', { slug: 'study', name: 'A study' });
});

describe('a write', () => {
  it('[W1] repeated under its key, once what it made has been removed, says so', async () => {
    const input = { project: 'study', name: 'Gone', kind: 'PERSON', idempotencyKey: 'gone' };
    const { id } = await succeed(service, 'createActor', 'Actor', input);
    await succeed(service, 'removeActor', 'Removed', { id, expectedVersion: 1 });
    const again = await mutate(service, 'createActor', 'Actor', input, 'id name');
    expect(again).toMatchObject({
      code: 'NOT_FOUND',
      message: expect.stringContaining('has been removed since'),
    });
  });

  it('of one name by eight at once makes eight, each with a slug of its own', async () => {
    const create = (name: string, type: string, input: object) =>
      Promise.all(Array.from({ length: 8 }, () => succeed(service, name, type, { ...input }, 'id slug')));
    const slugs = [
      await create('createActor', 'Actor', { project: 'study', name: 'Same Name', kind: 'PERSON' }),
      await create('createIssue', 'Issue', { project: 'study', label: 'Same Name' }),
      await create('createProject', 'Project', { name: 'Same Name' }),
    ].map((made) => made.map(({ slug }) => slug as string).toSorted());
    const expected = ['same-name', ...[2, 3, 4, 5, 6, 7, 8].map((number) => `same-name-${number}`)];
    expect(slugs).toEqual([expected, expected, expected]);
  });
});
