import { defineConfig } from 'vitest/config';

/** What runs in Node alone; the window's tests have a configuration of their own. */
const KINDS = ['unit', 'views', 'model'];

export default defineConfig({
  test: {
    projects: KINDS.map((name) => ({
      test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000 },
    })),
    // Two cores: model tests in parallel would only wait for each other.
    maxWorkers: 2,
  },
});
