import { defineConfig } from 'vitest/config';

const folder = process.env['GLASSBOX_WINDOW'] ?? 'window';

export default defineConfig({
  test: {
    // Neither measurements nor the README's pictures are tests: `npm run bench -- host` and `npm run pictures` run them.
    include: [`test/host/${folder}/**/*.test.ts`],
    globalSetup: 'test/host/lib/setup.ts',
    // A workbench takes about ten seconds to stand, more on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A window on a busy machine loses a click now and then; what is really broken fails twice.
    retry: 1,
    // Two VS Codes at a time, on two cores: each waits for its own page half of the time. Measurements are alone.
    maxWorkers: folder === 'window' ? 2 : 1,
  },
});
