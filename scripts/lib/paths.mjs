// Where things are, relative to the project's root, and the one platform this process runs on.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
export const inRoot = (/** @type {string[]} */ ...parts) => path.join(ROOT, ...parts);

/** This machine's platform as VS Code names package targets: linux-x64, win32-x64, darwin-arm64 … */
export const HERE = `${process.platform}-${process.arch}`;

/** @returns {any} */
export const readJson = (/** @type {string} */ file) => JSON.parse(readFileSync(file, 'utf8'));

/** The extension's manifest. */
export const manifest = readJson(inRoot('package.json'));
