import type { Affiliation, Statement, World } from './world.ts';

const post = (member: string, validFrom: string | null, validUntil: string | null): Affiliation => ({
  key: `${member}-${validFrom}`,
  member,
  of: 'government-of-japan',
  kind: 'HOLDS_POST',
  validFrom,
  validUntil,
});

const leads = (member: string, of: string): Affiliation => ({
  key: `${member}-leads`,
  member,
  of,
  kind: 'HOLDS_POST',
  validFrom: null,
  validUntil: null,
});

const says = (order: number, speaker: string, rest: Partial<Statement>): Statement => ({
  key: String(order),
  order,
  document: 'summit-briefing-2018',
  layer: 'shared',
  speaker,
  onBehalfOf: null,
  issue: null,
  stance: null,
  asserted: true,
  saidOn: null,
  reportedIn: null,
  marks: 1,
  ...rest,
});

const forGovernment = { onBehalfOf: 'government-of-japan', stance: 1 };

/** The worked example of domain.md: what the article of 2018 holds, statements keyed by their number there. */
export const WORKED_EXAMPLE: World = {
  actors: [
    { key: 'japan', kind: 'STATE' },
    { key: 'government-of-japan', kind: 'GOVERNMENT' },
    { key: 'shinzo-abe', kind: 'PERSON' },
    { key: 'taro-kono', kind: 'PERSON' },
    { key: 'junichiro-koizumi', kind: 'PERSON' },
    { key: 'officials', kind: 'UNNAMED' },
    { key: 'north-korea', kind: 'STATE' },
    { key: 'kim-jong-un', kind: 'PERSON' },
    { key: 'ri-yong-ho', kind: 'PERSON' },
    { key: 'south-korea', kind: 'STATE' },
    { key: 'moon-jae-in', kind: 'PERSON' },
    { key: 'united-states', kind: 'STATE' },
    { key: 'donald-trump', kind: 'PERSON' },
    { key: 'mike-pompeo', kind: 'PERSON' },
    { key: 'china', kind: 'STATE' },
    { key: 'xi-jinping', kind: 'PERSON' },
    { key: 'author', kind: 'PERSON' },
  ],
  affiliations: [
    { ...leads('government-of-japan', 'japan'), kind: 'PART_OF' },
    post('shinzo-abe', '2006-09-26', '2007-09-26'),
    post('shinzo-abe', '2012-12-26', '2020-09-16'),
    post('taro-kono', '2017-08-03', '2019-09-11'),
    post('junichiro-koizumi', '2001-04-26', '2006-09-26'),
    leads('kim-jong-un', 'north-korea'),
    leads('ri-yong-ho', 'north-korea'),
    leads('moon-jae-in', 'south-korea'),
    leads('donald-trump', 'united-states'),
    leads('mike-pompeo', 'united-states'),
    leads('xi-jinping', 'china'),
  ],
  issues: [
    { key: 'abe-kim-summit', broader: null },
    { key: 'economic-aid', broader: null },
    { key: 'colonial-apology', broader: null },
    { key: 'abduction-issue', broader: null },
    { key: 'denuclearisation', broader: null },
    { key: 'north-korea-threat', broader: null },
  ],
  documents: [{ key: 'summit-briefing-2018', publishedOn: '2018-11-05', author: 'author' }],
  layers: [{ key: 'shared', document: 'summit-briefing-2018', kind: 'SHARED', state: 'OPEN', blind: false }],
  statements: [
    says(1, 'shinzo-abe', { saidOn: '2018-09', stance: 1, issue: 'abe-kim-summit', marks: 2 }),
    says(2, 'shinzo-abe', { saidOn: '2018-09', stance: 1, issue: 'abduction-issue' }),
    says(3, 'officials', { ...forGovernment, issue: 'economic-aid' }),
    says(4, 'officials', { ...forGovernment, issue: 'denuclearisation' }),
    says(5, 'officials', { ...forGovernment, issue: 'abduction-issue' }),
    says(6, 'north-korea', { stance: 1, issue: 'colonial-apology' }),
    says(7, 'north-korea', { stance: 1, issue: 'abe-kim-summit' }),
    says(8, 'kim-jong-un', { saidOn: '../2018-11-05', stance: -0.5, issue: 'abe-kim-summit' }),
    says(9, 'moon-jae-in', { saidOn: '2018-09' }),
    says(10, 'kim-jong-un', { reportedIn: '9', stance: 1, issue: 'abe-kim-summit' }),
    says(11, 'japan', { saidOn: '2018-06/2018-11-05', stance: 1, issue: 'north-korea-threat' }),
    says(12, 'author', {}),
    says(13, 'author', {}),
  ],
  relations: [
    { key: 'aid', consequent: '3', operator: 'ONLY_IF', antecedents: ['4', '5'] },
    { key: 'apology', consequent: '7', operator: 'IF', antecedents: ['6'] },
  ],
};
