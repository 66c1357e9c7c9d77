import { eq } from 'drizzle-orm';
import { builder } from '../../graphql/builder.ts';
import { addMutation, addRemoval } from '../../graphql/mutation.ts';
import { isSlug } from '../../protocol/slug.ts';
import { isReadableProject, projectNamed } from '../../visibility.ts';
import { removeProject } from './project-removal.command.ts';
import { changeProject, createProject } from './project.command.ts';
import { project } from './project.table.ts';

const Project = builder.drizzleNode('project', {
  name: 'Project',
  description: 'One study: the unit of access.',
  id: { column: (row) => row.id, description: 'Global id.' },
  fields: (t) => ({
    slug: t.exposeString('slug', { description: 'The name by which inputs and links call it.' }),
    name: t.exposeString('name', { description: 'The name that people read.' }),
    description: t.exposeString('description', { nullable: true, description: 'What is studied, and how.' }),
    readableByAnyone: t.exposeBoolean('readableByAnyone', {
      description: 'Whether everybody may read it, also without signing in.',
    }),
    version: t.exposeInt('version', { description: 'Counts its changes from 1.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was created.' }),
    creator: t.relation('creator', { description: 'Who created it.' }),
  }),
});

builder.queryField('project', (t) =>
  t.drizzleField({
    type: Project,
    nullable: true,
    description: 'One project; null where there is none of that name that you may see.',
    args: { slug: t.arg.string({ required: true, description: 'Its slug.' }) },
    resolve: (query, _, args, context) =>
      isSlug(args.slug)
        ? context.db.query.project.findFirst(
            query({ where: { RAW: (row) => eq(row.id, projectNamed(args.slug)) } }),
          )
        : null,
  }),
);

builder.queryField('projects', (t) =>
  t.drizzleConnection(
    {
      type: 'project',
      description: 'The projects that you may see, by name.',
      totalCount: (_, __, context) => context.db.$count(project, isReadableProject(project)),
      resolve: (query, _, __, context) =>
        context.db.query.project.findMany(query({ orderBy: { name: 'asc' } })),
    },
    {
      name: 'ProjectConnection',
      description: 'A page of projects.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many there are on all pages.',
          resolve: (connection) =>
            (connection as unknown as { totalCount: () => Promise<number> }).totalCount(),
        }),
      }),
    },
    { name: 'ProjectEdge', description: 'A project in a page.' },
  ),
);

const CreateProjectInput = builder.inputType('CreateProjectInput', {
  description: 'A new project.',
  fields: (t) => ({
    idempotencyKey: t.string({
      description: 'Repeating the call with the same key gives the first result again.',
    }),
    slug: t.string({ description: 'Its slug; made from the name where none is given.' }),
    name: t.string({ required: true, description: 'The name that people read.' }),
    description: t.string({ description: 'What is studied, and how.' }),
  }),
});

addMutation({
  name: 'createProject',
  description: 'Creates a project.',
  input: CreateProjectInput,
  type: 'Project',
  ref: Project,
  run: createProject,
});

const ChangeProjectInput = builder.inputType('ChangeProjectInput', {
  description: 'What to change of a project; what is left out stays.',
  fields: (t) => ({
    id: t.string({ required: true, description: 'The project’s global id.' }),
    expectedVersion: t.int({ required: true, description: 'The version that the change is based on.' }),
    slug: t.string({ description: 'A new slug.' }),
    name: t.string({ description: 'A new name.' }),
    description: t.string({ description: 'What is studied, and how; null clears.' }),
    readableByAnyone: t.boolean({
      description: 'Whether everybody may read it as a VIEWER does, also without signing in.',
    }),
  }),
});

addMutation({
  name: 'changeProject',
  description: 'Changes a project.',
  input: ChangeProjectInput,
  type: 'Project',
  ref: Project,
  run: changeProject,
});

addRemoval({
  name: 'removeProject',
  description: 'Removes a project with all that is in it, its history too. Nothing of it is kept.',
  run: removeProject,
});
