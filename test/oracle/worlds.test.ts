import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DAYS } from './draw-dates.ts';
import { spanOf } from './edtf.ts';
import { FEATURES, features } from './features.ts';
import { worldArbitrary, worldFrom } from './generator.ts';
import { FAULTS, rulesWith } from './plants.ts';
import { answer, difference, queriesOf, rightAnswers } from './queries.ts';
import { RIGHT, reach } from './rules.ts';
import type { Rules } from './rules.ts';
import { witnessOf } from './witness.ts';
import { holdsOn } from './world.ts';

/** `npm run prove` takes the whole thousand. */
const WORLDS = process.env['PROVE'] === undefined ? 200 : 1000;

describe('the worlds show what positions can meet', () => {
  test('at least 30 % of them show each feature', { timeout: 600_000 }, () => {
    const shown = new Map(FEATURES.map((feature) => [feature, 0]));
    for (let seed = 1; seed <= WORLDS; seed += 1) {
      for (const feature of features(worldFrom(seed))) shown.set(feature, (shown.get(feature) ?? 0) + 1);
    }
    const rare = [...shown].filter(([, count]) => count < 0.3 * WORLDS);
    expect(rare).toEqual([]);
  });

  test('a seed gives the same world again, and another seed another', () => {
    expect(worldFrom(7)).toEqual(worldFrom(7));
    expect(worldFrom(7)).not.toEqual(worldFrom(8));
  });

  test('no affiliations form a circle on any one day, and what is reported stays in its layer', () => {
    fc.assert(
      fc.property(worldArbitrary, (world) => {
        for (const day of ['0001-01-01', ...DAYS, '9999-12-31']) {
          const graph = world.affiliations.filter((link) => holdsOn(link, day));
          for (const link of graph) expect(reach(graph, link.member, Infinity).has(link.of)).toBe(false);
        }
        const layerOf = new Map(world.statements.map((each) => [each.key, each.layer]));
        for (const each of world.statements) {
          expect(layerOf.get(each.reportedIn ?? each.key)).toBe(each.layer);
          expect(each.stance === null || each.issue !== null).toBe(true);
        }
        for (const { consequent, antecedents } of world.relations) {
          expect(antecedents.length).toBeGreaterThan(0);
          expect(antecedents).not.toContain(consequent);
          for (const each of antecedents) expect(layerOf.get(each)).toBe(layerOf.get(consequent));
        }
        expect(new Set(world.statements.map((each) => each.order)).size).toBe(world.statements.length);
      }),
      { seed: 20181105, numRuns: 300 },
    );
  });
});

test('trying the borders of links finds the same as trying every day', { timeout: 60_000 }, () => {
  const everyDay: Rules = {
    ...RIGHT,
    daysToTry(_, span) {
      const days = [];
      const last = Date.parse(span.latest);
      for (let day = Date.parse(this.firstDay(span)); day <= last; day += 86_400_000) {
        days.push(new Date(day).toISOString().slice(0, 10));
      }
      return days;
    },
  };
  for (let seed = 1; seed <= 25; seed += 1) {
    const world = worldFrom(seed);
    const asked = queriesOf(world).filter((each) => each.scope !== 'SELF' && 'issue' in each);
    expect([seed, difference(world, everyDay, rightAnswers(world, asked))]).toEqual([seed, undefined]);
  }
});

describe('random worlds catch every plant', () => {
  test.each(FAULTS)('%s', (fault) => {
    const { world, asked } = witnessOf(fault);
    expect(answer(world, asked, rulesWith(fault))).not.toEqual(answer(world, asked));
  });
});

describe('the reader of dates', () => {
  test.each([
    ['2018-09-15', null, { earliest: '2018-09-15', latest: '2018-09-15' }],
    ['2018-02~', null, { earliest: '2018-02-01', latest: '2018-02-28' }],
    ['2020-02?', null, { earliest: '2020-02-01', latest: '2020-02-29' }],
    ['1970/1989', null, { earliest: '1970-01-01', latest: '1989-12-31' }],
    ['../2018-11-05', null, { earliest: null, latest: '2018-11-05' }],
    ['/2018', '2018-11-05', { earliest: null, latest: '2018-12-31' }],
    ['2003/..', '2018-11-05', { earliest: '2003-01-01', latest: '2018-11-05' }],
    ['2018-11/..', '2018-11-05', { earliest: '2018-11-01', latest: '2018-11-05' }],
    ['2019-01/..', '2018-11-05', { earliest: '2019-01-01', latest: '2019-01-01' }],
    ['2019-01/', null, { earliest: '2019-01-01', latest: '2019-01-01' }],
  ])('%s in a document of %s', (text, publishedOn, expected) => {
    expect(spanOf(text, publishedOn)).toEqual(expected);
  });

  test.each(['2018-02-30', '2018-13', '2018-11/2018-10', 'soon', '2018/2019/2020'])('refuses %s', (text) => {
    expect(() => spanOf(text, null)).toThrow(text.slice(0, 4));
  });
});
