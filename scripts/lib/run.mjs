// Child processes: one way to run a command and one way to run npm.
import { spawn } from 'node:child_process';
import { ROOT } from './paths.mjs';

/** @type {NodeJS.Signals[]} */
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs a command in the project's root and gives its exit status; a command that cannot be started or is killed by a
 * signal counts as status 1.
 * @param {string} command
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export function run(command, args, options = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: ROOT, stdio: 'inherit', ...options });
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve(1);
    });
    // Whoever ends this process means what it has started.
    const pass = (/** @type {NodeJS.Signals} */ signal) => void child.kill(signal);
    for (const signal of SIGNALS) process.on(signal, pass);
    child.on('close', (status) => {
      for (const signal of SIGNALS) process.off(signal, pass);
      resolve(status ?? 1);
    });
  });
}

/** Runs a script of ours, or a package's command line, with this Node. */
export const runNode = (
  /** @type {string[]} */ args,
  /** @type {import('node:child_process').SpawnOptions} */ options = {},
) => run(process.execPath, args, options);

/**
 * Runs npm. Under `npm start` the running npm itself is used, which also spares Windows its npm.cmd.
 * @param {string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 */
export function runNpm(args, options = {}) {
  const npm = process.env.npm_execpath;
  if (npm !== undefined && /\.[cm]?js$/.test(npm)) return runNode([npm, ...args], options);
  return run('npm', args, { shell: process.platform === 'win32', ...options });
}
