import fs from 'node:fs';

/**
 * What a suite leaves in the file that GLASSBOX_VERDICT names, written anew with every test. A file that is missing, or
 * whose `finished` is false, means that the extension host died, which VS Code itself reports as success.
 */
export interface Verdict {
  finished: boolean;
  passed: number;
  failed: number;
  skipped: number;
  /** what failed, a line each */
  failures: string[];
  /** the test that began last */
  running?: string;
  /** why the suite could not be loaded */
  error?: string;
}

/** Writes the whole verdict; a reader never sees half of it. */
export function leave(verdict: Verdict): void {
  const file = process.env.GLASSBOX_VERDICT;
  if (file === undefined) throw new Error('GLASSBOX_VERDICT does not name a file');
  fs.writeFileSync(`${file}.new`, JSON.stringify(verdict));
  fs.renameSync(`${file}.new`, file);
}
