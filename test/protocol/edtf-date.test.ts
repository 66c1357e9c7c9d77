import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysInMonth } from '../../src/protocol/day.ts';
import {
  closeEdtf,
  isDay,
  parseDay,
  parseEdtf,
  type Day,
  type EdtfDate,
} from '../../src/protocol/edtf-date.ts';

function span(text: string): [string | null, string | null] {
  const date = parseEdtf(text);
  if (typeof date === 'string') throw new Error(`${text}: ${date}`);
  return [date.earliest, date.latest];
}

const arbitraryDay = fc
  .record({ year: fc.integer({ min: 1, max: 9999 }), month: fc.integer({ min: 1, max: 12 }), at: fc.nat() })
  .map(({ year, month, at }) => {
    const pad = (n: number, width: number) => String(n).padStart(width, '0');
    return `${pad(year, 4)}-${pad(month, 2)}-${pad(1 + (at % daysInMonth(year, month)), 2)}` as Day;
  });

describe('an EDTF date', () => {
  it.each([
    ['2018', '2018-01-01', '2018-12-31'],
    ['0001', '0001-01-01', '0001-12-31'],
    ['9999-12-31', '9999-12-31', '9999-12-31'],
    ['0099-02', '0099-02-01', '0099-02-28'],
    ['2018-09', '2018-09-01', '2018-09-30'],
    ['2016-02', '2016-02-01', '2016-02-29'],
    ['1900-02', '1900-02-01', '1900-02-28'],
    ['2018-09-26', '2018-09-26', '2018-09-26'],
    ['  2018-09-26\n', '2018-09-26', '2018-09-26'],
    ['1970/1989', '1970-01-01', '1989-12-31'],
    ['2018-06/2018-11-05', '2018-06-01', '2018-11-05'],
    ['2018/2018-01', '2018-01-01', '2018-01-31'],
    ['2018-06-15/2018', '2018-06-15', '2018-12-31'],
    ['2018-09-05/2018-09-05', '2018-09-05', '2018-09-05'],
    ['201X', '2010-01-01', '2019-12-31'],
    ['20XX', '2000-01-01', '2099-12-31'],
    ['2018-XX', '2018-01-01', '2018-12-31'],
    ['2018-XX-XX', '2018-01-01', '2018-12-31'],
    ['2018-11-XX', '2018-11-01', '2018-11-30'],
  ])('[D1] %s spans %s to %s', (text, earliest, latest) => {
    expect(span(text)).toEqual([earliest, latest]);
    expect(parseEdtf(text)).toMatchObject({ text: text.trim(), openStart: false, openEnd: false });
  });

  it.each([
    ['2018-21', '2018-03-01', '2018-05-31'],
    ['2018-22', '2018-06-01', '2018-08-31'],
    ['2018-23', '2018-09-01', '2018-11-30'],
    ['2018-24', '2018-12-01', '2019-02-28'],
    ['2019-24', '2019-12-01', '2020-02-29'],
  ])('[D3] the season %s spans %s to %s', (text, earliest, latest) => {
    expect(span(text)).toEqual([earliest, latest]);
  });

  it.each(['2018', '2018-09', '2018-09-26', '2018-06/2018-11-05'])(
    '[D2] a mark does not widen %s',
    (text) => {
      for (const mark of ['~', '?', '%']) expect(span(text + mark)).toEqual(span(text));
      expect(span(text.replace('/', '~/'))).toEqual(span(text));
    },
  );

  it.each([
    ['2003/..', '2003-01-01', null],
    ['2003/', '2003-01-01', null],
    ['../2018-11-05', null, '2018-11-05'],
    ['/2018-11-05', null, '2018-11-05'],
    ['../2018-09~', null, '2018-09-30'],
  ])('[D4] %s has one open end', (text, earliest, latest) => {
    expect(span(text)).toEqual([earliest, latest]);
    expect(parseEdtf(text)).toMatchObject({ openStart: earliest === null, openEnd: latest === null });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['2018-02-30', 'does not exist'],
    ['2019-02-29', 'does not exist'],
    ['1900-02-29~', 'does not exist'],
    ['2018-04-31/..', 'no interval'],
    ['2019-02-29/..', 'does not exist'],
    ['2018-13', 'names no month'],
    ['2018-00', 'names no month'],
    ['2018-21~', 'season'],
    ['1989/1970', 'ends before it starts'],
    ['2018-09-06/2018-09-05', 'ends before it starts'],
    ['../..', 'open at both ends'],
    ['/', 'open at both ends'],
    ['/..', 'open at both ends'],
    ['0000', 'outside the years'],
    ['00XX', 'outside the years'],
    ['-0044-03-15', 'outside the years'],
    ['Y170000002', 'outside the years'],
    ['9999-24', 'outside the years'],
    ['XXXX', 'names no year'],
    ['20', 'two digits'],
    ['2018-09-26T10:00:00Z', 'time of day'],
    ['2018-09-26T10:00:00Z/..', 'time of day'],
    ['12345', 'no EDTF date'],
    ['201x', 'no EDTF date'],
    ['201X/2020', 'no interval'],
    ['2018-21/2018-22', 'no interval'],
    ['2018-09-01/2018-09-02/2018-09-03', 'no interval'],
    ['２０１８', 'no EDTF date'],
    ['{2018,2019}', 'no EDTF date'],
    ['yesterday', 'no EDTF date'],
    ['2018\u0000', 'no EDTF date'],
    ['2018-09\ud800', 'no EDTF date'],
    ['9'.repeat(65), 'at most 64'],
  ])('[D6] %j is a fault that says so and shows what is right', (text, part) => {
    const fault = parseEdtf(text);
    expect(fault).toContain(part);
    expect(fault).toMatch(/; .*\.$/s);
    expect(fault).not.toMatch(/[\p{Cc}\p{Cs}]/u);
  });

  it('[D6] a huge text is refused unread', () => {
    expect(parseEdtf(' '.repeat(5_000_000))).toContain('at most 64');
  });

  it('[D6] no text makes the parser throw', () => {
    const dateLike = fc.string({ unit: fc.constantFrom(...'0129X-/~?%.Y:TZES+[]{} '), maxLength: 30 });
    const units = fc.string({ unit: fc.nat(0xffff).map((unit) => String.fromCharCode(unit)), maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(dateLike, units, fc.string({ maxLength: 80 })), (input) => {
        expect(parseEdtf(input)).not.toBeNull();
      }),
      { numRuns: 1000 },
    );
  });

  it('[D1] whatever is accepted reads again as itself, and its ends are days in order or open', () => {
    const end = fc
      .tuple(arbitraryDay, fc.integer({ min: 4, max: 10 }), fc.constantFrom('', '~', '?', '%'))
      .map(([day, cut, mark]) => day.slice(0, cut) + mark);
    const side = fc.oneof(
      { weight: 4, arbitrary: end },
      fc.constantFrom('', '..', '201X', '2018-XX', '2018-24'),
    );
    const text = fc.oneof(
      side,
      fc.tuple(side, side).map((sides) => sides.join('/')),
    );
    const accepted = text.map(parseEdtf).filter((date): date is EdtfDate => typeof date !== 'string');
    fc.assert(
      fc.property(accepted, (date) => {
        const { earliest, latest, openStart, openEnd } = date;
        expect(parseEdtf(` ${date.text} `)).toEqual(date);
        expect([openStart, openEnd]).toEqual([earliest === null, latest === null]);
        expect(openStart && openEnd).toBe(false);
        expect([earliest ?? '0001-01-01', latest ?? '9999-12-31'].every(isDay)).toBe(true);
        expect((earliest ?? '0001-01-01') <= (latest ?? '9999-12-31')).toBe(true);
      }),
    );
  });

  it('[D1] two days joined by a slash are their interval, and a fault the other way round', () => {
    fc.assert(
      fc.property(arbitraryDay, arbitraryDay, (a, b) => {
        fc.pre(a !== b);
        const [earliest, latest] = [a, b].sort() as [Day, Day];
        expect(parseEdtf(`${earliest}/${latest}`)).toMatchObject({ earliest, latest });
        expect(parseEdtf(`${latest}/${earliest}`)).toContain('ends before it starts');
      }),
    );
  });
});

