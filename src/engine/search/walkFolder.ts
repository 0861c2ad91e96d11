import type { Dirent } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import ignore, { type Ignore } from 'ignore';
import picomatch from 'picomatch';

/** The largest .gitignore that is read, in bytes. */
const MOST_RULES = 1_000_000;

/** A plain file below a folder. */
export interface WalkedFile {
  /** the path in the folder, with `/` */
  name: string;
  size: number;
  /** milliseconds */
  mtime: number;
}

/** The rules of one folder's .gitignore. */
interface Rules {
  /** the folder's path in the one that is walked, with `/` at its end; empty for that one */
  base: string;
  rules: Ignore;
}

interface Walk {
  /** VS Code's globs: what they match is left out, with all that lies below it */
  exclude: readonly string[];
  /** absolute: a folder that is not looked into */
  except: string;
  /** of a folder or a file that may not be read */
  onUnreadable: (name: string) => void;
}

/**
 * The plain files below a folder by their names, without what its .gitignore files and the globs leave out. Links are not
 * followed: what they lead to lies in the folder anyway, or is none of its files.
 */
export async function* walkFolder(folder: string, { exclude, except, onUnreadable }: Walk): AsyncGenerator<WalkedFile> {
  const nocase = process.platform === 'win32';
  const globs = exclude.map((glob) => picomatch(glob, { dot: true, nocase }));
  const open: { base: string; rules: Rules[] }[] = [{ base: '', rules: [] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { base, rules: above } = next;
    const entries = await entriesOf(path.join(folder, base));
    if (entries === null) {
      onUnreadable(base);
      continue;
    }
    const own = entries.some((entry) => entry.name === '.gitignore' && entry.isFile())
      ? await rulesOf(path.join(folder, base, '.gitignore'))
      : null;
    const rules = own ? [...above, { base, rules: own }] : above;
    const folders: string[] = [];
    for (const entry of entries) {
      const name = base + entry.name;
      const isFolder = entry.isDirectory();
      if ((!isFolder && !entry.isFile()) || (isFolder && entry.name === '.git')) continue;
      if (globs.some((matches) => matches(name)) || isIgnored(name, isFolder, rules)) continue;
      if (isFolder) {
        if (path.join(folder, name) !== except) folders.push(`${name}/`);
        continue;
      }
      const found = await stat(path.join(folder, name)).catch(() => null);
      if (found?.isFile()) yield { name, size: found.size, mtime: found.mtimeMs };
    }
    open.push(...folders.reverse().map((one) => ({ base: one, rules })));
  }
}

/** By name; null where it may not be read or is gone. */
const entriesOf = (folder: string): Promise<Dirent[] | null> =>
  readdir(folder, { withFileTypes: true }).then(
    (entries) => entries.sort((one, other) => (one.name < other.name ? -1 : 1)),
    () => null,
  );

async function rulesOf(file: string): Promise<Ignore | null> {
  try {
    if ((await stat(file)).size > MOST_RULES) return null;
    return ignore().add(await readFile(file, 'utf8'));
  } catch {
    return null;
  }
}

/** As Git has it: the rules of the nearest folder that say something of a name count. */
function isIgnored(name: string, isFolder: boolean, rules: readonly Rules[]): boolean {
  for (const { base, rules: own } of rules.toReversed()) {
    const { ignored, unignored } = own.test(name.slice(base.length) + (isFolder ? '/' : ''));
    if (ignored || unignored) return ignored;
  }
  return false;
}
