// Runs a benchmark: node bench/run.mjs NAME [arguments]. Benchmarks are TypeScript, so each is bundled first.
import { readdirSync } from 'node:fs';
import { build } from 'esbuild';
import { build as buildProject, orExit } from '../scripts/build.mjs';
import { inRoot } from '../scripts/lib/paths.mjs';
import { runNode } from '../scripts/lib/run.mjs';
import { setUp } from '../scripts/setup.mjs';

const [name, ...args] = process.argv.slice(2);
const files = readdirSync(inRoot('bench')).filter((file) => file.endsWith('.bench.ts'));
const names = ['host', ...files.map((file) => file.slice(0, -'.bench.ts'.length))];
if (!name || !names.includes(name)) {
  console.error(`usage: npm run bench -- ${names.join('|')} [arguments]`);
  process.exit(2);
}
await setUp();
// Several fork the engine that the editor uses; it is the present one that is measured.
await orExit(() => buildProject());
if (name === 'host') process.exit(await measureHost());
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
// Two benchmarks run the engine in their own process, in the environment that the host gives the engine.
const tunables = 'glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1048576';
const inProcess = name === 'decoding' || name === 'checkpoints';
const env = { ...process.env, ...(inProcess && { GLIBC_TUNABLES: tunables }) };
process.exitCode = await runNode([outfile, ...args], { env });

/** Figures of the extension in a real VS Code: they need its window, so the host tests' machinery takes them. */
async function measureHost() {
  const { runInWindow } = await import('../scripts/lib/window.mjs');
  return runInWindow('measure', args);
}
