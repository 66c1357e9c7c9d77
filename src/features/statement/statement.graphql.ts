import { builder } from '../../graphql/builder.ts';
import { refOf } from '../../graphql/ref-of.ts';
import { StatementRelation } from './relation.graphql.ts';
import { AttributionType, Certainty, Quotation, SaidOnOrigin, SpeechAct } from './statement-enum.graphql.ts';

const Actor = refOf('actor');

const StatementValue = builder.drizzleObject('statementValue', {
  name: 'StatementValue',
  description: 'What a coder recorded under one of the project’s own variables.',
  fields: (t) => ({
    variable: t.relation('variable', { description: 'The variable.' }),
    value: t.expose('value', {
      type: 'JSON',
      description: 'True or false, a whole number, a text or a choice, as the variable’s type has it.',
    }),
  }),
});

/** A second face of the statement's row, so that it costs nothing to read beside the rest. */
const Attribution = builder.drizzleObject('statement', {
  variant: 'Attribution',
  description: 'Through whom a statement has come down to the reader.',
  fields: (t) => ({
    writer: t.field({
      type: Actor,
      nullable: true,
      description: 'The author of the document; null where none is known.',
      select: (_args, _context, nested) => ({
        with: { document: { columns: { id: true }, with: { author: nested() } } },
      }),
      resolve: (row) => row.document.author,
    }),
    intermediaries: t.field({
      type: [Actor],
      description:
        'The speakers between the statement and its document, outermost first, without the document’s author.',
      select: (_args, _context, nested) => ({
        with: { intermediaries: { orderBy: { position: 'asc' }, with: { actor: nested() } } },
      }),
      resolve: (row) => row.intermediaries.map(({ actor }) => actor),
    }),
  }),
});

export const Statement = builder.drizzleNode('statement', {
  name: 'Statement',
  description: 'One act of attribution in a document: who says what, according to whom.',
  id: { column: (row) => [row.projectId, row.id], description: 'Global id.' },
  fields: (t) => ({
    document: t.relation('document', { description: 'The document it stands in.' }),
    layer: t.relation('layer', { description: 'The layer of the document it is recorded on.' }),
    speaker: t.relation('speaker', { description: 'Who says it.' }),
    onBehalfOf: t.relation('onBehalfOf', {
      nullable: true,
      description: 'For whom the speaker says it, where the text tells.',
    }),
    addressees: t.field({
      type: [Actor],
      description: 'To whom it is said.',
      select: (_args, _context, nested) => ({
        with: { addressees: { orderBy: { actorId: 'asc' }, with: { actor: nested() } } },
      }),
      resolve: (row) => row.addressees.map(({ actor }) => actor),
    }),
    toward: t.relation('toward', {
      nullable: true,
      description: 'The actor asked, offered, threatened or judged.',
    }),
    issue: t.relation('issue', { nullable: true, description: 'What it takes a stance on.' }),
    stance: t.exposeFloat('stance', {
      nullable: true,
      description:
        'From −1 to 1: −1 rejects, −0.5 is reluctant, 0 neither, 0.5 inclines, 1 supports; null where it takes none.',
    }),
    event: t.relation('event', { nullable: true, description: 'The event that is its content.' }),
    saidAt: t.relation('saidAt', { nullable: true, description: 'The event at which it was said.' }),
    attributionType: t.expose('attributionType', {
      type: AttributionType,
      description: 'How the content is ascribed to the speaker.',
    }),
    speechAct: t.expose('speechAct', { type: SpeechAct, description: 'What the speaker does by saying it.' }),
    certainty: t.expose('certainty', {
      type: Certainty,
      description: 'How sure this speaker is of the content.',
    }),
    quotation: t.expose('quotation', { type: Quotation, description: 'In whose words it stands.' }),
    asserted: t.exposeBoolean('assertedResolved', {
      description:
        'The effective value: false if it, or any statement it is reported in, is only supposed or asked.',
    }),
    assertedByItself: t.exposeBoolean('asserted', {
      description: 'As coded: false if it is only supposed or asked where it stands.',
    }),
    saidOn: t.expose('saidOnResolved', {
      type: 'EDTF',
      nullable: true,
      description:
        'When it was said: its own date, else that of the statement it is reported in, else the document’s.',
    }),
    saidOnOrigin: t.expose('saidOnOrigin', {
      type: SaidOnOrigin,
      nullable: true,
      description: 'Where saidOn comes from; null where there is no date.',
    }),
    saidOnGiven: t.expose('saidOn', {
      type: 'EDTF',
      nullable: true,
      description: 'As coded: the date that the text gives this statement, if any.',
    }),
    saidOnEarliest: t.expose('earliest', {
      type: 'Date',
      nullable: true,
      description: 'First day of saidOn; null where its start is open or there is no date.',
    }),
    saidOnLatest: t.expose('latest', {
      type: 'Date',
      nullable: true,
      description: 'Last day of saidOn, an open end closed; null where there is no date.',
    }),
    reportedIn: t.relation('reportedIn', {
      nullable: true,
      description: 'The statement inside which it is reported; null: by the document itself.',
    }),
    attribution: t.variant(Attribution, {
      description: 'Through whom it has come down to the reader.',
    }),
    conditions: t.field({
      type: [StatementRelation],
      description: 'What it is conditional on. Any one of them suffices; each needs all its antecedents.',
      select: (_args, _context, nested) => ({ with: { relations: nested({ orderBy: { id: 'asc' } }) } }),
      resolve: (row) => row.relations.filter(({ operator }) => operator !== 'BECAUSE'),
    }),
    reasons: t.field({
      type: [StatementRelation],
      description: 'The reasons given for it.',
      // Conditions and reasons read the same rows and part them here: two filters would cost a second statement.
      select: (_args, _context, nested) => ({ with: { relations: nested({ orderBy: { id: 'asc' } }) } }),
      resolve: (row) => row.relations.filter(({ operator }) => operator === 'BECAUSE'),
    }),
    antecedentOf: t.field({
      type: [StatementRelation],
      description: 'The relations in which it is a condition or reason of another statement.',
      select: (_args, _context, nested) => ({
        with: { antecedentOf: { orderBy: { relationId: 'asc' }, with: { relation: nested() } } },
      }),
      resolve: (row) => row.antecedentOf.map(({ relation }) => relation),
    }),
    values: t.relation('values', {
      type: StatementValue,
      description: 'Its values of the project’s own variables.',
      query: { orderBy: { variableId: 'asc' } },
    }),
    project: t.relation('project', { description: 'The project it belongs to.' }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was recorded.' }),
    creator: t.relation('creator', { description: 'Who recorded it.' }),
  }),
});
