import type { Service } from '../../kit/service.ts';
import { type Browser, browser } from './browser.ts';

export const PASSWORD = 'correct horse battery';

/** Makes an account as an invited person does. */
export async function newAccount(service: Service, email: string, password = PASSWORD): Promise<string> {
  const made = await service.app.auth.createAccount({ name: 'Aiko', email, password });
  if ('fault' in made) throw new Error(made.fault);
  return made.accountId;
}

/** Signs in with a browser of its own; throws where that fails. */
export async function signedIn(service: Service, email: string, password = PASSWORD): Promise<Browser> {
  const client = browser(service.app.url);
  const answer = await client.post('/auth/sign-in/email', { email, password });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  return client;
}

/** Who is signed in with a Cookie header. */
export async function whoseSession(service: Service, cookie: string): Promise<string | null> {
  return (await service.app.auth.sessionOf({ cookie }))?.accountId ?? null;
}

/** What the audit trail holds of an account, in order. */
export async function eventsOf(service: Service, accountId: string): Promise<string[]> {
  await service.app.auth.close();
  const rows = await service.app.db.query.auditEntry.findMany({
    where: { accountId },
    orderBy: { id: 'asc' },
  });
  return rows.map(({ action }) => action);
}
