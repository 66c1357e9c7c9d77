import { describe, expect, test } from 'vitest';
import type { Query } from './positions.ts';
import { members, positionsOfActor, positionsOnIssue } from './positions.ts';
import { WORKED_EXAMPLE } from './worked-example.ts';

/** The positions as the table of domain.md writes them: `stance / mean / count`, ` c` where conditional. */
function cells(actor: string, query: Partial<Query>): Record<string, string> {
  const positions = positionsOfActor(WORKED_EXAMPLE, actor, { scope: 'DESCENDANTS', ...query });
  return Object.fromEntries(
    positions.map((each) => [
      each.issue,
      `${each.stance} / ${each.meanStance} / ${each.statementCount}${each.conditional ? ' c' : ''}`,
    ]),
  );
}

const APOLOGY = { 'colonial-apology': '1 / 1 / 1' };
const THREAT = { 'north-korea-threat': '1 / 1 / 1' };
const JAPAN = {
  'abe-kim-summit': '1 / 1 / 1',
  'economic-aid': '1 / 1 / 1 c',
  'abduction-issue': '1 / 1 / 2',
  denuclearisation: '1 / 1 / 1',
  ...THREAT,
};

describe('the oracle gives every cell of the worked example', () => {
  test.each<[string, Partial<Query>, Record<string, string>]>([
    ['japan', { asOf: '2018-11-05' }, JAPAN],
    ['japan', { asOf: '2018-11-05', maxIntermediaries: 0 }, JAPAN],
    ['japan', { asOf: '2018-09-30' }, { 'abe-kim-summit': '1 / 1 / 1', 'abduction-issue': '1 / 1 / 1' }],
    ['north-korea', { asOf: '2018-11-05' }, { 'abe-kim-summit': '0.25 / 0.5 / 3 c', ...APOLOGY }],
    [
      'north-korea',
      { asOf: '2018-11-05', maxIntermediaries: 0 },
      { 'abe-kim-summit': '0.25 / 0.25 / 2 c', ...APOLOGY },
    ],
    ['north-korea', { asOf: '2018-11-05', accordingTo: 'moon-jae-in' }, { 'abe-kim-summit': '1 / 1 / 1' }],
    ['north-korea', { asOf: '2018-09-30' }, { 'abe-kim-summit': '1 / 1 / 1' }],
    ['japan', { asOf: '2018-09-29' }, {}],
    ['north-korea', { asOf: '2018-09-29' }, {}],
    ['japan', { asOf: '2018-11-05', scope: 'SELF' }, THREAT],
    ['north-korea', { asOf: '2018-11-05', scope: 'SELF' }, { 'abe-kim-summit': '1 / 1 / 1 c', ...APOLOGY }],
    [
      'japan',
      { asOf: '2018-11-05', scope: 'MEMBERS' },
      {
        'economic-aid': '1 / 1 / 1 c',
        'abduction-issue': '1 / 1 / 1',
        denuclearisation: '1 / 1 / 1',
        ...THREAT,
      },
    ],
  ])('%s with %o', (actor, query, expected) => {
    expect(cells(actor, query)).toEqual(expected);
  });
});

test('the position of North Korea on the summit has its days, its range and its evidence in order', () => {
  const all = positionsOfActor(WORKED_EXAMPLE, 'north-korea', { scope: 'DESCENDANTS' });
  expect(all).toEqual([
    {
      actor: 'north-korea',
      issue: 'abe-kim-summit',
      stance: 0.25,
      meanStance: 0.5,
      statementCount: 3,
      conditional: true,
      conditionalCount: 1,
      lowestStance: -0.5,
      highestStance: 1,
      firstHeldOn: '2018-09-01',
      lastHeldOn: '2018-11-05',
      evidence: ['7', '8', '10'],
    },
    {
      actor: 'north-korea',
      issue: 'colonial-apology',
      stance: 1,
      meanStance: 1,
      statementCount: 1,
      conditional: false,
      conditionalCount: 0,
      lowestStance: 1,
      highestStance: 1,
      firstHeldOn: '2018-11-05',
      lastHeldOn: '2018-11-05',
      evidence: ['6'],
    },
  ]);
});

test('who holds what on the summit comes newest first, then by slug', () => {
  const held = positionsOnIssue(WORKED_EXAMPLE, 'abe-kim-summit', { scope: 'DESCENDANTS' });
  expect(held.map((each) => [each.actor, each.lastHeldOn])).toEqual([
    ['kim-jong-un', '2018-11-05'],
    ['north-korea', '2018-11-05'],
    ['government-of-japan', '2018-09-30'],
    ['japan', '2018-09-30'],
    ['shinzo-abe', '2018-09-30'],
  ]);
});

test('accordingTo the author keeps what the document reports by itself', () => {
  const all = cells('north-korea', { asOf: '2018-11-05', accordingTo: 'author' });
  expect(all).toEqual({ 'abe-kim-summit': '0.25 / 0.25 / 2 c', ...APOLOGY });
});

test.each([
  ['2006-09-26', ['junichiro-koizumi', 'shinzo-abe']],
  ['2006-09-27', ['shinzo-abe']],
  ['2007-09-27', []],
  ['2018-11-05', ['shinzo-abe', 'taro-kono']],
  [undefined, ['junichiro-koizumi', 'shinzo-abe', 'shinzo-abe', 'taro-kono']],
])('the members of the government of Japan as of %s', (asOf, expected) => {
  const found = members(WORKED_EXAMPLE, 'government-of-japan', asOf).map((link) => link.member);
  expect(found.sort()).toEqual(expected);
});
