import os from 'node:os';
import { hubCaches } from '../../hub/hubCaches.js';
import { defaultStore } from '../../hub/places.js';
import type { Settings } from './settings.js';

/** The folder that models are installed in. */
export const storeFolder = (settings: Pick<Settings, 'get'>): string =>
  settings.get('models.storage') || defaultStore();

/** The caches of Hugging Face's tools whose models are used in place. */
export const usedCaches = (settings: Pick<Settings, 'get'>): string[] =>
  settings.get('models.useHubCache') ? hubCaches(process.env, os.homedir(), process.platform) : [];
