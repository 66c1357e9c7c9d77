import { describe, expect, it } from 'vitest';
import { useService } from '../kit/service.ts';
import { browser } from './kit/browser.ts';

const password = 'correct horse battery';

describe('signing in', () => {
  const service = useService({ attempts: 1_000 });
  const account = async (email: string) => {
    const made = await service.app.auth.createAccount({ name: 'Aiko', email, password });
    if ('fault' in made) throw new Error(made.fault);
    return made.accountId;
  };

  it('opens a session in a cookie', async () => {
    const accountId = await account('aiko@example.org');
    const aiko = browser(service.app.url);
    const answer = await aiko.post('/auth/sign-in/email', { email: 'Aiko@example.org', password });
    expect(answer.status).toBe(200);
    expect(await service.app.auth.sessionOf({ cookie: aiko.cookie() })).toMatchObject({ accountId });
  });
});
