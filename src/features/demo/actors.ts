/** An actor with its names by language (BCP 47); `PRK` and the like are ISO 3166-1, `Q423` and the like Wikidata's. */
export type DemoActor = {
  slug: string;
  name: string;
  kind: 'PERSON' | 'STATE' | 'GOVERNMENT' | 'ORGANIZATION' | 'GROUP' | 'UNNAMED';
  description: string;
  names?: Record<string, string[]>;
  iso?: string;
  wikidata?: string;
};

const STATES: DemoActor[] = [
  {
    slug: 'japan',
    name: 'Japan',
    kind: 'STATE',
    description: 'The state; its capital stands for it where a text says that Tokyo wants or fears.',
    names: {
      en: ['Tokyo'],
      ja: ['日本', '日本国', '東京'],
      ko: ['일본', '도쿄'],
      'ja-Latn': ['Nihon', 'Nippon'],
    },
    iso: 'JPN',
    wikidata: 'Q17',
  },
  {
    slug: 'north-korea',
    name: 'North Korea',
    kind: 'STATE',
    description: 'The Democratic People’s Republic of Korea; its capital stands for it.',
    names: {
      en: ['Democratic People’s Republic of Korea', 'DPRK', 'Pyongyang', 'P’yŏngyang'],
      ja: ['北朝鮮', '朝鮮民主主義人民共和国', '平壌'],
      ko: ['북한', '조선', '조선민주주의인민공화국', '평양'],
      'zh-Hans': ['朝鲜', '平壤'],
    },
    iso: 'PRK',
    wikidata: 'Q423',
  },
  {
    slug: 'south-korea',
    name: 'South Korea',
    kind: 'STATE',
    description: 'The Republic of Korea; its capital stands for it.',
    names: {
      en: ['Republic of Korea', 'ROK', 'Seoul'],
      ja: ['韓国', '大韓民国', 'ソウル'],
      ko: ['한국', '대한민국', '서울'],
      'zh-Hans': ['韩国', '首尔'],
    },
    iso: 'KOR',
    wikidata: 'Q884',
  },
  {
    slug: 'united-states',
    name: 'United States',
    kind: 'STATE',
    description: 'The United States of America; its capital stands for it.',
    names: {
      en: ['United States of America', 'USA', 'US', 'Washington'],
      ja: ['アメリカ', 'アメリカ合衆国', '米国'],
      ko: ['미국'],
      'zh-Hans': ['美国'],
    },
    iso: 'USA',
    wikidata: 'Q30',
  },
  {
    slug: 'china',
    name: 'China',
    kind: 'STATE',
    description: 'The People’s Republic of China; its capital stands for it.',
    names: {
      en: ['People’s Republic of China', 'PRC', 'Beijing'],
      ja: ['中国', '中華人民共和国', '北京'],
      ko: ['중국', '베이징'],
      'zh-Hans': ['中华人民共和国'],
    },
    iso: 'CHN',
    wikidata: 'Q148',
  },
  {
    slug: 'russia',
    name: 'Russia',
    kind: 'STATE',
    description: 'The Russian Federation, here as a party to the six-party talks.',
    names: { en: ['Russian Federation', 'Moscow'], ja: ['ロシア'], ko: ['러시아'], ru: ['Россия'] },
    iso: 'RUS',
    wikidata: 'Q159',
  },
];

