import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Neither measurements nor the README's pictures are tests: `npm run bench -- host` and `npm run pictures` run them.
    include: [`test/host/${process.env['GLASSBOX_WINDOW'] ?? 'window'}/**/*.test.ts`],
    globalSetup: 'test/host/lib/setup.ts',
    // A workbench takes about ten seconds to stand, more on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A window on a busy machine loses a click now and then; what is really broken fails twice.
    retry: 1,
    // One VS Code at a time: two take seven tenths of the time on two cores that are idle, but what trains models in one of
    // them keeps the other waiting beyond any limit.
    fileParallelism: false,
  },
});
