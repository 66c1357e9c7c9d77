import { createHash } from 'node:crypto';
import type postgres from 'postgres';
import { endsOf } from './edtf.ts';
import type { Statement, World } from './world.ts';

/** A world in the database, as a project of its own. */
export interface Loaded {
  /** `project.id`; its slug is `world-` and the same number. */
  readonly project: number;
  readonly idOf: (key: string) => string;
  readonly keyOf: (id: string) => string;
}

type Row = Record<string, string | number | boolean | Buffer | null>;

const TEXT = 'Somebody said something to somebody about something, as somebody else had it.';

/**
 * Writes the world into the tables of a migrated database, in one transaction. Ids are the same in every project, so that
 * a query which forgets to name its project mixes the worlds up; those of statements sort by `order`.
 *
 * @param number names the project; not yet loaded into this database
 */
export async function loadWorld(sql: postgres.Sql, world: World, number: number): Promise<Loaded> {
  const ids = idsOf(world);
  const idOf = (key: string) => ids.get(key) ?? fail(key);
  const ref = (key: string | null) => (key === null ? null : idOf(key));
  const keys = new Map([...ids].map(([key, id]) => [id, key]));
  const loaded = { project: number, idOf, keyOf: (id: string) => keys.get(id) ?? fail(id) };

  await sql.begin(async (tx) => {
    const account = await ownerOf(tx);
    await tx`insert into project (id, slug, name, created_by)
      values (${number}, ${`world-${number}`}, 'A world', ${account})`;
    await tx`insert into project_head (project_id, cursor_key) values (${number}, ${Buffer.alloc(32, number)})`;
    const of = { project_id: number };
    const by = { ...of, created_by: account };
    const insert = async (table: string, rows: readonly Row[]) => {
      if (rows.length > 0) await tx`insert into ${tx(table)} ${tx(rows)}`;
    };

    await insert(
      'actor',
      world.actors.map(({ key, kind }) => ({ ...by, id: idOf(key), slug: key, name: key, kind })),
    );
    await insert(
      'affiliation',
      world.affiliations.map(({ key, member, of: whole, kind, validFrom, validUntil }) => ({
        ...by,
        id: idOf(key),
        actor_id: idOf(member),
        of_id: idOf(whole),
        kind,
        valid_from: validFrom,
        valid_until: validUntil,
      })),
    );
    await insert(
      'issue',
      world.issues.map(({ key, broader }) => {
        return { ...by, id: idOf(key), slug: key, label: key, broader_id: ref(broader) };
      }),
    );
    await insert(
      'document',
      world.documents.map((document) => ({
        ...by,
        id: idOf(document.key),
        slug: document.key,
        title: document.key,
        author_id: ref(document.author),
        published_on: document.publishedOn,
        current_version_id: versionOf(idOf(document.key)),
      })),
    );
    await insert(
      'document_version',
      world.documents.map((document) => ({
        ...by,
        id: versionOf(idOf(document.key)),
        document_id: idOf(document.key),
        number: 1,
        text: TEXT,
        sha256: createHash('sha256').update(TEXT).digest('hex'),
      })),
    );
    await insert(
      'layer',
      world.layers.map(({ key, document, kind, state, blind }) => {
        const owner = kind === 'PERSONAL' ? account : null;
        return { ...of, id: idOf(key), document_id: idOf(document), kind, state, blind, owner_id: owner };
      }),
    );
    await insert(
      'statement',
      world.statements.map((each) => ({ ...by, ...statementRow(each, idOf) })),
    );
    await insert(
      'statement_relation',
      world.relations.map(({ key, consequent, operator }) => {
        const { document, layer } =
          world.statements.find((each) => each.key === consequent) ?? fail(consequent);
        const place = { document_id: idOf(document), layer_id: idOf(layer) };
        return { ...by, ...place, id: idOf(key), consequent_id: idOf(consequent), operator };
      }),
    );
    await insert(
      'relation_antecedent',
      world.relations.flatMap(({ key, antecedents }) =>
        antecedents.map((antecedent, ordinal) => {
          const { layer } = world.statements.find((each) => each.key === antecedent) ?? fail(antecedent);
          const relation = { relation_id: idOf(key), layer_id: idOf(layer) };
          return { ...of, ...relation, statement_id: idOf(antecedent), ordinal };
        }),
      ),
    );
    const marks = world.statements.flatMap((each) =>
      Array.from({ length: each.marks }, (_, n) => ({ each, n })),
    );
    await insert(
      'annotation',
      marks.map(({ each, n }) => ({
        ...by,
        id: markOf(each, n),
        document_id: idOf(each.document),
        layer_id: idOf(each.layer),
        motivation: 'IDENTIFYING',
        statement_id: idOf(each.key),
      })),
    );
    await insert(
      'annotation_range',
      marks.map(({ each, n }) => {
        const version = {
          document_id: idOf(each.document),
          version_id: versionOf(idOf(each.document)),
        };
        return { ...of, ...version, annotation_id: markOf(each, n), ordinal: 0, start: n, end: n + 9 };
      }),
    );
  });
  return loaded;
}

function statementRow(each: Statement, idOf: (key: string) => string): Row {
  const days = each.saidOn === null ? { from: null, until: null } : endsOf(each.saidOn);
  return {
    id: idOf(each.key),
    document_id: idOf(each.document),
    layer_id: idOf(each.layer),
    speaker_id: idOf(each.speaker),
    on_behalf_of_id: each.onBehalfOf === null ? null : idOf(each.onBehalfOf),
    issue_id: each.issue === null ? null : idOf(each.issue),
    stance: each.stance,
    asserted: each.asserted,
    said_on: each.saidOn,
    said_from: days.from,
    said_until: days.until,
    reported_in_id: each.reportedIn === null ? null : idOf(each.reportedIn),
  };
}

async function ownerOf(tx: postgres.TransactionSql): Promise<string> {
  const [owner] = await tx<{ id: string }[]>`select id from account order by local_owner desc limit 1`;
  if (owner !== undefined) return owner.id;
  const id = uuid(9, 1);
  await tx`insert into account (id, name, email, local_owner) values (${id}, 'Oracle', 'oracle@localhost', true)`;
  return id;
}

function idsOf(world: World): Map<string, string> {
  const numbered = [
    world.actors,
    world.affiliations,
    world.issues,
    world.documents,
    world.layers,
    world.relations,
  ];
  return new Map([
    ...numbered.flatMap((things, kind) => things.map(({ key }, n) => [key, uuid(kind + 1, n + 1)] as const)),
    ...world.statements.map(({ key, order }) => [key, uuid(7, order)] as const),
  ]);
}

const uuid = (kind: number, n: number) => {
  return `00000000-0000-7000-800${kind}-${n.toString(16).padStart(12, '0')}`;
};
const versionOf = (document: string) => document.replace('-8004-', '-800a-');
const markOf = (statement: Statement, n: number) => uuid(8, statement.order * 16 + n);

function fail(key: string): never {
  throw new Error(`the world has nothing called ${key}`);
}
