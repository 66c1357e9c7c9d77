import './graphql/scalars.graphql.ts';
import './graphql/errors.graphql.ts';
import './features/account/account.graphql.ts';
import './features/project/project.graphql.ts';
import './features/actor/actor.graphql.ts';
import './features/document/document.graphql.ts';
import './features/document/document-connection.graphql.ts';
import './features/document/document-mutation.graphql.ts';
import './features/layer/layer.graphql.ts';
import { builder } from './graphql/builder.ts';

/** The whole schema: every feature registers its types on import. */
export const schema = builder.toSchema();
