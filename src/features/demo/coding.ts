/** A passage of a document by its words; prefix or suffix where the words alone stand more than once. */
export type Passage = string | { exact: string; prefix?: string; suffix?: string };

/** A mark over one or more passages. */
export type Mark = { on: Passage[]; part?: 'WHOLE' | 'SOURCE' | 'CUE' | 'CONTENT' };

/** A statement as a coder records it; actors, issues and events by slug. */
export type DemoStatement = {
  /** Names it within its layer, for relations and for what is reported in it. */
  key: string;
  marks: Mark[];
  speaker: string;
  onBehalfOf?: string;
  addressees?: string[];
  issue?: string;
  stance?: number;
  toward?: string;
  event?: string;
  saidAt?: string;
  attributionType: 'COMMUNICATION' | 'BELIEF' | 'INTENTION';
  speechAct: 'ASSERT' | 'DEMAND' | 'OFFER' | 'PROMISE' | 'THREAT' | 'WISH' | 'QUESTION';
  certainty?: 'CERTAIN' | 'PROBABLE' | 'POSSIBLE' | 'UNKNOWN';
  quotation?: 'DIRECT' | 'INDIRECT' | 'MIXED';
  asserted?: boolean;
  saidOn?: string;
  reportedIn?: string;
  /** Of the project's own variables. */
  values?: { frame?: string; prominence?: number; 'front-page'?: boolean };
};

/** Statements by key. */
export type DemoRelation = {
  consequent: string;
  operator: 'IF' | 'ONLY_IF' | 'UNLESS' | 'IN_RETURN_FOR' | 'BECAUSE';
  antecedents: string[];
};

/** A mark that is no statement's: of an event, of an actor by any name, of an issue, or a remark. */
export type DemoNote = { on: Passage[] } & (
  | { event: string }
  | { mention: string }
  | { issue: string }
  | { comment: string }
);

/** What one layer of a document holds. */
export type Coding = { statements: DemoStatement[]; relations: DemoRelation[]; notes: DemoNote[] };

export type DemoDocument = {
  slug: string;
  title: string;
  text: string;
  publisher: string;
  author: string;
  publishedOn: string;
  language: string;
  shared: Coding;
  /** The layer of whoever the demo is loaded for. */
  personal?: Coding;
};

/** A text from its paragraphs. */
export function paragraphs(...lines: string[]): string {
  return lines.join('\n\n');
}
