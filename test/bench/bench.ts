import { attack } from './attacks.ts';
import { wall } from './wall.ts';

// npm run bench -- NAME: measures one thing and tells it. Nothing here is a test: no time decides whether a change is good.

const benches: Record<string, () => Promise<void>> = { attacks: attack, wall };

const [name = ''] = process.argv.slice(2);
const bench = benches[name];
if (bench) await bench();
else {
  console.error(`Name what to measure: ${Object.keys(benches).join(', ')}`);
  process.exitCode = 2;
}
