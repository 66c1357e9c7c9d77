type Role = 'INITIATOR' | 'RECIPIENT' | 'HOST' | 'MEDIATOR' | 'PARTICIPANT';

export type DemoEvent = {
  slug: string;
  title: string;
  description?: string;
  /** Its type in PLOVER. */
  type?: 'AGREE' | 'CONSULT' | 'REJECT' | 'MOBILIZE' | 'ASSAULT';
  /** EDTF. */
  date?: string;
  status: 'ACTUAL' | 'ALLEGED' | 'PLANNED' | 'HYPOTHETICAL' | 'CANCELLED';
  place?: string;
  parent?: string;
  /** Actors by role, in the order in which they are told. */
  participants: Partial<Record<Role, string[]>>;
};

/** The events of the worked example, as they stood in November 2018. */
const OF_2018: DemoEvent[] = [
  {
    slug: 'abductions',
    title: 'Abductions of Japanese citizens',
    type: 'ASSAULT',
    date: '1970/1989',
    status: 'ACTUAL',
    participants: { INITIATOR: ['north-korea'], RECIPIENT: ['japan'] },
  },
  {
    slug: 'koizumi-in-pyongyang-2002',
    title: 'Koizumi’s visit to Pyongyang',
    type: 'CONSULT',
    date: '2002-09-17',
    status: 'ACTUAL',
    place: 'Pyongyang',
    participants: { INITIATOR: ['junichiro-koizumi'], HOST: ['north-korea'] },
  },
  {
    slug: 'six-party-talks',
    title: 'Six-party talks',
    description: 'Rounds of talks on the nuclear programme of North Korea, never declared closed.',
    type: 'CONSULT',
    date: '2003/..',
    status: 'ACTUAL',
    place: 'Beijing',
    participants: {
      HOST: ['china'],
      PARTICIPANT: ['north-korea', 'south-korea', 'united-states', 'japan', 'russia'],
    },
  },
  {
    slug: 'missiles-over-the-sea-of-japan',
    title: 'Missiles over the Sea of Japan',
    type: 'MOBILIZE',
    status: 'ACTUAL',
    place: 'Sea of Japan',
    participants: { INITIATOR: ['north-korea'], RECIPIENT: ['japan'] },
  },
  {
    slug: 'moon-kim-summit-2018',
    title: 'Summit of Moon and Kim',
    type: 'CONSULT',
    date: '2018-04-27',
    status: 'ACTUAL',
    place: 'Panmunjom',
    participants: { HOST: ['moon-jae-in'], PARTICIPANT: ['kim-jong-un'] },
  },
  {
    slug: 'trump-kim-summit-2018',
    title: 'Summit of Trump and Kim',
    type: 'CONSULT',
    date: '2018-06-12',
    status: 'ACTUAL',
    place: 'Singapore',
    participants: { PARTICIPANT: ['donald-trump', 'kim-jong-un'] },
  },
  {
    slug: 'un-general-assembly-2018',
    title: 'UN General Assembly of 2018',
    type: 'CONSULT',
    date: '2018-09',
    status: 'ACTUAL',
    place: 'New York',
    participants: { PARTICIPANT: ['shinzo-abe', 'taro-kono', 'ri-yong-ho'] },
  },
  {
    slug: 'moon-kim-pyongyang-2018',
    title: 'Moon with Kim in Pyongyang',
    type: 'CONSULT',
    date: '2018-09',
    status: 'ACTUAL',
    place: 'Pyongyang',
    participants: { HOST: ['kim-jong-un'], PARTICIPANT: ['moon-jae-in'] },
  },
  {
    slug: 'kono-ri-meeting-2018',
    title: 'Meeting of Kono and Ri',
    type: 'CONSULT',
    date: '2018-09',
    status: 'ACTUAL',
    place: 'New York',
    parent: 'un-general-assembly-2018',
    participants: { PARTICIPANT: ['taro-kono', 'ri-yong-ho'] },
  },
  {
    slug: 'pompeo-in-pyongyang-2018',
    title: 'Pompeo’s visit to Pyongyang',
    type: 'CONSULT',
    date: '2018-10',
    status: 'ACTUAL',
    place: 'Pyongyang',
    participants: { INITIATOR: ['mike-pompeo'], HOST: ['north-korea'] },
  },
  {
    slug: 'second-trump-kim-summit',
    title: 'A second summit of Trump and Kim',
    description: 'As it was planned in November 2018; what came of it is the summit in Hanoi.',
    type: 'CONSULT',
    status: 'PLANNED',
    participants: { PARTICIPANT: ['donald-trump', 'kim-jong-un'] },
  },
  {
    slug: 'abe-kim-meeting',
    title: 'A summit of Abe and Kim',
    type: 'CONSULT',
    status: 'HYPOTHETICAL',
    participants: { PARTICIPANT: ['shinzo-abe', 'kim-jong-un'] },
  },
];

