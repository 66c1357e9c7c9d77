const NO_RELATIONS: { operator: string; antecedents: number[] }[] = [];

/** What most of the table's statements have in common. */
const BLANK = {
  onBehalfOf: null,
  addressees: [] as string[],
  toward: null as string | null,
  saidAt: null as string | null,
  type: 'COMMUNICATION',
  certainty: 'UNKNOWN',
  asserted: true,
  reportedIn: null,
  given: null,
  saidOn: '2018-11-05',
  origin: 'DOCUMENT',
  stance: 1,
  event: null,
  marks: 1,
  relations: NO_RELATIONS,
};

const SEPTEMBER = { given: '2018-09', saidOn: '2018-09', origin: 'STATEMENT' };
const OFFICIALS = {
  ...BLANK,
  speaker: 'officials-summit-briefing-2018',
  onBehalfOf: 'government-of-japan',
  toward: 'north-korea',
};
const PYONGYANG = { ...BLANK, speaker: 'north-korea', type: 'INTENTION', toward: 'japan' };
const AUTHOR = {
  ...BLANK,
  speaker: 'ines-halloran',
  act: 'ASSERT',
  stance: null,
  issue: null,
  event: 'abe-kim-meeting',
};

/** The table of the worked example, row by row. */
export const EXPECTED_STATEMENTS = [
  {
    ...BLANK,
    ...SEPTEMBER,
    number: 1,
    speaker: 'shinzo-abe',
    act: 'OFFER',
    toward: 'kim-jong-un',
    saidAt: 'un-general-assembly-2018',
    issue: 'abe-kim-summit',
    marks: 2,
  },
  {
    ...BLANK,
    ...SEPTEMBER,
    number: 2,
    speaker: 'shinzo-abe',
    act: 'WISH',
    saidAt: 'un-general-assembly-2018',
    issue: 'abduction-issue',
  },
  {
    ...OFFICIALS,
    number: 3,
    act: 'OFFER',
    issue: 'economic-aid',
    relations: [{ operator: 'ONLY_IF', antecedents: [4, 5] }],
  },
  { ...OFFICIALS, number: 4, act: 'DEMAND', issue: 'denuclearisation' },
  { ...OFFICIALS, number: 5, act: 'DEMAND', issue: 'abduction-issue' },
  { ...PYONGYANG, number: 6, act: 'DEMAND', issue: 'colonial-apology', marks: 2 },
  {
    ...PYONGYANG,
    number: 7,
    act: 'OFFER',
    certainty: 'POSSIBLE',
    issue: 'abe-kim-summit',
    relations: [{ operator: 'IF', antecedents: [6] }],
  },
  {
    ...BLANK,
    number: 8,
    speaker: 'kim-jong-un',
    type: 'INTENTION',
    act: 'ASSERT',
    given: '../2018-11-05',
    saidOn: '../2018-11-05',
    origin: 'STATEMENT',
    stance: -0.5,
    issue: 'abe-kim-summit',
  },
  {
    ...BLANK,
    ...SEPTEMBER,
    number: 9,
    speaker: 'moon-jae-in',
    addressees: ['shinzo-abe'],
    act: 'ASSERT',
    stance: null,
    issue: null,
    marks: 2,
  },
  {
    ...BLANK,
    number: 10,
    speaker: 'kim-jong-un',
    type: 'INTENTION',
    act: 'OFFER',
    toward: 'japan',
    reportedIn: 9,
    saidOn: '2018-09',
    origin: 'REPORT',
    issue: 'abe-kim-summit',
  },
  {
    ...BLANK,
    number: 11,
    speaker: 'japan',
    act: 'ASSERT',
    given: '2018-06/2018-11-05',
    saidOn: '2018-06/2018-11-05',
    origin: 'STATEMENT',
    issue: 'north-korea-threat',
  },
  { ...AUTHOR, number: 12, certainty: 'CERTAIN' },
  { ...AUTHOR, number: 13, certainty: 'POSSIBLE' },
];

const ACTUAL = { status: 'ACTUAL', parent: null };

