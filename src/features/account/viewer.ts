import type { Role } from '../../protocol/role.ts';

/** Stands for whoever has not signed in; no account has this id. */
const ANONYMOUS = '00000000-0000-0000-0000-000000000000';

/** On whose behalf a request reads and writes. */
export type Viewer = {
  /** The nil UUID, `ANONYMOUS`, where nobody has signed in. */
  accountId: string;
  /** How the request came by it. A PROGRAM is the service's own (the command line, the demo): no check holds for it. */
  via: 'SESSION' | 'TOKEN' | 'LOCAL' | 'NOBODY' | 'PROGRAM';
  sessionId: string | null;
  tokenId: string | null;
  /**
   * Memberships, only those in the token's projects where there is a token; a command by which he gains one adds it. Open
   * projects are read without one.
   */
  roles: Map<number, Role>;
  /** False for those not signed in and for tokens that only read. */
  mayWrite: boolean;
  /** Whether it reaches all projects of its account, those of later too; false for tokens narrowed to some. */
  allProjects: boolean;
  /** The network address that the request came from, where it came over the network; for the audit trail. */
  address?: string | null;
};

/** Whoever has not signed in. */
export const NOBODY: Viewer = {
  accountId: ANONYMOUS,
  via: 'NOBODY',
  sessionId: null,
  tokenId: null,
  roles: new Map(),
  mayWrite: false,
  allProjects: true,
};
