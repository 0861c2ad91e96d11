// Runs the local hub as a program: node test/hub/serve.mjs --help
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const outfile = path.join(root, 'dist/test/hub.cjs');
await build({
  entryPoints: [path.join(root, 'test/hub/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
});
await import(outfile);
