// What the extension host loads: runs mocha over the bundled tests beside this file.
import fs from 'node:fs';
import path from 'node:path';
import Mocha from 'mocha';
import { leave, type Verdict } from './verdict.js';

const { EVENT_TEST_BEGIN, EVENT_TEST_END, EVENT_TEST_FAIL } = Mocha.Runner.constants;

function load(): Mocha {
  const grep = process.env.GLASSBOX_GREP;
  const mocha = new Mocha({ ui: 'tdd', timeout: 60_000, ...(grep === undefined ? {} : { grep }) });
  const files = fs.readdirSync(__dirname).filter((file) => file.endsWith('.test.js'));
  for (const file of files.sort()) mocha.addFile(path.join(__dirname, file));
  return mocha;
}

/** Runs the suite; rejects when a test fails, as VS Code wants it. */
export async function run(): Promise<void> {
  const verdict: Verdict = { finished: false, passed: 0, failed: 0, skipped: 0, failures: [] };
  leave(verdict);
  try {
    const mocha = load();
    await new Promise<void>((resolve) => {
      const runner = mocha.run((failures) => {
        // A failing hook is no test, yet a failure.
        verdict.failed = failures;
        resolve();
      });
      runner.on(EVENT_TEST_BEGIN, (test: Mocha.Test) => {
        verdict.running = test.fullTitle();
        leave(verdict);
      });
      runner.on(EVENT_TEST_END, (test: Mocha.Test) => {
        if (test.isPassed()) verdict.passed += 1;
        else if (test.isPending()) verdict.skipped += 1;
      });
      runner.on(EVENT_TEST_FAIL, (test: Mocha.Test | Mocha.Hook, { message }: Error) => {
        verdict.failures.push(`suite: ${test.fullTitle()}: ${message}`);
      });
    });
    leave({ ...verdict, finished: true });
  } catch (error) {
    leave({ ...verdict, error: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    throw error;
  }
  if (verdict.failed > 0) throw new Error(`${verdict.failed} failed`);
}
