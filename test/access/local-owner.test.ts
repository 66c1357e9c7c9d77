import { describe, expect, it } from 'vitest';
import { asking } from '../kit/members.ts';
import { useService } from '../kit/service.ts';

const ME = '{ me { name } }';

describe('the local owner', () => {
  const service = useService();

  it('is who asks from this machine with nothing', async () => {
    expect((await service.ask(ME)).data).toEqual({ me: { name: 'Local owner' } });
  });

  it('is nobody who shows a session that has ended', async () => {
    for (const cookie of [
      'demarche.session_token=none',
      'a=b; demarche.session_token=x.y',
      '__Host-demarche.session_token=x',
    ])
      expect((await asking(service, { cookie }).ask(ME)).data).toEqual({ me: null });
    expect((await asking(service, { cookie: 'another=cookie' }).ask(ME)).data.me).not.toBeNull();
  });
});

describe('where the database is no embedded one, or anybody may come from elsewhere', () => {
  // Undefined: as the configuration says, which names a database.
  const service = useService({ localOwner: undefined as never });

  it('nobody acts as the local owner', async () => {
    expect((await service.ask(ME)).data).toEqual({ me: null });
    expect((await service.ask('{ projects { totalCount } }')).data).toEqual({ projects: { totalCount: 0 } });
  });
});
