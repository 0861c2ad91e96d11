import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

/** llama.cpp's server as a Python package: a wheel of 34 MB that needs no compiler. */
export const PACKAGE = 'xllamacpp==2026.10.11549';
/** Its wheels serve from this version on. */
const OLDEST = [3, 10] as const;

/** Outside of what Git knows and where the next `npm ci` clears it away. */
const CACHE = path.resolve(import.meta.dirname, '../../../node_modules/.cache/glassbox');
/** Milliseconds for a download over a slow line. */
const PATIENCE = 300_000;
/** Characters of its words that are told. */
const MOST_SAID = 500;

/** A Python that has the package; or why there is none, and whether that is a fault: Python is there, but not the package. */
export type Python = { python: string } | { missing: string; isFault: boolean };

const run = promisify(execFile);

/** What a command prints; an error's message has all that the command said. */
async function said(command: string, args: string[]): Promise<string> {
  const { stdout } = await run(command, args, { timeout: PATIENCE, env: { ...process.env, PYTHONUTF8: '1' } });
  return stdout.trim();
}

/** Why it failed, on one line: pip's errors, or the end of what was printed. */
function why(error: unknown): string {
  const { stdout = '', stderr = '', message } = error as { stdout?: string; stderr?: string; message: string };
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const errors = lines.filter((line) => line.startsWith('ERROR'));
  const told = errors.length > 0 ? errors : lines.length > 0 ? lines : [message];
  return told.join(' ').slice(-MOST_SAID);
}

/** The first Python that is new enough. */
async function findPython(): Promise<string | null> {
  for (const name of ['python3', 'python']) {
    const isNew = await said(name, ['-c', `import sys; print(sys.version_info >= (${OLDEST.join()}))`]).catch(() => '');
    if (isNew === 'True') return name;
  }
  return null;
}

const pythonIn = (environment: string) =>
  path.join(environment, ...(process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python']));

/** Whether the package is there and loads: the Python that it was installed for may be gone. */
const loads = (environment: string) =>
  existsSync(pythonIn(environment)) &&
  said(pythonIn(environment), ['-c', 'import xllamacpp']).then(
    () => true,
    () => false,
  );

/** Installs the package once: into a folder beside its own, which gets its name when all is there. */
export async function pythonWithLlama(): Promise<Python> {
  const environment = path.join(CACHE, PACKAGE.replace('==', '-'));
  if (await loads(environment)) return { python: pythonIn(environment) };
  const python = await findPython();
  if (python === null) return { missing: `there is no Python ${OLDEST.join('.')} or newer`, isFault: false };
  const work = `${environment}.${process.pid}.part`;
  try {
    await mkdir(CACHE, { recursive: true });
    await said(python, ['-m', 'venv', work]);
    const quick = ['--quiet', '--disable-pip-version-check', '--retries', '1', '--only-binary', ':all:'];
    await said(pythonIn(work), ['-m', 'pip', 'install', ...quick, PACKAGE]);
    if (!(await loads(work))) throw new Error('it does not load');
    await rm(environment, { recursive: true, force: true });
    // Another run may have been quicker.
    await rename(work, environment).catch(() => rm(work, { recursive: true, force: true }));
    return { python: pythonIn(environment) };
  } catch (error) {
    await rm(work, { recursive: true, force: true });
    return { missing: `${PACKAGE} could not be installed: ${why(error)}`, isFault: true };
  }
}
