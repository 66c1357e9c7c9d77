import { defineRelations } from 'drizzle-orm';
import type { PostgresJsDatabase } from 'drizzle-orm/postgres-js';
import * as accessTokenTables from './features/access-token/access-token.table.ts';
import * as accountTables from './features/account/account.table.ts';
import * as sessionTables from './features/account/session.table.ts';
import * as actorTables from './features/actor/actor.table.ts';
import * as annotationTables from './features/annotation/annotation.table.ts';
import * as auditTables from './features/audit/audit.table.ts';
import * as documentTables from './features/document/document.table.ts';
import * as eventTables from './features/event/event.table.ts';
import * as issueTables from './features/issue/issue.table.ts';
import * as layerTables from './features/layer/layer.table.ts';
import * as membershipTables from './features/membership/membership.table.ts';
import * as projectTables from './features/project/project.table.ts';
import * as rateTables from './features/rate/rate.table.ts';
import * as statementTables from './features/statement/statement.table.ts';
import * as changeTables from './feed/change.table.ts';
import { isOnSeenLayer, isSeenLayer } from './visibility.ts';

/** Every table of the database, by its name in code. */
const tables = {
  ...accountTables,
  ...sessionTables,
  ...projectTables,
  ...membershipTables,
  ...accessTokenTables,
  ...auditTables,
  ...actorTables,
  ...issueTables,
  ...documentTables,
  ...layerTables,
  ...eventTables,
  ...statementTables,
  ...annotationTables,
  ...changeTables,
  ...rateTables,
};

/** Put on every relation that leads from something all members see to something that lies on a layer. */
const onSeenLayer = { RAW: isOnSeenLayer };
const seenLayer = { RAW: isSeenLayer };

/**
 * How rows lead to rows. Every relation inside a project joins over `projectId` too, so that none can leave it and each is
 * served by an index that the project leads. None leads to what is on a layer that the viewer does not see.
 */
