/* Models in the window: from a hub on this machine, in their view and by commands. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { generated, startHub } from '../../hub/index.js';
import { placeCursor, visibleText } from '../lib/editor.js';
import { chooseOfRow, closeRow, modelRow, modelRows, openModels, openRow, pressRow } from '../lib/modelsView.js';
import { acceptPick, dismissPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { answerDialog, clearNotifications, notification, pressNotification } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const BERT = 'google-bert/bert-base-uncased';
const LARGE = 'test/large';
const BYTES = 30e6;
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-models-'));
const hub = await startHub({
  models: {
    [BERT]: path.join(ROOT, 'models/bert-mini'),
    [LARGE]: {
      'config.json': JSON.stringify({ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }),
      'model.safetensors': generated(BYTES, 1),
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

/** The name that a row has: without the organisation. */
const NAME = 'bert-base-uncased';
const LARGE_NAME = 'large';

/** Chooses a model in the first list, and its first form in the second. */
async function install(id: string) {
  await runCommand(page(), 'Glassbox: Install Model…');
  await pick(page(), '≈');
  await page().keyboard.type(id);
  await pick(page(), `Install ${id}`);
  await acceptPick(page());
  await pick(page(), /safetensors|ONNX/);
  await acceptPick(page());
}

describe('the view of models', () => {
  beforeEach(async () => {
    await clearNotifications(page());
    hub.throttle.bytesPerSecond = Infinity;
    hub.faults = [];
  });

  test('has what came along and the catalogue, before anything was asked', async () => {
    await openModels(page());
    const rows = await modelRows(page());
    const embedded = fs.readdirSync(path.join(ROOT, 'models')).filter((name) => name.includes('-mini'));
    expect(rows[0]).toBe(`Installed | ${embedded.length}`);
    expect(rows.find((row) => row.startsWith('bert-mini'))).toMatch(/10 MB · in use for Fill Mask, Attention/);
    expect(rows.some((row) => row.startsWith('Catalogue'))).toBe(true);
    expect(hub.requests).toEqual([]);
    await openRow(page(), 'bert-mini');
    await openRow(page(), 'Fill masks and find words');
    await pictures(workbench(), 'models');
    await closeRow(page(), 'bert-mini');
  });

  test('tells sizes by the hub’s own listing when that is asked for', async () => {
    await openRow(page(), NAME);
    await poll(() => modelRows(page())).toContainEqual('Size | about 440 MB');
    await pressRow(page(), 'Size', 'Ask the Hub for Sizes');
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(/^Size, 8 bit \| 10 MB$/));
    await closeRow(page(), NAME);
  });

  test('a model is installed from the hub, and used', async () => {
    await runCommand(page(), 'Glassbox: Install Model…');
    await pick(page(), BERT);
    await page().keyboard.type(BERT);
    expect(hub.requests.filter(({ url }) => url.includes('search'))).toEqual([]);
    await pick(page(), BERT);
    await acceptPick(page());
    const forms = await pick(page(), /ONNX/);
    expect(forms.title).toBe(`Install ${BERT}`);
    expect(forms.placeholder).toMatch(/licence: apache-2\.0 · English · [0-9a-f]{12} on 127\.0\.0\.1/);
    await pictures(workbench(), 'models-forms');
    await acceptPick(page());
    expect(await notification(page(), 'every file is as it was published')).toContain(BERT);
    expect(fs.existsSync(store('google-bert--bert-base-uncased', 'config.json'))).toBe(true);
    await modelRow(page(), NAME).first().waitFor();
    await pressNotification(page(), 'every file is as it was published', 'Use for…');
    await pick(page(), 'Fill Mask');
    await acceptPick(page());
    await poll(() => modelRows(page())).toContainEqual(
      expect.stringMatching(new RegExp(`^${NAME} .*in use for Fill Mask`)),
    );
    await placeCursor(workbench(), '[MASK]');
    await runCommand(page(), 'Glassbox: Fill Mask');
    expect((await pick(page(), /%/)).title).toContain('google-bert--bert-base-uncased');
    await dismissPick(page());
  });

  test('an install tells how far it is, is paused, and goes on where it was', async () => {
    hub.throttle.bytesPerSecond = 5e5;
    await install(LARGE);
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(/^large \| \d+ % · \d+ kB\/s · .* left$/));
    await pictures(workbench(), 'models-busy', ['light', 'dark', 'contrast'], [1280]);
    await pressRow(page(), LARGE_NAME, 'Pause Install');
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(/^large \| stopped at \d+ %$/));
    const before = hub.sent(/safetensors/);
    hub.throttle.bytesPerSecond = Infinity;
    await pressRow(page(), LARGE_NAME, 'Resume Install');
    expect(await notification(page(), 'every file is as it was published')).toContain(LARGE);
    expect(hub.sent(/safetensors/) - before).toBeLessThan(BYTES - before + 1.1e6);
    expect(fs.readdirSync(store('.incoming'))).toEqual([]);
  });

  test('damage is found, and only the bad file comes anew', async () => {
    const file = store('test--large', 'model.safetensors');
    const bytes = fs.readFileSync(file);
    bytes[1000]! ^= 1;
    fs.writeFileSync(file, bytes);
    await chooseOfRow(page(), LARGE_NAME, 'Verify Model');
    expect(await notification(page(), 'is damaged')).toContain('model.safetensors');
    hub.requests.length = 0;
    await pressNotification(page(), 'is damaged', 'Repair');
    expect(await notification(page(), 'is whole again')).toContain('model.safetensors');
    expect(hub.requests.filter(({ url }) => url.includes('config.json'))).toEqual([]);
    await clearNotifications(page());
    await chooseOfRow(page(), LARGE_NAME, 'Verify Model');
    expect(await notification(page(), 'is whole')).toMatch(/Files: 3,/);
  });

  test('a model is removed when that was affirmed, and says what is free', async () => {
    await chooseOfRow(page(), LARGE_NAME, 'Remove Model');
    await answerDialog(page(), /Remove test\/large\? That frees 30 MB/, 'Remove');
    expect(await notification(page(), 'are free now')).toContain('30 MB');
    expect(fs.existsSync(store('test--large'))).toBe(false);
    await poll(async () => (await modelRows(page())).some((row) => row.startsWith(LARGE_NAME))).toBe(false);
  });

  test('what fails stays in the view with its reason, and can be tried again', async () => {
    hub.faults = [{ path: /safetensors/, kind: 'flip', at: 5000 }];
    await install(LARGE);
    await notification(page(), /another content than its list says/);
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(/^large \| /));
    expect(fs.existsSync(store('test--large'))).toBe(false);
    await pictures(workbench(), 'models-failed', ['light', 'dark', 'contrast'], [1280, 640]);
    await clearNotifications(page());
    hub.faults = [];
    await pressRow(page(), LARGE_NAME, 'Discard Stopped Install');
    await poll(async () => (await modelRows(page())).some((row) => row.startsWith(LARGE_NAME))).toBe(false);
  });

  test('every connection is listed with its reason', async () => {
    await runCommand(page(), 'Glassbox: Show Connections');
    await poll(() => visibleText(page())).toContain('Every connection that Glassbox has made');
    const { text, file } = await workbench().bridge.state();
    expect(file).toMatch(/Connections\.log$/);
    expect(text).toContain(host);
    expect(text).not.toMatch(/drank/);
    await runCommand(page(), 'View: Close Editor');
  });

  test('what can do a task is listed, the present model marked', async () => {
    await runCommand(page(), 'Glassbox: Choose Model…');
    await pick(page(), 'Fill Mask');
    await acceptPick(page());
    const { rows } = await pick(page(), 'works now');
    expect(rows.find(({ description }) => description.includes('works now'))?.label).toBe(BERT);
    expect(rows.some(({ label }) => label === 'answerdotai/ModernBERT-base')).toBe(true);
    await pictures(workbench(), 'models-choose', ['light'], [1280]);
    await dismissPick(page());
  });

  test('nothing is asked of anybody offline, and what is here is shown and works', async () => {
    await workbench().bridge.configure({ 'glassbox.offline': true });
    hub.requests.length = 0;
    await page().locator('.pane-body .message', { hasText: 'Offline' }).waitFor();
    await runCommand(page(), 'Glassbox: Install Model…');
    const { rows, placeholder } = await pick(page(), 'Choose a Folder');
    expect(placeholder).toMatch(/offline/);
    expect(rows.map(({ label }) => label)).toEqual(['Choose a Folder…']);
    await dismissPick(page());
    await placeCursor(workbench(), '[MASK]');
    await runCommand(page(), 'Glassbox: Fill Mask');
    await pick(page(), /%/);
    await dismissPick(page());
    await pictures(workbench(), 'models-offline', ['light'], [640]);
    expect(hub.requests).toEqual([]);
  });
});
