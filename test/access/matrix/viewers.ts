import { sql } from 'drizzle-orm';
import { createToken } from '../../../src/features/access-token/access-token.command.ts';
import { viewerOfAccount } from '../../../src/features/account/authenticate.query.ts';
import type { Role } from '../../../src/protocol/role.ts';
import { makePerson } from '../../kit/accounts.ts';
import { anonymous, asking, setRole } from '../../kit/members.ts';
import type { Service } from '../../kit/service.ts';
import { call } from '../../kit/study.ts';
import { newAccount, signedIn } from '../kit/account.ts';

/** Everybody who asks in the matrix, and what each is to the project `study`. */
export const VIEWERS = {
  anonymous: { role: null, by: 'nothing' },
  'owner of another project': { role: null, by: 'session' },
  VIEWER: { role: 'VIEWER', by: 'session' },
  CODER: { role: 'CODER', by: 'session' },
  EDITOR: { role: 'EDITOR', by: 'session' },
  OWNER: { role: 'OWNER', by: 'session' },
  'token that reads': { role: 'OWNER', by: 'token', reads: true },
  'token that writes': { role: 'OWNER', by: 'token' },
  'expired token': { role: null, by: 'dead token' },
  'revoked token': { role: null, by: 'dead token' },
} as const satisfies Record<string, Standing>;

export type Standing = {
  role: Role | null;
  by: 'nothing' | 'session' | 'token' | 'dead token';
  reads?: boolean;
};
export type ViewerName = keyof typeof VIEWERS;
export type Matrix = Record<ViewerName, ReturnType<typeof asking> & { accountId: string }>;

/** Makes them all. The project `study` is there; `other` is made by its owner. */
export async function makeViewers(service: Service): Promise<Matrix> {
  const bySession = async (name: string, role: Role | null) => {
    const email = `${name.toLowerCase().replaceAll(' ', '-')}@example.org`;
    const accountId = await newAccount(service, email);
    const client = await signedIn(service, email);
    const made = {
      ...asking(service, { cookie: client.cookie(), origin: service.app.url }),
      accountId,
    };
    if (role !== null) await setRole(service, 'study', made, role);
    await createToken(service.app.db, await viewerOfAccount(service.app.db, accountId, 'SESSION'), { name });
    return made;
  };
  const owner = await makePerson(service, 'Programs');
  await setRole(service, 'study', owner, 'OWNER');
  const viewer = (token: string) => ({
    ...asking(service, { authorization: `Bearer ${token}` }),
    accountId: owner.accountId,
  });
  const self = await viewerOfAccount(service.app.db, owner.accountId, 'SESSION');
  const token = async (name: string, write: boolean) => createToken(service.app.db, self, { name, write });
  const [reads, expired, revoked] = [
    await token('reads', false),
    await token('expired', true),
    await token('revoked', true),
  ];
  await service.app.db.execute(
    sql`update access_token set expires_at = now() - interval '1 second' where id = ${expired.id}`,
  );
  await service.app.db.execute(sql`update access_token set revoked_at = now() where id = ${revoked.id}`);
  const stranger = await bySession('owner of another project', null);
  await call(stranger, 'createProject', { slug: 'other', name: 'Another' });
  return {
    anonymous: { ...anonymous(service), accountId: '' },
    'owner of another project': stranger,
    VIEWER: await bySession('VIEWER', 'VIEWER'),
    CODER: await bySession('CODER', 'CODER'),
    EDITOR: await bySession('EDITOR', 'EDITOR'),
    OWNER: await bySession('OWNER', 'OWNER'),
    'token that reads': viewer(reads.text),
    'token that writes': viewer(owner.token),
    'expired token': viewer(expired.text),
    'revoked token': viewer(revoked.text),
  };
}
