// A reporter of vitest: names the tests that passed only when they were tried again, and writes them down for the sum.
import { writeFileSync } from 'node:fs';

/** Where the list goes: a JSON array of the tests' full names. */
export const RETRIED_FILE = 'GLASSBOX_RETRIED_FILE';

export default class RetriedReporter {
  onTestRunEnd(/** @type {readonly import('vitest/node').TestModule[]} */ modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const retried = tests.filter((test) => test.diagnostic()?.flaky === true);
    for (const test of retried) {
      console.warn(`passed when tried again: ${test.fullName}`);
      for (const { stack, message } of test.result().errors ?? []) console.warn(`  at first: ${stack ?? message}`);
    }
    const file = process.env[RETRIED_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(retried.map(({ fullName }) => fullName)));
  }
}
