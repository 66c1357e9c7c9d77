/**
 * Who may read which field, written down apart from the guards: every field of every object type, by whom it is told.
 * READER: whoever reads the project that the object is in. OWNER: an owner of it. SELF: the account that it is of.
 * A field that is in the schema and not here fails the test, as does one that is here and not in the schema.
 */
export type Reading = 'READER' | 'OWNER' | 'SELF';

const page = 'edges pageInfo totalCount';

export const readings: Record<string, Partial<Record<Reading, string>>> = {
  AccessToken: { SELF: 'allProjects createdAt expiresAt id lastUsedAt mayWrite name projects revokedAt' },
  AccessTokenConnection: { SELF: page },
  AccessTokenEdge: { SELF: 'cursor node' },
  AuditEntry: { OWNER: 'account action address at detail subject' },
  AuditEntryConnection: { OWNER: page },
  AuditEntryEdge: { OWNER: 'cursor node' },
  Invitation: { OWNER: 'acceptedAt acceptedBy createdAt email expiresAt id inviter revokedAt role' },
  InvitationConnection: { OWNER: page },
  InvitationEdge: { OWNER: 'cursor node' },
  Membership: { READER: 'account project role since' },
  MembershipConnection: { READER: page },
  MembershipEdge: { READER: 'cursor node' },
  Actor: {
    READER:
      'createdAt creator description documents events externalIds history id kind members memberships mentions name names positions project representedStatements slug statements version',
  },
  ActorConnection: { READER: page },
  ActorDocumentsConnection: { READER: page },
  ActorDocumentsConnectionEdge: { READER: 'cursor node' },
  ActorEdge: { READER: 'cursor node' },
  ActorEventsConnection: { READER: page },
  ActorEventsConnectionEdge: { READER: 'cursor node role' },
  ActorExternalId: { READER: 'scheme value' },
  ActorMembersConnection: { READER: page },
  ActorMembersConnectionEdge: { READER: 'cursor kind node role validFrom validUntil' },
  ActorMembershipsConnection: { READER: page },
  ActorMembershipsConnectionEdge: { READER: 'cursor kind node role validFrom validUntil' },
  ActorName: { READER: 'language name' },
  Affiliation: { READER: 'actor history id kind of role validFrom validUntil version' },
  Annotation: {
    READER:
      'body changeCursor createdAt creator document history id layer motivation part project ranges version',
  },
  AnnotationConnection: { READER: page },
  AnnotationEdge: { READER: 'cursor node' },
  AnnotationRange: { READER: 'documentVersion end exact prefix start suffix' },
  Attribution: { READER: 'intermediaries writer' },
  Change: { READER: 'at by cursor kind state subject subjectId subjectType version' },
  ChangeConnection: { READER: page },
  ChangeEdge: { READER: 'cursor node' },
  Comment: { READER: 'text' },
  Document: {
    READER:
      'annotations author changeCursor createdAt creator currentVersion history id language layers project publishedOn publisher slug source statements text title version versions',
  },
  DocumentConnection: { READER: page },
  DocumentEdge: { READER: 'cursor node' },
  DocumentVersion: { READER: 'createdAt creator document id length number sha256 text' },
  DocumentVersionConnection: { READER: page },
  DocumentVersionEdge: { READER: 'cursor node' },
  Event: {
    READER:
      'annotations createdAt creator date description earliest history id latest parent participants place project saidHere slug statements status subEvents title typeCode typeScheme version',
  },
  EventConnection: { READER: page },
  EventEdge: { READER: 'cursor node' },
  EventParticipant: { READER: 'actor role' },
  FoundActor: { READER: 'actor matchedName similarity' },
  FoundActorConnection: { READER: page },
  FoundActorEdge: { READER: 'cursor node' },
  FoundDocument: { READER: 'document passageCount passages rank' },
  FoundDocumentConnection: { READER: page },
  FoundDocumentEdge: { READER: 'cursor node' },
  FoundPassage: { READER: 'documentVersion end matches start text' },
  FoundQuote: { READER: 'annotation quotes rank' },
  FoundQuoteConnection: { READER: page },
  FoundQuoteEdge: { READER: 'cursor node' },
  Issue: {
    READER:
      'broader createdAt creator definition history id label mergedInto narrower positions project slug statements tags version',
  },
  IssueConnection: { READER: page },
  IssueEdge: { READER: 'cursor node' },
  Layer: {
    READER: 'annotations blind counts createdAt document history id kind owner state statements version',
  },
  LayerConnection: { READER: page },
  LayerEdge: { READER: 'cursor node' },
  PageInfo: { READER: 'endCursor hasNextPage hasPreviousPage startCursor' },
  Position: {
    READER:
      'actor conditional conditionalCount evidence firstHeldOn highestStance issue lastHeldOn lowestStance meanStance stance statementCount',
  },
  PositionComparison: { READER: 'difference first issue second' },
  PositionConnection: { READER: page },
  PositionEdge: { READER: 'cursor node' },
  Project: {
    READER:
      'actor actors annotation annotations changeCursor changes comparePositions createdAt creator description document documents event events history id issue issues members name readableByAnyone searchActors searchDocuments searchQuotes slug statement statements variables version viewerRole',
    OWNER: 'auditTrail invitations',
  },
  Statement: {
    READER:
      'addressees annotations antecedentOf asserted assertedByItself attribution attributionType certainty conditions createdAt creator document event history id issue layer onBehalfOf project quotation reasons reportedIn reports saidAt saidOn saidOnEarliest saidOnGiven saidOnLatest saidOnOrigin speaker speechAct stance toward values version',
  },
  StatementConnection: { READER: page },
  StatementEdge: { READER: 'cursor node' },
  StatementRelation: { READER: 'antecedents consequent createdAt creator history id operator version' },
  StatementValue: { READER: 'value variable' },
  TextMatch: { READER: 'end start' },
  Variable: {
    READER: 'createdAt creator description history id label options project required slug type version',
  },
};

/** What is no part of any project, and why it needs no row above. */
export const outside: Record<string, string> = {
  Query: 'its fields are asked one by one',
  Mutation: 'see writings.ts',
  Subscription: 'its fields are asked one by one',
  Account: 'what is told of an account is told by the test of accounts',
  InvitationOffer: 'told to whoever has the link',
  CreateTokenPayload: 'the result of a mutation',
  InviteMemberPayload: 'the result of a mutation',
  AnnotationAdded: 'the event of a subscription',
  ConflictError: 'a fault',
  InputError: 'a fault',
  Fault: 'part of a fault',
  ProjectConnection: 'its nodes are projects',
  ProjectEdge: 'its node is a project',
  RecordStatementsPayload: 'the result of a mutation',
  Removed: 'the result of a mutation',
};
