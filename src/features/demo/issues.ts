export type DemoIssue = { slug: string; label: string; definition: string; broader?: string };

/** Broader ones first. Each definition is a proposition: a stance of 1 supports it. */
export const ISSUES: readonly DemoIssue[] = [
  {
    slug: 'japan-dprk-normalisation',
    label: 'Normal relations between Japan and North Korea',
    definition:
      'Japan and North Korea should settle what stands between them and take up diplomatic relations.',
  },
  {
    slug: 'korean-peace-settlement',
    label: 'A settlement on the Korean peninsula',
    definition:
      'The states concerned should replace the armistice in Korea by a lasting peace, by agreement.',
  },
  {
    slug: 'abe-kim-summit',
    label: 'A meeting of Abe and Kim',
    definition: 'Shinzo Abe and Kim Jong-un should meet in person for direct talks.',
    broader: 'japan-dprk-normalisation',
  },
  {
    slug: 'abduction-issue',
    label: 'Resolving the abductions',
    definition:
      'North Korea should account for the Japanese citizens whom it abducted, and let the living go home.',
    broader: 'japan-dprk-normalisation',
  },
  {
    slug: 'colonial-apology',
    label: 'An apology for colonial rule',
    definition: 'Japan should apologise to North Korea for its rule over Korea from 1910 to 1945.',
    broader: 'japan-dprk-normalisation',
  },
  {
    slug: 'economic-aid',
    label: 'Japanese economic aid',
    definition: 'Japan should give North Korea economic aid.',
    broader: 'japan-dprk-normalisation',
  },
  {
    slug: 'denuclearisation',
    label: 'Denuclearisation of North Korea',
    definition: 'North Korea should give up its nuclear weapons and the means of making them.',
    broader: 'korean-peace-settlement',
  },
  {
    slug: 'us-dprk-normalisation',
    label: 'Normal relations between the United States and North Korea',
    definition:
      'The United States and North Korea should settle their quarrel in talks and take up normal relations.',
    broader: 'korean-peace-settlement',
  },
  {
    slug: 'sanctions-relief',
    label: 'Easing the sanctions',
    definition: 'The sanctions on North Korea should be eased before it has disarmed wholly.',
    broader: 'us-dprk-normalisation',
  },
  {
    slug: 'north-korea-threat',
    label: 'North Korea as a threat',
    definition: 'North Korea is a serious and imminent threat to the security of its neighbours.',
  },
];

export type DemoVariable = {
  slug: 'frame' | 'prominence' | 'front-page';
  label: string;
  description: string;
  type: 'BOOLEAN' | 'INTEGER' | 'CHOICE';
  options?: string[];
};

/** What this project's coders note on a statement beyond what all projects do. */
export const VARIABLES: readonly DemoVariable[] = [
  {
    slug: 'frame',
    label: 'Frame',
    description: 'In what light the document shows what is said.',
    type: 'CHOICE',
    options: ['diplomacy', 'security', 'humanitarian', 'economy', 'history'],
  },
  {
    slug: 'prominence',
    label: 'Prominence',
    description: 'How much room the document gives it: 1, in passing, to 5, at its centre.',
    type: 'INTEGER',
  },
  {
    slug: 'front-page',
    label: 'Front page',
    description: 'Whether it stands in the title or at the head of the document.',
    type: 'BOOLEAN',
  },
];
