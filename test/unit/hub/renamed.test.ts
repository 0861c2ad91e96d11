/* What a model is called in the store, whatever a hub says of its name. */
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startHub, type TestHub } from '../../hub/index.js';
import { clientOf, modelFiles } from '../../hub/installing.js';

let hub: TestHub;
beforeAll(async () => {
  hub = await startHub({
    models: { 'org/model': modelFiles(1000) },
    renamed: { model: 'org/model', 'org/former': 'org/model', 'other/Model': 'org/model' },
  });
});
afterAll(() => hub.close());

it.each([
  ['org/model', 'org/model'],
  // Of models of the first days the hub tells whose they are.
  ['model', 'org/model'],
  // Another name would be another model's place.
  ['org/former', 'org/former'],
  ['other/Model', 'other/Model'],
])('%s is %s', async (asked, id) => {
  const { hub: listing } = clientOf(hub, path.join(os.tmpdir(), 'glassbox-renamed'));
  const model = await listing.model(asked);
  expect(model.id).toBe(id);
  expect(model.variants).not.toEqual([]);
});
