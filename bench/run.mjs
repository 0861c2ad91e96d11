// Runs a benchmark: node bench/run.mjs NAME [arguments]. Benchmarks are TypeScript, so each is bundled first.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { freshConsole } from '../scripts/engine.mjs';
import { inRoot } from '../scripts/lib/paths.mjs';
import { runNode } from '../scripts/lib/run.mjs';

const [name, ...args] = process.argv.slice(2);
const names = readdirSync(inRoot('bench')).flatMap((file) => (file.endsWith('.bench.ts') ? [file.slice(0, -9)] : []));
if (!name || !names.includes(name)) {
  console.error(`usage: npm run bench -- ${names.join('|')} [arguments]`);
  process.exit(2);
}
await freshConsole();
const outfile = inRoot('dist/bench', `${name}.cjs`);
await build({
  entryPoints: [inRoot('bench', `${name}.bench.ts`)],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  logLevel: 'warning',
  packages: 'external',
});
process.exitCode = await runNode([outfile, ...args]);
