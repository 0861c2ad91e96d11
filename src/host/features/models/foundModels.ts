import { open, readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { MethodName, ModelInfo } from '../../../protocol/engine/index.js';
import type { InstalledModel, StoredPrecision } from '../../../hub/index.js';

/** Where a model is: it came along, was installed, lies in a folder of the user's, or was downloaded by Python. */
export type ModelPlace = 'embedded' | 'store' | 'folder' | 'cache';

/** A model on this machine, as far as it can be told without running anything. */
export interface FoundModel {
  /** what the engine and the settings call it */
  name: string;
  /** as it is shown: on its hub, where it is known */
  id: string;
  folder: string;
  place: ModelPlace;
  /** of its weights; of an installed one, of all its files */
  bytes: number;
  /** `model_type` of its config.json */
  type: string | null;
  commit: string | null;
  /** the hub that it came from */
  endpoint: string | null;
  precision: StoredPrecision | null;
  licence: string | null;
  languages: readonly string[];
  /** whether it has a card to be read */
  hasCard: boolean;
  /** `pipeline_tag` of its card */
  pipeline: string | null;
  /** what the engine knows; null before it was asked */
  tasks: readonly MethodName[] | null;
  maxLength: number | null;
  /** bytes that it takes when it serves, as estimated */
  memory: number | null;
}

const nothingKnown = {
  commit: null,
  endpoint: null,
  precision: null,
  licence: null,
  languages: [],
  pipeline: null,
  tasks: null,
  maxLength: null,
  memory: null,
} satisfies Partial<FoundModel>;

/** A model that the store has, by what was written down at its install. */
export const ofStore = ({ card, ...model }: InstalledModel): FoundModel => ({
  name: model.name,
  id: model.id,
  folder: model.folder,
  place: 'store',
  bytes: model.bytes,
  type: model.type,
  commit: model.commit,
  endpoint: model.endpoint,
  precision: model.precision,
  licence: card.licence,
  languages: card.languages,
  hasCard: model.files.some((file) => file.path === 'README.md'),
  pipeline: card.task,
  tasks: null,
  maxLength: null,
  memory: null,
});

/** config.json of a model has some kB; of one that is larger nothing is told. */
const MOST_CONFIG = 2_000_000;
const CACHED = 'models--';

/**
 * The models of a folder that holds model folders, or of the hub's cache. What cannot be read is left out: the engine tells
 * what is wrong when it is used.
 */
export async function modelsIn(root: string, place: ModelPlace): Promise<FoundModel[]> {
  const names = await readdir(root).catch(() => []);
  const found = await Promise.all(names.sort().map((name) => modelIn(path.join(root, name), place)));
  return found.filter((model) => model !== null);
}

async function modelIn(folder: string, place: ModelPlace): Promise<FoundModel | null> {
  const name = path.basename(folder);
  if (!name.startsWith(CACHED)) return readModel(folder, { name, id: name, place });
  const commit = await newestSnapshot(folder);
  if (commit === null) return null;
  const known = name.slice(CACHED.length);
  const model = await readModel(path.join(folder, 'snapshots', commit), { name: known, id: hubIdOf(known), place });
  return model && { ...model, commit: /^[0-9a-f]{40}$/.test(commit) ? commit : null };
}

/** An id as the hub has it: neither part of it may hold two hyphens in a row. */
export const hubIdOf = (name: string): string => name.replace('--', '/');

/** The snapshot that a model of the cache is read from, as the engine does it: `refs/main`, else the newest. */
async function newestSnapshot(folder: string): Promise<string | null> {
  const snapshots = path.join(folder, 'snapshots');
  const names = await readdir(snapshots).catch(() => []);
  const main = (await readFile(path.join(folder, 'refs', 'main'), 'utf8').catch(() => '')).trim();
  const isThere = (name: string) =>
    stat(path.join(snapshots, name, 'config.json')).then(
      ({ mtimeMs }) => ({ name, time: name === main ? Infinity : mtimeMs }),
      () => null,
    );
  const dated = (await Promise.all(names.map(isThere))).filter((one) => one !== null);
  return dated.sort((one, other) => other.time - one.time)[0]?.name ?? null;
}

async function readModel(
  folder: string,
  named: Pick<FoundModel, 'name' | 'id' | 'place'>,
): Promise<FoundModel | null> {
  const config = await beginning(path.join(folder, 'config.json'));
  if (config === null) return null;
  const [bytes, hasCard] = await Promise.all([weightBytes(folder), isFile(path.join(folder, 'README.md'))]);
  return { ...nothingKnown, ...named, folder, bytes, hasCard, type: typeOf(config) };
}

async function beginning(file: string): Promise<string | null> {
  try {
    const handle = await open(file, 'r');
    try {
      const { size } = await handle.stat();
      return size > MOST_CONFIG ? '' : await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch {
    return null;
  }
}

function typeOf(config: string): string | null {
  try {
    const { model_type: type } = JSON.parse(config) as { model_type?: unknown };
    return typeof type === 'string' ? type : null;
  } catch {
    return null;
  }
}

const isFile = (file: string) =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

/** The bytes of all weights beside a config.json and in `onnx`. */
async function weightBytes(folder: string): Promise<number> {
  const sizes = ['', 'onnx'].map(async (part) => {
    const place = path.join(folder, part);
    const names = (await readdir(place).catch(() => [])).filter((name) => /\.(safetensors|onnx|onnx_data)$/.test(name));
    const each = await Promise.all(
      names.map((name) =>
        stat(path.join(place, name)).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    );
    return each.reduce((sum, size) => sum + size, 0);
  });
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}

/** What the engine has told of a model's folder. */
export type EngineFacts = Pick<
  ModelInfo,
  'id' | 'folder' | 'type' | 'tasks' | 'maxLength' | 'bytes' | 'knownLanguages' | 'licence' | 'memory'
>;

/** Adds what the engine knows of models; it is right where the two differ. */
export function withFacts(models: readonly FoundModel[], facts: readonly EngineFacts[]): FoundModel[] {
  const byFolder = new Map(facts.map((one) => [one.folder, one]));
  return models.map((model) => {
    const known = byFolder.get(model.folder);
    if (!known) return model;
    const { tasks, type, maxLength, knownLanguages = [], licence = null, memory = null } = known;
    return {
      ...model,
      name: known.id,
      tasks,
      type,
      maxLength,
      memory,
      licence: model.licence ?? licence,
      bytes: model.place === 'store' ? model.bytes : known.bytes,
      languages: model.languages.length > 0 ? model.languages : knownLanguages,
    };
  });
}
