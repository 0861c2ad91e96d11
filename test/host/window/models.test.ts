/* Models in the window: from a hub on this machine, in their view and by commands. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { generated, startHub } from '../../hub/index.js';
import { chooseOfRow, modelRow, modelRows, openModels, pressRow, toggleRow } from '../lib/modelsView.js';
import { acceptPick, dismissPick, movePick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { answerDialog, clearNotifications, notification, pressNotification } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const BERT = 'google-bert/bert-base-uncased';
const LARGE = 'openai-community/gpt2';
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-models-'));
const hub = await startHub({
  models: {
    [BERT]: path.join(ROOT, 'models/bert-mini'),
    [LARGE]: {
      'config.json': JSON.stringify({ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }),
      'model.safetensors': generated(30e6, 1),
      'tokenizer.json': '{}',
    },
  },
  about: { [BERT]: { licence: 'apache-2.0', languages: ['en'], task: 'fill-mask' } },
});
const { host } = new URL(hub.endpoint);

const workbench = useWorkbench({
  files: { 'note.txt': 'She drank a cup of [MASK] in the morning.\n' },
  settings: { 'glassbox.offline': false },
  env: {
    GLASSBOX_HOME: home,
    HF_ENDPOINT: hub.endpoint,
    HF_HUB_CACHE: path.join(home, 'cache'),
  },
});

afterAll(async () => {
  await hub.close();
  fs.rmSync(home, { recursive: true, force: true });
});

const page = () => workbench().page;
const store = (...names: string[]) => path.join(home, 'models', ...names);
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const wide = async (name: string) => pictures(workbench(), name);

/** Chooses a model in the first list, and its first form in the second. */
async function install(id: string) {
  await runCommand(page(), 'Glassbox: Install Model…');
  await pick(page(), id);
  await page().keyboard.type(id);
  await pick(page(), `Install ${id}`);
  await acceptPick(page());
  await pick(page(), /MB|kB/);
  await acceptPick(page());
}

describe('the view of models', () => {
  test('has what came along and the catalogue, before anything was asked', async () => {
    await openModels(page());
    const rows = await modelRows(page());
    expect(rows[0]).toMatch(/^Installed \| 4$/);
    expect(rows.find((row) => row.startsWith('bert-mini'))).toMatch(/10 MB · in use for Fill Mask, Attention/);
    expect(rows.some((row) => row.startsWith('Catalogue'))).toBe(true);
    expect(hub.requests).toEqual([]);
    await wide('models-first');
    await toggleRow(page(), 'bert-mini');
    await toggleRow(page(), 'Fill masks and find words');
    await wide('models-facts');
    await toggleRow(page(), 'bert-mini');
  });

  test('a model is installed from the hub, and used', async () => {
    await runCommand(page(), 'Glassbox: Install Model…');
    await pick(page(), BERT);
    await wide('models-install');
    await page().keyboard.type(BERT);
    const first = await pick(page(), `Install ${BERT}`);
    expect(first.rows[0]?.description).toBe(host);
    expect(hub.requests).toEqual([]);
    await acceptPick(page());
    const forms = await pick(page(), /ONNX/);
    expect(forms.placeholder).toMatch(/licence: apache-2\.0 · English · [0-9a-f]{12} on 127\.0\.0\.1/);
    await wide('models-forms');
    await acceptPick(page());
    expect(await notification(page(), 'every file is as it was published')).toContain(BERT);
    expect(fs.existsSync(store('google-bert--bert-base-uncased', 'config.json'))).toBe(true);
    await modelRow(page(), BERT).first().waitFor();
    await wide('models-installed');
    await pressNotification(page(), 'every file is as it was published', 'Use for…');
    await pick(page(), 'Fill Mask');
    await acceptPick(page());
    await poll(() => modelRows(page())).toContainEqual(expect.stringContaining('in use for Fill Mask'));
  });
});
void LARGE;
void install;
void chooseOfRow;
void pressRow;
void movePick;
void dismissPick;
void answerDialog;
void clearNotifications;
