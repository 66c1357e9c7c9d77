import { treeOf, type Tree } from './tree.ts';

/** For each import rule, by name, a tree that breaks it and no other. */
export const BROKEN_IMPORTS: Record<string, Tree> = {
  'nothing-above-main': treeOf('src/http/yoga.ts > src/main.ts'),
  'app-below-main': treeOf('src/http/yoga.ts > src/app.ts'),
  'http-below-app': treeOf('src/schema.ts > src/http/yoga.ts'),
  'schema-below-http': treeOf('src/features/actor/actor.graphql.ts > src/schema.ts'),
  'fields-below-schema': treeOf('src/features/actor/actor.command.ts > src/features/actor/actor.graphql.ts'),
  'commands-below-fields': treeOf('src/features/actor/actor.query.ts > src/features/actor/actor.command.ts'),
  'queries-below-commands': treeOf('src/tables.ts > src/features/actor/actor.query.ts'),
  'rules-below-commands': treeOf('src/tables.ts > src/features/actor/actor.rule.ts'),
  'append-below-commands': treeOf('src/features/actor/actor.query.ts > src/feed/append.ts'),
  'graphql-folder-below-fields': treeOf('src/features/actor/actor.command.ts > src/graphql/context.ts'),

  'tables-know-columns-only': treeOf('src/features/actor/actor.table.ts > src/config.ts'),
  'columns-know-protocol-only': treeOf('src/db/columns.ts > src/config.ts'),
  'type-of-tables-only': treeOf('src/features/actor/actor.query.ts > src/tables.ts'),
  'db-knows-no-feature': treeOf('src/db/open.ts > src/features/actor/actor.table.ts'),
  'connections-come-from-outside': treeOf('src/features/actor/actor.query.ts > src/db/open.ts'),
  'feed-knows-tables-only': treeOf('src/feed/hub.ts > src/features/actor/actor-names.ts'),
  'hub-held-by-app': treeOf('src/graphql/context.ts > src/feed/hub.ts'),

  'commands-of-issue-call-later-ones': commands('issue', 'actor'),
  'commands-of-document-call-later-ones': commands('document', 'issue'),
  'commands-of-event-call-later-ones': commands('event', 'document'),
  'commands-of-statement-call-later-ones': commands('statement', 'event'),
  'commands-of-annotation-call-later-ones': commands('annotation', 'statement'),
  'commands-of-the-rest-call-later-ones': commands('layer', 'annotation'),

  'rules-are-pure': treeOf('src/features/actor/actor.rule.ts > postgres'),
  'protocol-is-pure': treeOf('src/protocol/ids.ts > node:crypto'),

  'client-knows-protocol-only': treeOf('src/client/routes.ts > src/config.ts'),
  'server-knows-no-client': treeOf('src/http/static.ts > src/client/routes.ts'),
  'source-knows-no-test': treeOf('src/config.ts > test/kit/app.ts'),
  'source-needs-no-dev-package': treeOf('src/config.ts > fast-check'),
  'no-circle': treeOf('src/http/yoga.ts > src/http/session.ts', 'src/http/session.ts > src/http/yoga.ts'),
};

/** What the architecture asks for or allows: the rules must let all of it pass. */
export const SOUND_IMPORTS: Tree = treeOf(
  'src/main.ts > src/app.ts',
  'src/main.ts > src/config.ts',
  'src/cli/print-schema.ts > src/schema.ts',
  'src/app.ts > src/http/yoga.ts',
  'src/app.ts > src/feed/hub.ts',
  'src/app.ts > src/db/open.ts',
  'src/http/yoga.ts > src/schema.ts',
  'src/schema.ts > src/features/statement/statement.graphql.ts',
  'src/schema.ts > src/graphql/builder.ts',
  'src/schema.ts > src/graphql/errors.graphql.ts',
  'src/graphql/errors.graphql.ts > src/graphql/builder.ts',
  'src/graphql/builder.ts > src/tables.ts',
  'src/graphql/builder.ts > type src/graphql/context.ts',
  'src/graphql/context.ts > type src/graphql/builder.ts',
  'src/graphql/context.ts > type src/feed/hub.ts',
  'src/features/statement/statement.graphql.ts > src/graphql/builder.ts',
  'src/features/statement/statement.graphql.ts > src/features/statement/statement.command.ts',
  'src/features/statement/statement.graphql.ts > src/features/actor/actor.query.ts',
  'src/features/statement/statement.command.ts > src/features/statement/statement.query.ts',
  'src/features/statement/statement.command.ts > src/features/statement/statement.rule.ts',
  'src/features/statement/statement.command.ts > src/features/annotation/annotation.command.ts',
  'src/features/annotation/annotation.command.ts > src/features/layer/layer.command.ts',
  'src/features/statement/statement.command.ts > src/feed/append.ts',
  'src/features/statement/statement.command.ts > src/db/transaction.ts',
  'src/features/statement/statement.query.ts > type src/tables.ts',
  'src/features/statement/statement.query.ts > drizzle-orm',
  'src/features/statement/statement.query.ts > src/features/statement/statement.table.ts',
  'src/features/statement/statement.rule.ts > src/protocol/ids.ts',
  'src/features/statement/statement.rule.ts > edtf',
  'src/features/statement/statement.table.ts > src/features/actor/actor.table.ts',
  'src/features/statement/statement.table.ts > src/db/columns.ts',
  'src/feed/write.ts > src/feed/append.ts',
  'src/feed/write.ts > type src/features/account/viewer.ts',
  'src/feed/append.ts > src/feed/change.table.ts',
  'src/feed/hub.ts > src/feed/change.table.ts',
  'src/db/columns.ts > src/protocol/ids.ts',
  'src/tables.ts > src/features/statement/statement.table.ts',
  'src/client/routes.ts > src/protocol/ids.ts',
  'src/config.ts > type fast-check',
  'test/kit/app.ts > src/app.ts',
);

function commands(from: string, to: string): Tree {
  return treeOf(`src/features/${from}/${from}.command.ts > src/features/${to}/${to}.command.ts`);
}
