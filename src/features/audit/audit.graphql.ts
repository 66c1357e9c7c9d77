import { builder } from '../../graphql/builder.ts';
import { refOf } from '../../graphql/ref-of.ts';
import { stub } from '../../graphql/stub.ts';
import { type Page, pageRequest, toPage, uuidOf } from '../../protocol/page.ts';
import { requireOwner, roleIn } from '../membership/owner.query.ts';
import {
  type AuditAction as Action,
  type AuditEntry as Entry,
  countAuditTrail,
  readAuditTrail,
} from './audit.query.ts';

const AuditAction = builder.enumType('AuditAction', {
  description: 'What somebody did to accounts and rights.',
  values: {
    SIGNED_IN: { description: 'Signed in.' },
    SIGN_IN_FAILED: { description: 'Somebody tried to sign in as this account, and failed.' },
    SIGNED_OUT: { description: 'Signed out.' },
    PASSWORD_CHANGED: { description: 'Changed or reset the password.' },
    PROJECT_CREATED: { description: 'Created the project.' },
    PROJECT_OPENED: { description: 'Let everybody read the project.' },
    PROJECT_CLOSED: { description: 'Let members alone read the project again.' },
    INVITED: { description: 'Made an invitation.' },
    INVITATION_REVOKED: { description: 'Revoked an invitation.' },
    INVITATION_ACCEPTED: { description: 'Became a member by an invitation.' },
    ROLE_CHANGED: { description: 'Gave a member another role.' },
    MEMBER_REMOVED: { description: 'Removed a member, or left.' },
    TOKEN_CREATED: { description: 'Created an access token that reaches the project.' },
    TOKEN_REVOKED: { description: 'Revoked such an access token.' },
    EXPORTED: { description: 'Took the project’s content out.' },
  } satisfies Record<Action, object>,
});

const AuditEntry = builder.objectRef<Entry>('AuditEntry').implement({
  description: 'That somebody did something to accounts or rights. Entries are never altered.',
  fields: (t) => ({
    at: t.expose('at', { type: 'DateTime', description: 'When.' }),
    action: t.expose('action', { type: AuditAction, description: 'What was done.' }),
    account: t.field({
      type: refOf('account'),
      description: 'Who did it.',
      resolve: ({ accountId }) => stub('Account', 0, accountId),
    }),
    subject: t.exposeString('subject', {
      nullable: true,
      description: 'Whom or what it was done to: an address, the name of a token or project.',
    }),
    detail: t.expose('detail', {
      type: 'JSON',
      description: 'What else is worth knowing, such as the role before and after.',
    }),
    address: t.exposeString('address', {
      nullable: true,
      description: 'The network address it came from; null where it did not come over the network.',
    }),
  }),
});

const AuditEntryConnection = builder.connectionObject(
  {
    type: AuditEntry,
    name: 'AuditEntryConnection',
    description: 'A page of an audit trail.',
    fields: (t) => ({
      totalCount: t.int({
        description: 'How many there are on all pages.',
        resolve: (page) => (page as unknown as Counted).count(),
      }),
    }),
  },
  { name: 'AuditEntryEdge', description: 'An entry in a page.' },
);

type Counted = Page<Entry> & { count: () => Promise<number> };

builder.drizzleObjectField('project', 'auditTrail', (t) =>
  t.connection(
    {
      type: AuditEntry,
      nullable: true,
      description:
        'Who did what to the project’s rights, and how its members signed in, the newest first; for owners alone.',
      args: { actions: t.arg({ type: [AuditAction], description: 'Only these; without: all.' }) },
      select: { columns: { id: true } },
      resolve: async ({ id }, { actions: given, ...args }, { owner, viewer }) => {
        requireOwner(roleIn(viewer, id), []);
        const actions = given ? [...new Set(given)] : null;
        const request = pageRequest(args, uuidOf);
        const rows = await readAuditTrail(owner, id, actions, request);
        const entries = rows.map((node) => ({ cursor: node.id, node }));
        return { ...toPage(entries, 0, request), count: () => countAuditTrail(owner, id, actions) } as never;
      },
    },
    AuditEntryConnection,
  ),
);
