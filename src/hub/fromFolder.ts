import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../protocol/engine/index.js';
import { copyFile, namesIn, sizeOf } from './disk.js';
import { MANIFEST, planOf, readManifest, type Plan } from './manifest.js';
import { folderName, isFolderName, isHubId } from './names.js';
import type { ProgressMeter } from './progress.js';
import type { HubFile } from './types.js';
import { variantsOf } from './variants.js';

/** No sum is known before a file is read. */
const UNKNOWN = { algorithm: 'sha256', hex: '' } as const;
const CACHED = 'models--';
const MOST_CONFIG_BYTES = 4_000_000;

/** A folder that a model is copied from. */
export interface ModelFolderSource {
  from: string;
  /** of its folder in the store */
  name: string;
  /** with our list of files: their sums; else they are empty and found while copying */
  plan: Plan;
}

/**
 * Looks at a folder that holds a model: one of a store's, of the hub's cache, or any other in the hub's layout.
 * @throws GlassboxError `bad-request` (`noModelFolder`)
 */
export async function readFolder(given: string): Promise<ModelFolderSource> {
  const { from, id } = await placeOf(path.resolve(given));
  const known = await readManifest(from);
  // The folder may have another name on a stick.
  if (known) return { from, name: isHubId(known.id) ? folderName(known.id) : known.name, plan: planOf(known) };
  // Without our list nothing could be compared, and nobody would know.
  if ((await sizeOf(path.join(from, MANIFEST))) !== null) throw damaged(path.join(from, MANIFEST));
  const config = await configOf(from);
  const [variant] = variantsOf(await filesOf(from), {}, config);
  if (!variant) {
    throw new GlassboxError('bad-request', `${given} holds no model: config.json and weights in a form that is read.`, {
      details: { kind: 'noModelFolder', folder: given },
    });
  }
  return {
    from,
    name: folderName(id),
    plan: {
      ...{ id, commit: null, endpoint: null, variant: variant.name, precision: variant.precision },
      files: variant.files.map((file) => ({ ...file, digest: { ...UNKNOWN } })),
      card: { licence: null, languages: [], task: null, parameters: null },
      type: typeof config['model_type'] === 'string' ? config['model_type'].slice(0, 200) : null,
    },
  };
}

async function configOf(folder: string): Promise<Record<string, unknown>> {
  const file = path.join(folder, 'config.json');
  if (((await sizeOf(file)) ?? Infinity) > MOST_CONFIG_BYTES) return {};
  try {
    return (JSON.parse(await readFile(file, 'utf8')) ?? {}) as Record<string, unknown>;
  } catch {
    // The engine says what is wrong with it.
    return {};
  }
}

/** Where a model's files are, and what it is called. */
async function placeOf(folder: string): Promise<{ from: string; id: string }> {
  const name = path.basename(folder);
  const above = path.basename(path.dirname(path.dirname(folder)));
  // A snapshot of the hub's cache is called by its commit.
  const cached = [name, above].find((one) => one.startsWith(CACHED));
  const id = cached?.slice(CACHED.length).replace('--', '/') ?? name;
  const safe = isHubId(id) && isFolderName(folderName(id)) ? id : plainName(name);
  if (!name.startsWith(CACHED)) return { from: folder, id: safe };
  const snapshots = path.join(folder, 'snapshots');
  const main = await readFile(path.join(folder, 'refs', 'main'), 'utf8').catch(() => '');
  const names = await namesIn(snapshots);
  return { from: path.join(snapshots, names.find((one) => one === main.trim()) ?? names.at(-1) ?? ''), id: safe };
}

/** A name for the store that is as near to a folder's own as the store's rules allow. */
function plainName(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\w.-]+/g, '-')
    .replace(/-{2,}|\.{2,}/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, 80);
  return isHubId(plain) && isFolderName(plain) ? plain : `model-${plain || 'copy'}`;
}

/** Files of a model's folder in the places where models have them. */
async function filesOf(folder: string): Promise<HubFile[]> {
  const files: HubFile[] = [];
  const below = (await namesIn(folder)).filter((name) => name === 'onnx' || /^\d+_\w+$/.test(name));
  for (const place of ['', ...below]) {
    for (const name of await namesIn(path.join(folder, place))) {
      const size = await sizeOf(path.join(folder, place, name));
      if (size !== null) files.push({ path: path.posix.join(place, name), size, digest: UNKNOWN });
    }
  }
  return files;
}

/**
 * Copies a model's files.
 * @returns the plan with the sums of what was copied
 * @throws GlassboxError `model-broken` for a file that is not what our list says
 */
export async function copyIn(
  from: string,
  content: string,
  plan: Plan,
  meter: ProgressMeter,
  signal: AbortSignal,
): Promise<Plan> {
  const files: HubFile[] = [];
  for (const file of plan.files) {
    const source = path.join(from, file.path);
    if ((await sizeOf(source)) !== file.size) throw damaged(source);
    const hex = await copyFile(source, path.join(content, file.path), file, (count) => meter.add(count), signal);
    if (file.digest.hex !== '' && file.digest.hex !== hex) throw damaged(source);
    files.push({ ...file, digest: { ...file.digest, hex } });
  }
  return { ...plan, files };
}

const damaged = (file: string) =>
  new GlassboxError(
    'model-broken',
    `${file} is not what ${MANIFEST} beside it says: its copy is damaged. Copy the model anew.`,
    {
      details: { kind: 'file', file, problem: 'content' },
    },
  );
