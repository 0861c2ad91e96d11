import path from 'node:path';
import * as vscode from 'vscode';
import { GlassboxError } from '../../protocol/engine/index.js';
import type { Settings } from './settings.js';
import { modelSettings, SECTION } from './settingTable.js';

/** Whether a model is named by its place on the disk, as the engine tells it from an id. */
const isPlace = (model: string) => path.isAbsolute(model) || /[\\/]/.test(model);

/** The models that a call's parameters name, wherever in them. */
function modelsIn(params: unknown): string[] {
  if (typeof params !== 'object' || params === null) return [];
  return Object.entries(params).flatMap(([field, value]: [string, unknown]) => {
    if (typeof value !== 'string') return modelsIn(value);
    return field === 'model' || field === 'otherModel' || field === 'amateur' ? [value] : [];
  });
}

/**
 * Whether a call may name its models. In a workspace that is not trusted a folder may serve only where the user named it,
 * in the user settings by itself or among `models.folders`: a recipe, a link or a kept state may be the workspace's. Trust
 * that is given later counts from then on.
 * @returns asks for the refusal of a call's parameters, `not-trusted`; null when they may be used
 */
export function modelTrust(settings: Pick<Settings, 'get'>, embeddedFolder: string) {
  return (params: object): GlassboxError | null => {
    if (vscode.workspace.isTrusted) return null;
    const places = modelsIn(params).filter(isPlace);
    if (places.length === 0) return null;
    // The workspace has no say in these: they are restricted.
    const named = modelSettings.map((key) => settings.get(key));
    const folders = [embeddedFolder, ...settings.get('models.folders')].map((folder) => path.resolve(folder));
    const foreign = places.find(
      (place) => !named.includes(place) && !folders.includes(path.dirname(path.resolve(place))),
    );
    return foreign === undefined ? null : refusal(foreign);
  };
}

function refusal(place: string): GlassboxError {
  const name = path.basename(path.resolve(place));
  return new GlassboxError('not-trusted', `${place} is a folder, and the workspace is not trusted.`, {
    details: { kind: 'foreignFolder', folder: place, name, setting: `${SECTION}.models.folders` },
  });
}
