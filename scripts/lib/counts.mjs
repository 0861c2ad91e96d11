// How many tests passed and failed: what every kind of test gives, and how they add up.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot, readJson } from './paths.mjs';
import { RETRIED_FILE } from './retriedReporter.mjs';
import { runNode } from './run.mjs';

/**
 * `retried` are those among the passed that failed at first.
 * @typedef {{ passed: number, failed: number, skipped: number, retried: number }} Counts
 */

/** @type {Counts} */
export const NONE = { passed: 0, failed: 0, skipped: 0, retried: 0 };

/** A step that is no test itself, yet fails the run: it counts as one failure. */
export const BROKEN = { ...NONE, failed: 1 };

/** @param {Counts[]} all */
export const sum = (all) =>
  all.reduce(
    (total, { passed, failed, skipped, retried }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      retried: total.retried + retried,
    }),
    NONE,
  );

/** Words counts for the sum: skipped and retried tests are named where there are some. */
export function inWords(/** @type {Counts} */ { passed, failed, skipped, retried }) {
  const parts = [`${passed} passed`, `${failed} failed`];
  if (skipped > 0) parts.push(`${skipped} skipped`);
  if (retried > 0) parts.push(`${retried} passed when tried again`);
  return parts.join(', ');
}

/**
 * Runs vitest and counts.
 * @param {string} name of the report below test-results
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<Counts>}
 */
export async function vitest(name, args, env = process.env) {
  const report = inRoot('test-results', `${name}.json`);
  mkdirSync(path.dirname(report), { recursive: true });
  rmSync(report, { force: true }); // an earlier run's report must not speak for this one
  const command = [inRoot('node_modules/vitest/vitest.mjs'), 'run', ...args];
  const retriedList = inRoot('test-results', `${name}.retried.json`);
  rmSync(retriedList, { force: true });
  const reporters = ['default', 'json', inRoot('scripts/lib/retriedReporter.mjs')].map((each) => `--reporter=${each}`);
  const status = await runNode([...command, ...reporters, `--outputFile.json=${report}`], {
    env: { ...env, [RETRIED_FILE]: retriedList },
  });
  if (!existsSync(report)) return BROKEN;
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests } = readJson(report);
  // A file that cannot be loaded fails the run without a failing test of its own.
  const failed = Math.max(numFailedTests, status === 0 ? 0 : 1);
  const retried = existsSync(retriedList) ? readJson(retriedList).length : 0;
  return { passed, failed, skipped: numPendingTests + numTodoTests, retried };
}
