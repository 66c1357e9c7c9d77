import { rmSync, writeFileSync } from 'node:fs';
import { lockFolder } from '../../../src/db/embedded/lock.ts';
import type { DataFolder } from '../../../src/db/embedded/folder.ts';

// Run by lock.test.ts: takes and gives back the lock of a folder, again and again, and dies holding it in the end.
// While it holds, it owns a file that can be made only once at a time: two holders would collide there.
const [path = '', times = '1'] = process.argv.slice(2);
const folder = { path } as DataFolder;
const proof = `${path}/held`;

for (let held = 0; held < Number(times);) {
  const lock = lockFolder(folder, `contender`);
  if (!lock.mine) continue;
  writeFileSync(proof, '', { flag: 'wx' });
  rmSync(proof);
  held += 1;
  if (held < Number(times)) lock.release();
}
process.kill(process.pid, 'SIGKILL');
