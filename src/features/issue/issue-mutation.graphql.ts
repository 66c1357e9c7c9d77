import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { mergeIssue } from './issue-merge.command.ts';
import { changeIssue, createIssue, removeIssue } from './issue.command.ts';
import { Issue } from './issue.graphql.ts';

const CreateIssueInput = builder.inputType('CreateIssueInput', {
  description: 'A new issue.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    project: t.string({ required: true, description: 'The project, by slug or id.' }),
    slug: t.string({ description: 'Its slug; made from the label where none is given.' }),
    label: t.string({ required: true, description: 'The name that people read.' }),
    definition: t.string({ description: 'What it means, worded as a proposition that +1 supports.' }),
    broader: t.string({ description: 'The issue that it is a part of, by slug or id.' }),
  }),
});

addMutation({
  name: 'createIssue',
  description: 'Creates an issue.',
  input: CreateIssueInput,
  type: 'Issue',
  ref: Issue,
  run: createIssue,
});

const ChangeIssueInput = builder.inputType('ChangeIssueInput', {
  description: 'What to change of an issue; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The issue’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    label: t.string({ description: 'A new label.' }),
    definition: t.string({ description: 'What it means; null clears.' }),
    broader: t.string({ description: 'The issue that it is a part of, by slug or id; null clears.' }),
  }),
});

addMutation({
  name: 'changeIssue',
  description: 'Changes an issue.',
  input: ChangeIssueInput,
  type: 'Issue',
  ref: Issue,
  run: changeIssue,
});

addRemoval({
  name: 'removeIssue',
  description: 'Removes an issue on which nothing is coded and which has no narrower ones.',
  run: removeIssue,
});

const MergeIssueInput = builder.inputType('MergeIssueInput', {
  description: 'Which issue to merge into which.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The global id of the issue that ends.' }),
    expectedVersion: t.int({ required: true, description: 'The version of it that the merge is based on.' }),
    into: t.string({ required: true, description: 'The issue that stays, by slug or id.' }),
  }),
});

addMutation({
  name: 'mergeIssue',
  description:
    'Merges an issue into another and gives that one: statements, tags and narrower issues move there, and the old slug leads there.',
  input: MergeIssueInput,
  type: 'Issue',
  ref: Issue,
  run: mergeIssue,
});
