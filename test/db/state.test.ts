import { getColumns } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { subjectType } from '../../src/feed/change.table.ts';
import { actor, affiliation } from '../../src/features/actor/actor.table.ts';
import { annotation } from '../../src/features/annotation/annotation.table.ts';
import { document } from '../../src/features/document/document.table.ts';
import { event } from '../../src/features/event/event.table.ts';
import { issue } from '../../src/features/issue/issue.table.ts';
import { layer } from '../../src/features/layer/layer.table.ts';
import { project, variable } from '../../src/features/project/project.table.ts';
import { statement, statementRelation } from '../../src/features/statement/statement.table.ts';
import { useService } from '../kit/service.ts';

const service = useService({ demo: true });
const states = new Map<string, Set<string>>();

beforeAll(async () => {
  for (const { subjectType: type, state } of await service.app.db.query.change.findMany()) {
    const keys = states.get(type) ?? new Set();
    for (const key of Object.keys(state as object)) keys.add(key);
    states.set(type, keys);
  }
});

type Subject = (typeof subjectType.enumValues)[number];

const TABLES: Record<Subject, PgTable> = {
  PROJECT: project,
  VARIABLE: variable,
  ACTOR: actor,
  AFFILIATION: affiliation,
  ISSUE: issue,
  DOCUMENT: document,
  LAYER: layer,
  STATEMENT: statement,
  STATEMENT_RELATION: statementRelation,
  EVENT: event,
  ANNOTATION: annotation,
};

/** Columns of every entry of the log itself, so no part of a state. */
const OF_THE_ENTRY = ['projectId', 'id', 'version', 'createdAt', 'createdBy'];

/** Columns that a state leaves out, each with why. */
const LEFT_OUT: Partial<Record<Subject, Record<string, string>>> = {
  DOCUMENT: { currentVersionId: 'told within currentVersion' },
  LAYER: {
    counts: 'derived by the database from the states of all layers of the document',
    hidden: 'told by blind and state, and by whether anybody else is told at all',
  },
  STATEMENT: {
    assertedResolved: 'derived by the database from the statement, its document and its relations',
    saidOnResolved: 'likewise',
    saidOnOrigin: 'likewise',
    earliest: 'likewise',
    latest: 'likewise',
    intermediaryCount: 'likewise',
    hiddenFor: 'kept by the database as the layer has it',
  },
  STATEMENT_RELATION: { hiddenFor: 'likewise' },
  ANNOTATION: {
    statementId: 'told within body',
    eventId: 'likewise',
    actorId: 'likewise',
    issueId: 'likewise',
    comment: 'likewise',
    hiddenFor: 'kept by the database as the layer has it',
  },
};

describe('the log holds every column of', () => {
  it.each(subjectType.enumValues)('%s, or it is named here why not', (type) => {
    const kept = states.get(type) ?? new Set();
    const table = TABLES[type];
    const derived = Object.entries(getColumns(table)).filter(([, column]) => column.generated !== undefined);
    const left = new Set([
      ...OF_THE_ENTRY,
      ...derived.map(([name]) => name),
      ...Object.keys(LEFT_OUT[type] ?? {}),
    ]);
    expect([getTableConfig(table).name, kept.size > 0]).toEqual([getTableConfig(table).name, true]);
    expect(Object.keys(getColumns(table)).filter((name) => !left.has(name) && !kept.has(name))).toEqual([]);
    // What a state does tell needs no reason for its absence.
    expect(Object.keys(LEFT_OUT[type] ?? {}).filter((name) => kept.has(name))).toEqual([]);
  });
});
