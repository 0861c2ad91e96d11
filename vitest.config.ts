import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{unit,views,model}/**/*.test.ts'],
    testTimeout: 60_000,
    // Two cores: model tests in parallel would only wait for each other.
    maxWorkers: 2,
  },
});
