import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition, and fails after `limit` milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, limit = 10_000): Promise<void> {
  for (const end = Date.now() + limit; !(await condition());) {
    if (Date.now() > end) throw new Error(`Not within ${limit} ms: ${condition}`);
    await sleep(10);
  }
}
