import type { Role } from '../../protocol/role.ts';

/** On whose behalf a request reads and writes. */
export type Viewer = {
  /** The nil UUID, `ANONYMOUS`, where nobody has signed in. */
  accountId: string;
  /** How the request came by it. A PROGRAM is the service's own (the command line, the demo): no check holds for it. */
  via: 'SESSION' | 'TOKEN' | 'LOCAL' | 'NOBODY' | 'PROGRAM';
  sessionId: string | null;
  tokenId: string | null;
  /** Memberships, only those in the token's projects where there is a token. Open projects are read without one. */
  roles: ReadonlyMap<number, Role>;
  /** False for those not signed in and for tokens that only read. */
  mayWrite: boolean;
  /** Whether it reaches all projects of its account, those of later too; false for tokens narrowed to some. */
  allProjects: boolean;
};