/** What the documents of 2019 tell besides. */
const OF_2019: DemoEvent[] = [
  {
    slug: 'hanoi-summit-2019',
    title: 'Summit of Trump and Kim in Hanoi',
    type: 'CONSULT',
    date: '2019-02-27/2019-02-28',
    status: 'ACTUAL',
    place: 'Hanoi',
    participants: { PARTICIPANT: ['donald-trump', 'kim-jong-un', 'mike-pompeo', 'ri-yong-ho'] },
  },
  {
    slug: 'hanoi-without-agreement-2019',
    title: 'The summit in Hanoi ends without an agreement',
    description: 'The outcome of the summit: a joint statement was not signed.',
    type: 'REJECT',
    date: '2019-02-28',
    status: 'ACTUAL',
    place: 'Hanoi',
    parent: 'hanoi-summit-2019',
    participants: { PARTICIPANT: ['donald-trump', 'kim-jong-un'] },
  },
  {
    slug: 'hanoi-signing-2019',
    title: 'Signing of a joint statement in Hanoi',
    type: 'AGREE',
    date: '2019-02-28',
    status: 'CANCELLED',
    place: 'Hanoi',
    parent: 'hanoi-summit-2019',
    participants: { PARTICIPANT: ['donald-trump', 'kim-jong-un'] },
  },
  {
    slug: 'third-trump-kim-summit',
    title: 'A third summit of Trump and Kim',
    type: 'CONSULT',
    date: '../2019-12-31',
    status: 'HYPOTHETICAL',
    participants: { PARTICIPANT: ['donald-trump', 'kim-jong-un'] },
  },
  {
    slug: 'missile-tests-may-2019',
    title: 'Short-range missile tests',
    type: 'MOBILIZE',
    date: '2019-05-04/2019-05-09',
    status: 'ACTUAL',
    participants: { INITIATOR: ['north-korea'] },
  },
  {
    slug: 'xi-in-pyongyang-2019',
    title: 'Xi’s visit to Pyongyang',
    type: 'CONSULT',
    date: '2019-06-20/2019-06-21',
    status: 'ACTUAL',
    place: 'Pyongyang',
    participants: { INITIATOR: ['xi-jinping'], HOST: ['kim-jong-un'] },
  },
  {
    slug: 'g20-osaka-2019',
    title: 'G20 summit in Osaka',
    type: 'CONSULT',
    date: '2019-06-28/2019-06-29',
    status: 'ACTUAL',
    place: 'Osaka',
    participants: {
      HOST: ['shinzo-abe'],
      PARTICIPANT: ['xi-jinping', 'donald-trump', 'moon-jae-in'],
    },
  },
  {
    slug: 'xi-moon-meeting-2019',
    title: 'Meeting of Xi and Moon',
    type: 'CONSULT',
    date: '2019-06-27',
    status: 'ACTUAL',
    place: 'Osaka',
    participants: { PARTICIPANT: ['xi-jinping', 'moon-jae-in'] },
  },
  {
    slug: 'xi-abe-meeting-2019',
    title: 'Meeting of Xi and Abe',
    type: 'CONSULT',
    date: '2019-06-27',
    status: 'ACTUAL',
    place: 'Osaka',
    participants: { HOST: ['shinzo-abe'], PARTICIPANT: ['xi-jinping'] },
  },
  {
    slug: 'panmunjom-meeting-2019',
    title: 'Trump and Kim meet at Panmunjom',
    type: 'CONSULT',
    date: '2019-06-30',
    status: 'ACTUAL',
    place: 'Panmunjom',
    participants: { INITIATOR: ['donald-trump'], PARTICIPANT: ['kim-jong-un', 'moon-jae-in'] },
  },
  {
    slug: 'kim-in-washington',
    title: 'A visit of Kim to the White House',
    type: 'CONSULT',
    status: 'HYPOTHETICAL',
    place: 'Washington',
    participants: { INITIATOR: ['kim-jong-un'], HOST: ['donald-trump'] },
  },
];

export const EVENTS: readonly DemoEvent[] = [...OF_2018, ...OF_2019];
