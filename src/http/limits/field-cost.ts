import { BULK_MAX, PAGE_MAX } from '../../protocol/limits.ts';

/** What a field costs beyond the one point of any field, and how many entries a list is reckoned to have. */
export type FieldCost = {
  points?: number;
  /** A number, or the argument whose length it is. */
  entries?: number | { of: string; otherwise: number };
};

/** Entries of a list that is no connection, where nothing is said here: most have none or one. */
export const LIST_ENTRIES = 2;

/** Points of what counts all pages of a connection. */
export const COUNT_POINTS = 10;

/** Points of a field that writes. */
export const WRITE_POINTS = 1_000;

const positions = { points: 100 };
const search = { points: 1_000 };
/** A text may be five million characters long, so that few fit into one answer, or into memory at once. */
const text = { points: 200_000 };
const state = { points: 10 };

/** By `Type.field`. Connections are not among them: their pages are counted as they are asked for. */
export const FIELD_COSTS: Readonly<Record<string, FieldCost>> = {
  'AccessToken.projects': { entries: 20 },
  'Actor.positions': positions,
  'Issue.positions': positions,
  'Project.comparePositions': { ...positions, entries: { of: 'issues', otherwise: PAGE_MAX } },
  'Project.searchActors': search,
  'Project.searchDocuments': search,
  'Project.searchQuotes': search,
  'Project.variables': { entries: 20 },
  'Document.text': text,
  'DocumentVersion.text': text,
  'Change.state': state,
  'Event.participants': { entries: 10 },
  'Query.nodes': { entries: { of: 'ids', otherwise: PAGE_MAX } },
  'RecordStatementsPayload.statements': { entries: BULK_MAX },
};
