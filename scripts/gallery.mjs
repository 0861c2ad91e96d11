// `npm run gallery`: every view from its fixtures, in the browser, in all themes, widths and languages; a change of the
// sources is shown at once. `npm run gallery -- --build` writes the pages to test-results/views and ends.
import { setUp } from './setup.mjs';

await setUp();
const { context } = await import('esbuild');
const { BUNDLES, OUT, writePages } = await import('../test/views/gallery/pages.mjs');
writePages();
const bundles = await context({ ...BUNDLES, logLevel: 'warning' });
if (process.argv.includes('--build')) {
  await bundles.rebuild();
  await bundles.dispose();
  console.log(OUT);
} else {
  await bundles.watch();
  const { port } = await bundles.serve({ servedir: OUT, host: '127.0.0.1' });
  console.log(`The gallery is at http://127.0.0.1:${port}/ until Ctrl+C.`);
}
