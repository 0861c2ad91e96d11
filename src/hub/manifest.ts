import { readFile, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { foreignPath, isFolderName } from './names.js';
import type { HubFile, InstalledModel } from './types.js';

/** What is kept in an installed model's folder. */
export const MANIFEST = 'glassbox.json';
/** A list of a thousand files has some 200 kB. */
const MOST_BYTES = 4_000_000;

const file = v.object({
  path: v.string(),
  size: v.pipe(v.number(), v.integer(), v.minValue(0)),
  digest: v.variant('algorithm', [
    v.object({ algorithm: v.literal('sha256'), hex: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)) }),
    v.object({ algorithm: v.literal('gitSha1'), hex: v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/)) }),
  ]),
});
const text = v.pipe(v.string(), v.maxLength(1000));
const textOrNull = v.nullable(text);

const entries = {
  id: text,
  commit: textOrNull,
  endpoint: textOrNull,
  variant: text,
  precision: v.picklist(['fp32', 'fp16', 'bf16', 'int8', 'q4', 'q4f16', 'mixed']),
  files: v.pipe(
    v.array(file),
    v.check((files) => foreignPath(files.map(({ path: name }) => name)) === undefined),
  ),
  card: v.object({
    licence: textOrNull,
    languages: v.array(text),
    task: textOrNull,
    parameters: v.nullable(v.number()),
  }),
  type: textOrNull,
};

/** Of an installed model; what its folder says by itself is not written. */
const installedSchema = v.object({ version: v.literal(1), ...entries, installed: text });
/** Of an install that is not whole. */
const planSchema = v.object({ version: v.literal(1), ...entries });
/** What an installed model is to be. */
export type Plan = Omit<InstalledModel, 'name' | 'folder' | 'bytes' | 'installed'>;

async function read<S extends v.GenericSchema>(name: string, schema: S): Promise<v.InferOutput<S> | null> {
  try {
    if ((await stat(name)).size > MOST_BYTES) return null;
    const found = v.safeParse(schema, JSON.parse(await readFile(name, 'utf8')));
    return found.success ? found.output : null;
  } catch {
    return null;
  }
}

/** Written beside and put into its place at once. */
async function write(name: string, value: object): Promise<void> {
  await writeFile(`${name}.new`, JSON.stringify(value, null, 1), { flush: true });
  await rename(`${name}.new`, name);
}

export const bytesOf = (files: readonly HubFile[]): number => files.reduce((sum, { size }) => sum + size, 0);

/** What a model's folder says of itself; null where it does not, as one that was put there by hand. */
export async function readManifest(folder: string): Promise<InstalledModel | null> {
  const name = path.basename(folder);
  const found = isFolderName(name) ? await read(path.join(folder, MANIFEST), installedSchema) : null;
  if (found === null) return null;
  return { ...planOf(found), installed: found.installed, name, folder, bytes: bytesOf(found.files) };
}

export const writeManifest = (folder: string, plan: Plan, installed: Date): Promise<void> =>
  write(path.join(folder, MANIFEST), { version: 1, ...plan, installed: installed.toISOString() });

export async function readPlan(file: string): Promise<Plan | null> {
  const found = await read(file, planSchema);
  return found && planOf(found);
}

/** The plan within what knows more. */
export function planOf({ id, commit, endpoint, variant, precision, files, card, type }: Plan): Plan {
  return { id, commit, endpoint, variant, precision, files, card, type };
}

export const writePlan = (file: string, plan: Plan): Promise<void> => write(file, { version: 1, ...plan });
