// Records what a real server answers, for the unit tests: node test/servers/record.mjs ADDRESS FILE [MODEL]
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const outfile = path.join(root, 'dist/test/record.cjs');
await build({
  entryPoints: [path.join(root, 'test/servers/recorder.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
});
await import(outfile);