describe('an open end', () => {
  const open = (text: string) => parseEdtf(text) as EdtfDate;

  it('[D5] closes at the document’s day', () => {
    expect(closeEdtf(open('2003/..'), '2018-11-05')).toEqual({
      earliest: '2003-01-01',
      latest: '2018-11-05',
    });
  });

  it('[D5] closes at its own start where that is later, or the document is undated', () => {
    expect(closeEdtf(open('2019-02/'), '2018-11-05')).toEqual({
      earliest: '2019-02-01',
      latest: '2019-02-01',
    });
    expect(closeEdtf(open('2003/..'), null)).toEqual({ earliest: '2003-01-01', latest: '2003-01-01' });
  });

  it('[D5] leaves a closed end and an open start as they are', () => {
    expect(closeEdtf(open('2018-09'), '2018-01-01')).toEqual({
      earliest: '2018-09-01',
      latest: '2018-09-30',
    });
    expect(closeEdtf(open('../2018-09'), '2018-01-01')).toEqual({ earliest: null, latest: '2018-09-30' });
    expect(() => closeEdtf({ earliest: null, latest: null }, '2018-01-01')).toThrow(RangeError);
  });
});

describe('a day', () => {
  it.each(['0001-01-01', '2000-02-29', '9999-12-31'])('[D7] %s is one', (text) => {
    expect(isDay(text)).toBe(true);
    expect(parseDay(` ${text} `)).toEqual({ day: text });
  });

  it.each([
    '0000-01-01',
    '2018-02-29',
    '1900-02-29',
    '2018-13-01',
    '2018-9-1',
    '2018-09-00',
    '2018-09',
    '',
    'today',
  ])('[D7] %j is none', (text) => {
    expect(isDay(text)).toBe(false);
    expect(parseDay(text)).toMatchObject({ fault: expect.stringMatching(/such as 2018-11-05\.$/) });
  });

  it('[D7] everything that is no text is none, and a huge text is refused at once', () => {
    for (const value of [null, undefined, 20180905, {}, []]) expect(isDay(value)).toBe(false);
    expect(parseDay('2'.repeat(1_000_000))).toHaveProperty('fault');
  });

  it('[D7] days compare as text in the order of the calendar', () => {
    fc.assert(
      fc.property(arbitraryDay, arbitraryDay, (a, b) => {
        expect(isDay(a)).toBe(true);
        expect(a < b).toBe(Date.parse(`${a}T00:00:00Z`) < Date.parse(`${b}T00:00:00Z`));
      }),
    );
  });
});
