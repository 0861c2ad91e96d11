import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { GlassboxError, type EngineOptions } from '../../protocol/engine/index.js';
import type { ServersService } from './services.js';
import type { Settings } from './settings.js';
import { modelSettings, SECTION } from './settingTable.js';

/** Whether a model is named by its place on the disk, as the engine tells it from an id. */
const isPlace = (model: string) => path.isAbsolute(model) || /[\\/]/.test(model);

/** Where models of the hub are, as the engine's options say it. */
type HubPlaces = Pick<EngineOptions, 'modelStore' | 'cacheFolders'>;

/** A hub's id; no name leads to another folder. */
const HUB_ID = /^[\w-][\w.-]*\/[\w-][\w.-]*$/;

/** Whether the engine finds a model by its hub's id, before it would take it for a place beside it. */
function isInstalled(id: string, { modelStore, cacheFolders = [] }: HubPlaces): boolean {
  if (!HUB_ID.test(id)) return false;
  const name = id.replace('/', '--');
  if (modelStore !== undefined && existsSync(path.join(modelStore, name, 'config.json'))) return true;
  return cacheFolders.some((cache) => {
    const snapshots = path.join(cache, `models--${name}`, 'snapshots');
    return namesIn(snapshots).some((commit) => existsSync(path.join(snapshots, commit, 'config.json')));
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

const MODEL_FIELDS = ['model', 'otherModel', 'amateur', 'reranker'];

/** The models that a call's parameters name, wherever in them. */
function modelsIn(params: unknown): string[] {
  if (typeof params !== 'object' || params === null) return [];
  return Object.entries(params).flatMap(([field, value]: [string, unknown]) => {
    if (typeof value !== 'string') return modelsIn(value);
    return MODEL_FIELDS.includes(field) ? [value] : [];
  });
}

/**
 * Whether a call may name its models. In a workspace that is not trusted a folder may serve only where the user named it,
 * in the user settings by itself or among `models.folders`: a recipe, a link or a kept state may be the workspace's. Trust
 * that is given later counts from then on. A model of the store or of a cache may be named by its hub's id. A served model,
 * which texts would go to, serves there where the user settings name it or where it was chosen by hand.
 * @returns asks for the refusal of a call's parameters, `not-trusted`; null when they may be used
 */
export function modelTrust(
  settings: Pick<Settings, 'get'>,
  embeddedFolder: string,
  hubPlaces: () => HubPlaces = () => ({}),
  servers: Pick<ServersService, 'find' | 'wasChosen'> = { find: () => undefined, wasChosen: () => false },
) {
  return (params: object): GlassboxError | null => {
    if (vscode.workspace.isTrusted) return null;
    const models = modelsIn(params);
    const served = models.filter((model) => servers.find(model));
    const places = models.filter((model) => isPlace(model) && !served.includes(model));
    if (places.length === 0 && served.length === 0) return null;
    // The workspace has no say in these: they are restricted.
    const named = modelSettings.map((key) => settings.get(key));
    const sent = served.find((id) => !named.includes(id) && !servers.wasChosen(id));
    const to = sent === undefined ? undefined : servers.find(sent);
    if (to) return servedRefusal(new URL(to.address).host);
    const folders = [embeddedFolder, ...settings.get('models.folders')].map((folder) => path.resolve(folder));
    const hub = hubPlaces();
    const foreign = places.find(
      (place) =>
        !named.includes(place) && !folders.includes(path.dirname(path.resolve(place))) && !isInstalled(place, hub),
    );
    return foreign === undefined ? null : refusal(foreign);
  };
}

const servedRefusal = (host: string) =>
  new GlassboxError('not-trusted', `${host} would get texts, and the workspace is not trusted.`, {
    details: { kind: 'serverTrust', host, problem: 'foreign' },
  });

function refusal(place: string): GlassboxError {
  const name = path.basename(path.resolve(place));
  return new GlassboxError('not-trusted', `${place} is a folder, and the workspace is not trusted.`, {
    details: { kind: 'foreignFolder', folder: place, name, setting: `${SECTION}.models.folders` },
  });
}
