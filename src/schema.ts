import './graphql/scalars.graphql.ts';
import './graphql/errors.graphql.ts';
import './features/account/account.graphql.ts';
import './features/project/project.graphql.ts';
import './features/project/variable.graphql.ts';
import './features/actor/actor.graphql.ts';
import './features/actor/actor-connection.graphql.ts';
import './features/actor/actor-mutation.graphql.ts';
import './features/actor/affiliation.graphql.ts';
import './features/actor/affiliation-connection.graphql.ts';
import './features/actor/affiliation-mutation.graphql.ts';
import './features/issue/issue.graphql.ts';
import './features/issue/issue-connection.graphql.ts';
import './features/issue/issue-mutation.graphql.ts';
import './features/event/event.graphql.ts';
import './features/event/event-connection.graphql.ts';
import './features/event/event-mutation.graphql.ts';
import './features/document/document.graphql.ts';
import './features/document/document-connection.graphql.ts';
import './features/document/document-mutation.graphql.ts';
import './features/layer/layer.graphql.ts';
import './features/change/change.graphql.ts';
import './features/change/subscription.graphql.ts';
import './features/position/comparison.graphql.ts';
import './features/position/position-connection.graphql.ts';
import { builder } from './graphql/builder.ts';

/** The whole schema: every feature registers its types on import. */
export const schema = builder.toSchema();
