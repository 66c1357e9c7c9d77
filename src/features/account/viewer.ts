/** On whose behalf a request reads and writes. */
export type Viewer = { accountId: string };