export const relations = defineRelations(tables, (r) => ({
  project: {
    creator: r.one.account({ from: r.project.createdBy, to: r.account.id, optional: false }),
    head: r.one.projectHead({ from: r.project.id, to: r.projectHead.projectId, optional: false }),
    variables: r.many.variable({ from: r.project.id, to: r.variable.projectId }),
    actors: r.many.actor({ from: r.project.id, to: r.actor.projectId }),
    issues: r.many.issue({ from: r.project.id, to: r.issue.projectId }),
    documents: r.many.document({ from: r.project.id, to: r.document.projectId }),
    events: r.many.event({ from: r.project.id, to: r.event.projectId }),
    statements: r.many.statement({ from: r.project.id, to: r.statement.projectId, where: onSeenLayer }),
    annotations: r.many.annotation({ from: r.project.id, to: r.annotation.projectId, where: onSeenLayer }),
    layers: r.many.layer({ from: r.project.id, to: r.layer.projectId, where: seenLayer }),
    members: r.many.membership({
      from: r.project.id,
      to: r.membership.projectId,
      where: { endedAt: { isNull: true } },
    }),
  },
  membership: {
    project: r.one.project({ from: r.membership.projectId, to: r.project.id, optional: false }),
    account: r.one.account({ from: r.membership.accountId, to: r.account.id, optional: false }),
  },
  variable: {
    project: r.one.project({ from: r.variable.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.variable.createdBy, to: r.account.id, optional: false }),
  },
  actor: {
    project: r.one.project({ from: r.actor.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.actor.createdBy, to: r.account.id, optional: false }),
    names: r.many.actorName({
      from: [r.actor.projectId, r.actor.id],
      to: [r.actorName.projectId, r.actorName.actorId],
    }),
    externalIds: r.many.actorExternalId({
      from: [r.actor.projectId, r.actor.id],
      to: [r.actorExternalId.projectId, r.actorExternalId.actorId],
    }),
    /** Affiliations by which others are inside this actor. */
    memberLinks: r.many.affiliation({
      from: [r.actor.projectId, r.actor.id],
      to: [r.affiliation.projectId, r.affiliation.ofId],
    }),
    /** Affiliations by which this actor is inside others. */
    membershipLinks: r.many.affiliation({
      from: [r.actor.projectId, r.actor.id],
      to: [r.affiliation.projectId, r.affiliation.actorId],
    }),
    statements: r.many.statement({
      from: [r.actor.projectId, r.actor.id],
      to: [r.statement.projectId, r.statement.speakerId],
      where: onSeenLayer,
    }),
    represented: r.many.statement({
      from: [r.actor.projectId, r.actor.id],
      to: [r.statement.projectId, r.statement.onBehalfOfId],
      where: onSeenLayer,
    }),
    documents: r.many.document({
      from: [r.actor.projectId, r.actor.id],
      to: [r.document.projectId, r.document.authorId],
    }),
    participations: r.many.eventParticipant({
      from: [r.actor.projectId, r.actor.id],
      to: [r.eventParticipant.projectId, r.eventParticipant.actorId],
    }),
    mentions: r.many.annotation({
      from: [r.actor.projectId, r.actor.id],
      to: [r.annotation.projectId, r.annotation.actorId],
      where: onSeenLayer,
    }),
  },
  affiliation: {
    creator: r.one.account({ from: r.affiliation.createdBy, to: r.account.id, optional: false }),
    actor: r.one.actor({
      from: [r.affiliation.projectId, r.affiliation.actorId],
      to: [r.actor.projectId, r.actor.id],
      optional: false,
    }),
    of: r.one.actor({
      from: [r.affiliation.projectId, r.affiliation.ofId],
      to: [r.actor.projectId, r.actor.id],
      optional: false,
    }),
  },
  issue: {
    project: r.one.project({ from: r.issue.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.issue.createdBy, to: r.account.id, optional: false }),
    broader: r.one.issue({
      from: [r.issue.projectId, r.issue.broaderId],
      to: [r.issue.projectId, r.issue.id],
    }),
    narrower: r.many.issue({
      from: [r.issue.projectId, r.issue.id],
      to: [r.issue.projectId, r.issue.broaderId],
    }),
    mergedInto: r.one.issue({
      from: [r.issue.projectId, r.issue.mergedIntoId],
      to: [r.issue.projectId, r.issue.id],
    }),
    statements: r.many.statement({
      from: [r.issue.projectId, r.issue.id],
      to: [r.statement.projectId, r.statement.issueId],
      where: onSeenLayer,
    }),
    tags: r.many.annotation({
      from: [r.issue.projectId, r.issue.id],
      to: [r.annotation.projectId, r.annotation.issueId],
      where: onSeenLayer,
    }),
  },
  document: {
    head: r.one.projectHead({
      from: r.document.projectId,
      to: r.projectHead.projectId,
      optional: false,
    }),
    project: r.one.project({ from: r.document.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.document.createdBy, to: r.account.id, optional: false }),
    author: r.one.actor({
      from: [r.document.projectId, r.document.authorId],
      to: [r.actor.projectId, r.actor.id],
    }),
    currentVersion: r.one.documentVersion({
      from: [r.document.projectId, r.document.currentVersionId],
      to: [r.documentVersion.projectId, r.documentVersion.id],
      optional: false,
    }),
    versions: r.many.documentVersion({
      from: [r.document.projectId, r.document.id],
      to: [r.documentVersion.projectId, r.documentVersion.documentId],
    }),
    layers: r.many.layer({
      from: [r.document.projectId, r.document.id],
      to: [r.layer.projectId, r.layer.documentId],
      where: seenLayer,
    }),
    statements: r.many.statement({
      from: [r.document.projectId, r.document.id],
      to: [r.statement.projectId, r.statement.documentId],
      where: onSeenLayer,
    }),
    annotations: r.many.annotation({
      from: [r.document.projectId, r.document.id],
      to: [r.annotation.projectId, r.annotation.documentId],
      where: onSeenLayer,
    }),
  },
  documentVersion: {
    document: r.one.document({
      from: [r.documentVersion.projectId, r.documentVersion.documentId],
      to: [r.document.projectId, r.document.id],
      optional: false,
    }),
    creator: r.one.account({ from: r.documentVersion.createdBy, to: r.account.id, optional: false }),
  },
  layer: {
    document: r.one.document({
      from: [r.layer.projectId, r.layer.documentId],
      to: [r.document.projectId, r.document.id],
      optional: false,
    }),
    owner: r.one.account({ from: r.layer.ownerId, to: r.account.id }),
    statements: r.many.statement({
      from: [r.layer.projectId, r.layer.id],
      to: [r.statement.projectId, r.statement.layerId],
    }),
    annotations: r.many.annotation({
      from: [r.layer.projectId, r.layer.id],
      to: [r.annotation.projectId, r.annotation.layerId],
    }),
  },
  event: {
    project: r.one.project({ from: r.event.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.event.createdBy, to: r.account.id, optional: false }),
    parent: r.one.event({ from: [r.event.projectId, r.event.parentId], to: [r.event.projectId, r.event.id] }),
    subEvents: r.many.event({
      from: [r.event.projectId, r.event.id],
      to: [r.event.projectId, r.event.parentId],
    }),
    participants: r.many.eventParticipant({
      from: [r.event.projectId, r.event.id],
      to: [r.eventParticipant.projectId, r.eventParticipant.eventId],
    }),
    annotations: r.many.annotation({
      from: [r.event.projectId, r.event.id],
      to: [r.annotation.projectId, r.annotation.eventId],
      where: onSeenLayer,
    }),
    /** Statements whose content is this event. */
    statements: r.many.statement({
      from: [r.event.projectId, r.event.id],
      to: [r.statement.projectId, r.statement.eventId],
      where: onSeenLayer,
    }),
    /** Statements made at this event. */
    saidHere: r.many.statement({
      from: [r.event.projectId, r.event.id],
      to: [r.statement.projectId, r.statement.saidAtId],
      where: onSeenLayer,
    }),
  },
  eventParticipant: {
    event: r.one.event({
      from: [r.eventParticipant.projectId, r.eventParticipant.eventId],
      to: [r.event.projectId, r.event.id],
      optional: false,
    }),
    actor: r.one.actor({
      from: [r.eventParticipant.projectId, r.eventParticipant.actorId],
      to: [r.actor.projectId, r.actor.id],
      optional: false,
    }),
  },
  statement: {
    project: r.one.project({ from: r.statement.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.statement.createdBy, to: r.account.id, optional: false }),
    document: r.one.document({
      from: [r.statement.projectId, r.statement.documentId],
      to: [r.document.projectId, r.document.id],
      optional: false,
    }),
    layer: r.one.layer({
      from: [r.statement.projectId, r.statement.layerId],
      to: [r.layer.projectId, r.layer.id],
      optional: false,
    }),
    speaker: r.one.actor({
      from: [r.statement.projectId, r.statement.speakerId],
      to: [r.actor.projectId, r.actor.id],
      optional: false,
    }),
    onBehalfOf: r.one.actor({
      from: [r.statement.projectId, r.statement.onBehalfOfId],
      to: [r.actor.projectId, r.actor.id],
    }),
    toward: r.one.actor({
      from: [r.statement.projectId, r.statement.towardId],
      to: [r.actor.projectId, r.actor.id],
    }),
    issue: r.one.issue({
      from: [r.statement.projectId, r.statement.issueId],
      to: [r.issue.projectId, r.issue.id],
    }),
    event: r.one.event({
      from: [r.statement.projectId, r.statement.eventId],
      to: [r.event.projectId, r.event.id],
    }),
    saidAt: r.one.event({
      from: [r.statement.projectId, r.statement.saidAtId],
      to: [r.event.projectId, r.event.id],
    }),
    reportedIn: r.one.statement({
      from: [r.statement.projectId, r.statement.reportedInId],
      to: [r.statement.projectId, r.statement.id],
    }),
    /** The statements that this one reports. */
    reports: r.many.statement({
      from: [r.statement.projectId, r.statement.id],
      to: [r.statement.projectId, r.statement.reportedInId],
    }),
    addressees: r.many.statementAddressee({
      from: [r.statement.projectId, r.statement.id],
      to: [r.statementAddressee.projectId, r.statementAddressee.statementId],
    }),
    values: r.many.statementValue({
      from: [r.statement.projectId, r.statement.id],
      to: [r.statementValue.projectId, r.statementValue.statementId],
    }),
    intermediaries: r.many.statementIntermediary({
      from: [r.statement.projectId, r.statement.id],
      to: [r.statementIntermediary.projectId, r.statementIntermediary.statementId],
    }),
    /** Relations whose consequent this statement is. */
    relations: r.many.statementRelation({
      from: [r.statement.projectId, r.statement.id],
      to: [r.statementRelation.projectId, r.statementRelation.consequentId],
    }),
    /** Relations in which this statement is an antecedent. */
    antecedentOf: r.many.relationAntecedent({
      from: [r.statement.projectId, r.statement.id],
      to: [r.relationAntecedent.projectId, r.relationAntecedent.statementId],
    }),
    annotations: r.many.annotation({
      from: [r.statement.projectId, r.statement.id],
      to: [r.annotation.projectId, r.annotation.statementId],
    }),
  },
  statementAddressee: {
    actor: r.one.actor({
      from: [r.statementAddressee.projectId, r.statementAddressee.actorId],
      to: [r.actor.projectId, r.actor.id],
      optional: false,
    }),
  },
  statementValue: {
    variable: r.one.variable({
      from: [r.statementValue.projectId, r.statementValue.variableId],
      to: [r.variable.projectId, r.variable.id],
      optional: false,
    }),
  },
  statementIntermediary: {
    actor: r.one.actor({
      from: [r.statementIntermediary.projectId, r.statementIntermediary.actorId],
      to: [r.actor.projectId, r.actor.id],
      optional: false,
    }),
  },
  statementRelation: {
    creator: r.one.account({ from: r.statementRelation.createdBy, to: r.account.id, optional: false }),
    consequent: r.one.statement({
      from: [r.statementRelation.projectId, r.statementRelation.consequentId],
      to: [r.statement.projectId, r.statement.id],
      optional: false,
    }),
    antecedents: r.many.relationAntecedent({
      from: [r.statementRelation.projectId, r.statementRelation.id],
      to: [r.relationAntecedent.projectId, r.relationAntecedent.relationId],
    }),
  },
  relationAntecedent: {
    statement: r.one.statement({
      from: [r.relationAntecedent.projectId, r.relationAntecedent.statementId],
      to: [r.statement.projectId, r.statement.id],
      optional: false,
    }),
    relation: r.one.statementRelation({
      from: [r.relationAntecedent.projectId, r.relationAntecedent.relationId],
      to: [r.statementRelation.projectId, r.statementRelation.id],
      optional: false,
    }),
  },
  annotation: {
    project: r.one.project({ from: r.annotation.projectId, to: r.project.id, optional: false }),
    creator: r.one.account({ from: r.annotation.createdBy, to: r.account.id, optional: false }),
    document: r.one.document({
      from: [r.annotation.projectId, r.annotation.documentId],
      to: [r.document.projectId, r.document.id],
      optional: false,
    }),
    layer: r.one.layer({
      from: [r.annotation.projectId, r.annotation.layerId],
      to: [r.layer.projectId, r.layer.id],
      optional: false,
    }),
    statement: r.one.statement({
      from: [r.annotation.projectId, r.annotation.statementId],
      to: [r.statement.projectId, r.statement.id],
    }),
    event: r.one.event({
      from: [r.annotation.projectId, r.annotation.eventId],
      to: [r.event.projectId, r.event.id],
    }),
    actor: r.one.actor({
      from: [r.annotation.projectId, r.annotation.actorId],
      to: [r.actor.projectId, r.actor.id],
    }),
    issue: r.one.issue({
      from: [r.annotation.projectId, r.annotation.issueId],
      to: [r.issue.projectId, r.issue.id],
    }),
    ranges: r.many.annotationRange({
      from: [r.annotation.projectId, r.annotation.id],
      to: [r.annotationRange.projectId, r.annotationRange.annotationId],
    }),
  },
  annotationRange: {
    documentVersion: r.one.documentVersion({
      from: [r.annotationRange.projectId, r.annotationRange.versionId],
      to: [r.documentVersion.projectId, r.documentVersion.id],
      optional: false,
    }),
  },
  change: {
    account: r.one.account({ from: r.change.by, to: r.account.id, optional: false }),
  },
}));

/** The database as queries and commands see it; inside a transaction, that transaction. */
export type Db = PostgresJsDatabase<typeof relations>;
