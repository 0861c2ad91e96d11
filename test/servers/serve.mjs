// A server with gpt2-mini for trying by hand, or its model for another server: node test/servers/serve.mjs --help
import path from 'node:path';
import { build } from 'esbuild';

const root = path.resolve(import.meta.dirname, '../..');
const outfile = path.join(root, 'dist/test/servers.cjs');
await build({
  entryPoints: [path.join(root, 'test/servers/main.ts')],
  outfile,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  packages: 'external',
  // Those that ask where they are all lie there.
  define: { 'import.meta.dirname': JSON.stringify(path.join(root, 'test/servers/lib')) },
});
await import(outfile);
