import type { WallWorld } from './wall-world.ts';

// What each viewer may do with each row, told apart from the policies: by the row's project, its layer and the viewer's roles.

export type Role = 'VIEWER' | 'CODER' | 'EDITOR' | 'OWNER';

/** A viewer as it should be: his roles narrowed to his token's projects. */
export type Onlooker = {
  name: string;
  accountId: string;
  tokenId: string | null;
  /** Whom the database should take him for; null: nobody. */
  who: string | null;
  roles: ReadonlyMap<number, Role>;
  mayWrite: boolean;
  mayCreate: boolean;
};

/** A row of any table, with what else must be known of it. */
export type Row = Record<string, unknown> & {
  project: number | null;
  layer: { kind: string; owner: string | null; hidden: boolean } | null;
};

export type Deed = 'select' | 'insert' | 'update' | 'delete';

type Rule = (viewer: Viewing, row: Row) => boolean;
type Viewing = Onlooker & { open: number; reads(row: Row): boolean; has(row: Row, role: Role): boolean };

const ranks: Role[] = ['VIEWER', 'CODER', 'EDITOR', 'OWNER'];

const nobody: Rule = () => false;
const reads: Rule = (viewer, row) => viewer.reads(row);
const role =
  (needed: Role): Rule =>
  (viewer, row) =>
    viewer.mayWrite && viewer.has(row, needed);
const writes = role('CODER');
const edits = role('EDITOR');
const owns = role('OWNER');

const sees: Rule = (viewer, row) =>
  viewer.reads(row) && (!row.layer?.hidden || row.layer.owner === viewer.who || viewer.has(row, 'EDITOR'));
const writesLayer: Rule = (viewer, row) =>
  writes(viewer, row) &&
  (row.layer?.kind === 'SHARED' || row.layer?.owner === viewer.who || viewer.has(row, 'EDITOR'));

const mine: Rule = (viewer, row) => viewer.who !== null && row['account_id'] === viewer.who;

const coders = { select: reads, insert: writes, update: writes, delete: writes };
const kept = { ...coders, delete: edits };
const editors = { select: reads, insert: edits, update: edits, delete: edits };
const layered = { select: sees, insert: writesLayer, update: writesLayer, delete: writesLayer };

/** Every table that requests reach. */
export const RULES: Record<string, Record<Deed, Rule>> = {
  actor: kept,
  actor_name: coders,
  actor_external_id: coders,
  affiliation: coders,
  event: kept,
  event_participant: coders,
  issue: { ...coders, update: edits, delete: edits },
  variable: editors,
  document: editors,
  document_version: { ...editors, update: nobody },
  document_passage: editors,
  layer: layered,
  statement: layered,
  statement_addressee: layered,
  statement_value: layered,
  statement_intermediary: { select: sees, insert: nobody, update: nobody, delete: nobody },
  statement_relation: layered,
  relation_antecedent: layered,
  annotation: layered,
  annotation_range: layered,
  project: {
    select: reads,
    insert: (viewer, row) => viewer.mayCreate && row['created_by'] === viewer.who,
    update: owns,
    delete: owns,
  },
  project_head: { select: reads, insert: owns, update: writes, delete: nobody },
  change: {
    select: (viewer, row) =>
      viewer.reads(row) &&
      (row['only_for'] === null || row['only_for'] === viewer.who || viewer.has(row, 'EDITOR')),
    insert: (viewer, row) => writes(viewer, row) && row['by'] === viewer.who,
    update: nobody,
    delete: nobody,
  },
  idempotency: {
    select: mine,
    insert: (viewer, row) => mine(viewer, row) && (row.project === 0 || writes(viewer, row)),
    update: mine,
    delete: mine,
  },
  membership: {
    select: reads,
    insert: owns,
    update: owns,
    delete: owns,
  },
  invitation: {
    select: (viewer, row) => viewer.has(row, 'OWNER'),
    insert: owns,
    update: owns,
    delete: owns,
  },
  audit_entry: {
    select: (viewer, row) => (row.project === null ? mine(viewer, row) : viewer.has(row, 'OWNER')),
    insert: (viewer, row) => mine(viewer, row) && (row.project === null || viewer.has(row, 'OWNER')),
    update: nobody,
    delete: nobody,
  },
};

/** Tables that requests never reach: secrets, and what finds out who asks. */
export const OWNERS_OWN = [
  ...['access_token', 'access_token_project', 'session', 'credential', 'verification'],
  ...['installation', 'sign_in_attempt', 'rate_bucket'],
];

export function allowed(deed: Deed, table: string, onlooker: Onlooker, row: Row, open: number): boolean {
  const has = ({ project }: Row, needed: Role): boolean => {
    const own = project === null ? undefined : onlooker.roles.get(project);
    return own !== undefined && ranks.indexOf(own) >= ranks.indexOf(needed);
  };
  const viewing: Viewing = {
    ...onlooker,
    open,
    has,
    reads: (of) => of.project === open || has(of, 'VIEWER'),
  };
  return RULES[table]?.[deed](viewing, row) ?? false;
}

export function onlookersOf({ accounts, here, there, open, tokens }: WallWorld): Onlooker[] {
  const of = (
    name: string,
    who: string | null,
    roles: [number, Role][],
    more: Partial<Onlooker> = {},
  ): Onlooker => ({
    name,
    accountId: who ?? accounts.owner,
    tokenId: null,
    who,
    roles: new Map(roles),
    mayWrite: who !== null,
    mayCreate: who !== null,
    ...more,
  });
  const { owner, editor, coder, blind, viewer, left, stranger } = accounts;
  const both: [number, Role][] = [
    [here, 'OWNER'],
    [there, 'EDITOR'],
  ];
  return [
    of('nobody', null, [], { accountId: '00000000-0000-0000-0000-000000000000' }),
    of('a stranger', stranger, [
      [there, 'OWNER'],
      [open, 'OWNER'],
    ]),
    of('one who left', left, []),
    of('a VIEWER', viewer, [[here, 'VIEWER']]),
    of('a CODER', coder, [[here, 'CODER']]),
    of('the CODER of a hidden layer', blind, [[here, 'CODER']]),
    of('an EDITOR', editor, [[here, 'EDITOR']]),
    of('an OWNER', owner, both),
    of('a token that reads', owner, both, { tokenId: tokens.reading, mayWrite: false, mayCreate: false }),
    of('a token for one project', owner, [[here, 'OWNER']], { tokenId: tokens.scoped, mayCreate: false }),
    of('a token for the other project', owner, [[there, 'EDITOR']], {
      tokenId: tokens.elsewhere,
      mayCreate: false,
    }),
    of('a revoked token', null, [], { tokenId: tokens.revoked }),
    of('an expired token', null, [], { tokenId: tokens.expired }),
    of('another’s token', null, [], { tokenId: tokens.foreign }),
  ];
}
