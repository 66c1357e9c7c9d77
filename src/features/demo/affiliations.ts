export type DemoAffiliation = {
  actor: string;
  of: string;
  kind: 'PART_OF' | 'HOLDS_POST';
  role?: string;
  /** First and last day, both included. */
  validFrom?: string;
  validUntil?: string;
};

function post(
  actor: string,
  of: string,
  role: string,
  validFrom: string,
  validUntil?: string,
): DemoAffiliation {
  return { actor, of, kind: 'HOLDS_POST', role, validFrom, ...(validUntil && { validUntil }) };
}

export const AFFILIATIONS: readonly DemoAffiliation[] = [
  { actor: 'government-of-japan', of: 'japan', kind: 'PART_OF' },
  post('shinzo-abe', 'government-of-japan', 'Prime Minister', '2006-09-26', '2007-09-26'),
  post('shinzo-abe', 'government-of-japan', 'Prime Minister', '2012-12-26', '2020-09-16'),
  post('taro-kono', 'government-of-japan', 'Foreign Minister', '2017-08-03', '2019-09-11'),
  post('junichiro-koizumi', 'government-of-japan', 'Prime Minister', '2001-04-26', '2006-09-26'),
  post('kim-jong-un', 'north-korea', 'Supreme Leader', '2011-12-17'),
  post('kim-jong-un', 'north-korea', 'Chairman of the State Affairs Commission', '2016-06-29'),
  // His successor was first seen in the post on 23 January 2020; no day of his leaving was told.
  post('ri-yong-ho', 'north-korea', 'Foreign Minister', '2016-05-09', '2020-01-22'),
  post('moon-jae-in', 'south-korea', 'President', '2017-05-10', '2022-05-09'),
  post('donald-trump', 'united-states', 'President', '2017-01-20', '2021-01-20'),
  post('donald-trump', 'united-states', 'President', '2025-01-20'),
  post('mike-pompeo', 'united-states', 'Secretary of State', '2018-04-26', '2021-01-20'),
  post('xi-jinping', 'china', 'President', '2013-03-14'),
];
