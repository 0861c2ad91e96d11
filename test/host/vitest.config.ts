import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/host/window/**/*.test.ts'],
    // A workbench takes about ten seconds to stand, more on a busy machine.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // One VS Code at a time: two would wait for each other.
    fileParallelism: false,
  },
});
