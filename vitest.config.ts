import { defineConfig } from 'vitest/config';

/** What runs in Node alone; the window's tests have a configuration of their own. */
const KINDS = ['unit', 'views', 'model', 'servers'];
/** Has a model written and a server installed, once for all files of the kind. */
const SETUP: Record<string, string> = { servers: 'test/servers/lib/setup.ts' };

const isGiven = !['', 'required'].includes(process.env['GLASSBOX_TEST_SERVER'] ?? '');

export default defineConfig({
  test: {
    projects: KINDS.map((name) => ({
      test: {
        ...{ name, include: [`test/${name}/**/*.test.ts`], testTimeout: 60_000 },
        ...(SETUP[name] !== undefined && { globalSetup: SETUP[name] }),
      },
    })),
    // Two cores: model tests in parallel would only wait for each other. Of a server that is given, one file at a time can
    // tell what is the work of its own requests.
    maxWorkers: isGiven ? 1 : 2,
  },
});
