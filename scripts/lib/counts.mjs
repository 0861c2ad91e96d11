// How many tests passed and failed: what every kind of test gives, and how they add up.
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { inRoot, readJson } from './paths.mjs';
import { RETRIED_FILE } from './retriedReporter.mjs';
import { runNode } from './run.mjs';

/**
 * `retried` are those among the passed that failed at first; `failures` says what failed, a line each.
 * @typedef {{ passed: number, failed: number, skipped: number, retried: number, failures: string[] }} Counts
 */

/** @type {Counts} */
export const NONE = { passed: 0, failed: 0, skipped: 0, retried: 0, failures: [] };

/** A step that is no test itself, yet fails the run: it counts as one failure. */
export const broken = (/** @type {string} */ failure) => ({ ...NONE, failed: 1, failures: [failure] });

/** @param {Counts[]} all */
export const sum = (all) =>
  all.reduce(
    (total, { passed, failed, skipped, retried, failures }) => ({
      passed: total.passed + passed,
      failed: total.failed + failed,
      skipped: total.skipped + skipped,
      retried: total.retried + retried,
      failures: [...total.failures, ...failures],
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
  if (!existsSync(report)) return broken(`${name}: the runner wrote no report`);
  const { numPassedTests: passed, numFailedTests, numPendingTests, numTodoTests, testResults } = readJson(report);
  const failures = failuresOf(testResults);
  // What fails outside of every test fails the run without a failing test of its own.
  if (status !== 0 && failures.length === 0)
    failures.push('an error outside of every test, see "Unhandled Errors" above');
  const retried = existsSync(retriedList) ? readJson(retriedList).length : 0;
  return {
    passed,
    failed: Math.max(numFailedTests, status === 0 ? 0 : 1),
    skipped: numPendingTests + numTodoTests,
    retried,
    failures: failures.map((failure) => `${name}: ${failure}`),
  };
}

/**
 * The failed tests, each with its file and the first line of its message; a file that could not be loaded has but its own.
 * @param {{ name: string, status: string, message: string, assertionResults: { status: string, fullName: string, failureMessages: string[] }[] }[]} files
 */
function failuresOf(files) {
  return files
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name: file, message, assertionResults }) => {
      const place = path.relative(inRoot(), file);
      const failed = assertionResults.filter(({ status }) => status === 'failed');
      if (failed.length === 0) return [`${place}: ${firstLine(message)}`];
      return failed.map(({ fullName, failureMessages: [first = ''] }) => `${place} > ${fullName}: ${firstLine(first)}`);
    });
}

const firstLine = (/** @type {string} */ message) => message.split('\n', 1)[0] ?? '';