const OFFICE_HOLDERS: DemoActor[] = [
  {
    slug: 'government-of-japan',
    name: 'Government of Japan',
    kind: 'GOVERNMENT',
    description: 'The cabinet and those who work for it, where a text names them.',
    names: {
      en: ['Cabinet of Japan', 'Japanese government'],
      ja: ['日本政府', '日本国政府', '内閣'],
      ko: ['일본 정부'],
    },
  },
  {
    slug: 'shinzo-abe',
    name: 'Shinzo Abe',
    kind: 'PERSON',
    description: 'Prime Minister of Japan in 2006 and 2007, and from 2012 to 2020.',
    names: { en: ['Abe Shinzo', 'Shinzō Abe'], ja: ['安倍晋三', '安倍首相'], ko: ['아베 신조'] },
    wikidata: 'Q132345',
  },
  {
    slug: 'taro-kono',
    name: 'Taro Kono',
    kind: 'PERSON',
    description: 'Foreign Minister of Japan from 2017 to 2019.',
    names: { en: ['Kono Taro', 'Tarō Kōno'], ja: ['河野太郎', '河野外相'], ko: ['고노 다로'] },
  },
  {
    slug: 'junichiro-koizumi',
    name: 'Junichiro Koizumi',
    kind: 'PERSON',
    description: 'Prime Minister of Japan from 2001 to 2006.',
    names: {
      en: ['Koizumi Junichiro', 'Jun’ichirō Koizumi'],
      ja: ['小泉純一郎'],
      ko: ['고이즈미 준이치로'],
      'zh-Hans': ['小泉纯一郎'],
    },
  },
  {
    slug: 'kim-jong-un',
    name: 'Kim Jong-un',
    kind: 'PERSON',
    description: 'Leader of North Korea since the end of 2011.',
    names: {
      en: ['Kim Jong Un', 'Kim Chŏng-ŭn', 'Chairman Kim'],
      ja: ['金正恩', 'キム・ジョンウン'],
      ko: ['김정은'],
    },
  },
  {
    slug: 'ri-yong-ho',
    name: 'Ri Yong-ho',
    kind: 'PERSON',
    description: 'Foreign Minister of North Korea from 2016 until the beginning of 2020.',
    names: {
      en: ['Ri Yong Ho'],
      ja: ['李容浩', 'リ・ヨンホ'],
      ko: ['리용호', '이용호'],
      'zh-Hans': ['李勇浩'],
    },
  },
  {
    slug: 'moon-jae-in',
    name: 'Moon Jae-in',
    kind: 'PERSON',
    description: 'President of South Korea from 2017 to 2022.',
    names: { en: ['Moon Jae In', 'Mun Jae-in'], ja: ['文在寅', 'ムン・ジェイン'], ko: ['문재인'] },
  },
  {
    slug: 'donald-trump',
    name: 'Donald Trump',
    kind: 'PERSON',
    description: 'President of the United States from 2017 to 2021, and again since 2025.',
    names: {
      en: ['Donald J. Trump', 'Donald John Trump'],
      ja: ['ドナルド・トランプ'],
      ko: ['도널드 트럼프'],
      'zh-Hans': ['唐纳德·特朗普'],
    },
    wikidata: 'Q22686',
  },
  {
    slug: 'mike-pompeo',
    name: 'Mike Pompeo',
    kind: 'PERSON',
    description: 'Secretary of State of the United States from 2018 to 2021.',
    names: {
      en: ['Michael Richard Pompeo', 'Michael Pompeo'],
      ja: ['マイク・ポンペオ'],
      ko: ['마이크 폼페이오'],
      'zh-Hans': ['迈克·蓬佩奥'],
    },
  },
  {
    slug: 'xi-jinping',
    name: 'Xi Jinping',
    kind: 'PERSON',
    description: 'President of China since 2013.',
    names: { en: ['Hsi Chin-p’ing'], ja: ['習近平'], ko: ['시진핑'], 'zh-Hans': ['习近平'] },
    wikidata: 'Q15031',
  },
];

/** Writers of the demo's documents, who do not exist, and the unnamed, who are one actor a document. */
const VOICES: DemoActor[] = [
  {
    slug: 'ines-halloran',
    name: 'Ines Halloran',
    kind: 'PERSON',
    description: 'Invented: the writer of the English briefings of this demonstration.',
  },
  {
    slug: 'haruka-mizuno',
    name: 'Haruka Mizuno',
    kind: 'PERSON',
    description: 'Invented: the writer of the Japanese column of this demonstration.',
    names: { ja: ['水野はるか'] },
  },
  {
    slug: 'panmunjom-account',
    name: 'An account that posts from the border',
    kind: 'UNNAMED',
    description: 'Invented: whoever holds the account behind the post of 30 June 2019.',
  },
  {
    slug: 'officials-summit-briefing-2018',
    name: 'Officials in Tokyo',
    kind: 'UNNAMED',
    description: 'The unnamed officials of the briefing of November 2018.',
  },
  {
    slug: 'spokesman-after-hanoi-2019',
    name: 'A spokesman in Pyongyang',
    kind: 'UNNAMED',
    description: 'The unnamed spokesman of the briefing of June 2019.',
  },
  {
    slug: 'officials-osaka-messages-2019',
    name: 'Aides in Seoul',
    kind: 'UNNAMED',
    description: 'The unnamed aides of the South Korean president in the notes from Osaka.',
  },
  {
    slug: 'officials-column-2019',
    name: 'Persons in the Japanese government',
    kind: 'UNNAMED',
    description: 'The unnamed persons of the Japanese column.',
    names: { ja: ['政府の関係者'] },
  },
];

export const ACTORS: readonly DemoActor[] = [...STATES, ...OFFICE_HOLDERS, ...VOICES];