/** The events of the worked example. */
export const EXPECTED_EVENTS = [
  { ...ACTUAL, slug: 'abductions', date: '1970/1989' },
  { ...ACTUAL, slug: 'koizumi-in-pyongyang-2002', date: '2002-09-17', place: 'Pyongyang' },
  { ...ACTUAL, slug: 'six-party-talks', date: '2003/..' },
  { ...ACTUAL, slug: 'missiles-over-the-sea-of-japan', date: null, place: 'Sea of Japan' },
  { ...ACTUAL, slug: 'moon-kim-summit-2018', date: '2018-04-27' },
  { ...ACTUAL, slug: 'trump-kim-summit-2018', date: '2018-06-12', place: 'Singapore', typeScheme: 'PLOVER' },
  { ...ACTUAL, slug: 'un-general-assembly-2018', date: '2018-09', place: 'New York' },
  { ...ACTUAL, slug: 'moon-kim-pyongyang-2018', date: '2018-09', place: 'Pyongyang' },
  {
    ...ACTUAL,
    slug: 'kono-ri-meeting-2018',
    date: '2018-09',
    parent: { slug: 'un-general-assembly-2018' },
  },
  { ...ACTUAL, slug: 'pompeo-in-pyongyang-2018', date: '2018-10', place: 'Pyongyang', typeCode: 'CONSULT' },
  { slug: 'second-trump-kim-summit', status: 'PLANNED', date: null },
  { slug: 'abe-kim-meeting', status: 'HYPOTHETICAL', date: null },
];

const JAPAN = {
  'abe-kim-summit': '1 / 1 / 1',
  'economic-aid': '1 / 1 / 1 c',
  'abduction-issue': '1 / 1 / 2',
  denuclearisation: '1 / 1 / 1',
  'north-korea-threat': '1 / 1 / 1',
};
const APOLOGY = { 'colonial-apology': '1 / 1 / 1' };
const NOVEMBER = '2018-11-05';

type Row = {
  actor: string;
  of: { asOf: string; scope?: string; attribution?: object };
  expected: Record<string, string>;
};

/** The table of positions as stance / mean / count, c where conditional; what a row does not name, it must not hold. */
export const POSITION_ROWS: Row[] = [
  { actor: 'japan', of: { asOf: NOVEMBER }, expected: JAPAN },
  { actor: 'japan', of: { asOf: NOVEMBER, attribution: { maxIntermediaries: 0 } }, expected: JAPAN },
  {
    actor: 'japan',
    of: { asOf: '2018-09-30' },
    expected: { 'abe-kim-summit': '1 / 1 / 1', 'abduction-issue': '1 / 1 / 1' },
  },
  {
    actor: 'north-korea',
    of: { asOf: NOVEMBER },
    expected: { 'abe-kim-summit': '0.25 / 0.5 / 3 c', ...APOLOGY },
  },
  {
    actor: 'north-korea',
    of: { asOf: NOVEMBER, attribution: { maxIntermediaries: 0 } },
    expected: { 'abe-kim-summit': '0.25 / 0.25 / 2 c', ...APOLOGY },
  },
  {
    actor: 'north-korea',
    of: { asOf: NOVEMBER, attribution: { accordingTo: 'moon-jae-in' } },
    expected: { 'abe-kim-summit': '1 / 1 / 1' },
  },
  { actor: 'north-korea', of: { asOf: '2018-09-30' }, expected: { 'abe-kim-summit': '1 / 1 / 1' } },
  { actor: 'japan', of: { asOf: '2018-09-29' }, expected: {} },
  { actor: 'north-korea', of: { asOf: '2018-09-29' }, expected: {} },
  {
    actor: 'north-korea',
    of: { asOf: NOVEMBER, scope: 'SELF' },
    expected: { 'abe-kim-summit': '1 / 1 / 1 c', ...APOLOGY },
  },
  { actor: 'japan', of: { asOf: NOVEMBER, scope: 'SELF' }, expected: { 'north-korea-threat': '1 / 1 / 1' } },
  {
    actor: 'japan',
    of: { asOf: NOVEMBER, scope: 'MEMBERS' },
    expected: {
      'economic-aid': '1 / 1 / 1 c',
      'abduction-issue': '1 / 1 / 1',
      denuclearisation: '1 / 1 / 1',
      'north-korea-threat': '1 / 1 / 1',
    },
  },
];
