import { beforeAll, describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { call, faultsOf, seedStudy } from '../kit/study.ts';

const service = useService();

const TEXT = '👑 He said: “I won’t   go – not\u00a0yet.” «Never», she said. A-B. He said: “I won’t go.”';

async function mark(quote: object) {
  const refused = await call(service, 'annotate', {
    project: 'study',
    document: 'typeset',
    ranges: [{ quote }],
    body: { comment: { text: 'Look.' } },
  });
  expect(faultsOf(refused)).toEqual(['ranges.0.quote INVALID']);
  return refused['message'] as unknown as string;
}

describe('a quote that the text has in other typography', () => {
  beforeAll(async () => {
    await seedStudy(service);
    await call(service, 'createDocument', {
      project: 'study',
      slug: 'typeset',
      title: 'Typeset',
      text: TEXT,
    });
  });

  it.each([
    [{ exact: '"I won\'t go - not yet."' }, '“I won’t   go – not\u00a0yet.”'],
    [{ exact: 'not yet' }, 'not\u00a0yet'],
    [{ exact: '"Never"' }, '«Never»'],
    [{ exact: 'A – B'.replaceAll(' ', '') }, 'A-B'],
    [{ exact: "won't go", prefix: '“I ', suffix: '."' }, 'won’t go'],
  ])('%j is refused, with the words as they stand and where', async (quote, standing) => {
    const message = await mark(quote);
    const [, start, end] = /: ".*" at (\d+) to (\d+)\./.exec(message) ?? [];
    expect([...TEXT].slice(Number(start), Number(end)).join('')).toBe(standing);
    expect(message).toContain('it stands there with other quotation marks, dashes or spaces');
    const made = await call(service, 'annotate', {
      project: 'study',
      document: 'typeset',
      ranges: [{ start: Number(start), end: Number(end) }],
      body: { comment: { text: 'Look.' } },
    });
    expect(made).toMatchObject({ ranges: [{ exact: standing }] });
  });

  it('and one that it does not have is told as before', async () => {
    expect(await mark({ exact: '"I shall go"' })).toContain('every character counts');
    expect(await mark({ exact: '\n' })).toContain('every character counts');
  });
});
