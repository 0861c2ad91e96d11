/* Models where more than one has a say: a workspace that is not trusted, other windows, owners, sticks and Python. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { buildChild, startChild } from '../../hub/children.js';
import { fileContent, generated, sha256, startHub, type Content } from '../../hub/index.js';
import { differences, filesBelow } from '../../hub/installing.js';
import { answerFolderDialog } from '../lib/fileDialog.js';
import { modelRows, openModels, pressRow } from '../lib/modelsView.js';
import { acceptPick, movePick, pick, runCommand } from '../lib/palette.js';
import { answerDialog, answerTrust, clearNotifications, notification, pressNotification } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const BERT = 'google-bert/bert-base-uncased';
const LARGE = 'test/large';
const BROKEN_OFF = 'test/broken-off';
const GATED = 'test/gated';
const TOKEN = 'hf_ReadsGatedModels';
const BYTES = 20e6;
const WHOLE = 'every file is as it was published';
const SENTENCE = 'She drank a cup of [MASK] in the morning.';
const BERT_FILES = path.join(ROOT, 'models/bert-mini');
const GPT2_FILES = path.join(ROOT, 'models/gpt2-mini');
const T5_FILES = path.join(ROOT, 'models/t5-mini');

const home = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-models-'));
const store = (...names: string[]) => path.join(home, 'models', ...names);

/** A model that is long to download and is never run. */
const longModel = (seed: number) => ({
  'config.json': JSON.stringify({ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'] }),
  'model.safetensors': generated(BYTES, seed),
  'tokenizer.json': '{}',
});

const hub = await startHub({
  models: { [BERT]: BERT_FILES, [LARGE]: longModel(1), [BROKEN_OFF]: longModel(2), [GATED]: T5_FILES },
  about: { [GATED]: { gated: 'manual', readers: [TOKEN] } },
  tokens: [TOKEN],
});
const { host } = new URL(hub.endpoint);
/** One that nobody but the workspace names. */
const foreignHub = await startHub({ models: { [BERT]: BERT_FILES } });

const env = { GLASSBOX_HOME: home, HF_ENDPOINT: hub.endpoint, HF_HUB_CACHE: path.join(home, 'cache') };
const settings = { 'glassbox.offline': false };
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

beforeEach(() => {
  hub.throttle.bytesPerSecond = Infinity;
});

afterAll(async () => {
  await Promise.all([hub.close(), foreignHub.close()]);
  fs.rmSync(home, { recursive: true, force: true });
});

type Page = Parameters<typeof openModels>[0];

/** Opens the list of models, types a model and takes it. @param row what its row says */
async function choose(page: Page, typed: string, row: string): Promise<void> {
  await runCommand(page, 'Glassbox: Install Model…');
  await pick(page, '≈');
  await page.keyboard.type(typed);
  await pick(page, row);
  await acceptPick(page);
}

/** Chooses a model and its first form. */
async function install(page: Page, id: string): Promise<void> {
  await choose(page, id, id === BERT ? id : `Install ${id}`);
  await pick(page, /safetensors|ONNX/);
  await acceptPick(page);
}

/** The files of a folder, to compare with. */
const filesOf = (folder: string) =>
  filesBelow(folder).map((name) => [name, fileContent(path.join(folder, name))] as [string, Content]);

/** Puts a model where Python's huggingface_hub would have downloaded it: blobs by their sums, and links to them. */
function cacheAsPython(id: string, folder: string): string {
  const place = path.join(home, 'cache', `models--${id.replace('/', '--')}`);
  const commit = 'c'.repeat(40);
  for (const [name, content] of filesOf(folder)) {
    const blob = path.join(place, 'blobs', sha256(content));
    const link = path.join(place, 'snapshots', commit, name);
    for (const file of [blob, link]) fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.copyFileSync(path.join(folder, name), blob);
    fs.symlinkSync(path.relative(path.dirname(link), blob), link);
  }
  fs.mkdirSync(path.join(place, 'refs'));
  fs.writeFileSync(path.join(place, 'refs/main'), commit);
  return place;
}

describe('an untrusted workspace', () => {
  const planted = path.join(home, 'foreign/planted');
  fs.cpSync(BERT_FILES, planted, { recursive: true });
  const ofWorkspace = {
    'glassbox.models.hub': foreignHub.endpoint,
    'glassbox.models.storage': path.join(home, 'foreign/store'),
    'glassbox.models.folders': [path.dirname(planted)],
    'glassbox.fillMask.model': planted,
  };
  const workbench = useWorkbench({
    files: { 'note.txt': `${SENTENCE}\n`, '.vscode/settings.json': JSON.stringify(ofWorkspace) },
    settings,
    env,
    trust: true,
  });

  test('names no folder, no store and no hub: what the user installs comes from the user’s hub to the user’s store', async () => {
    const { page, bridge } = workbench();
    await answerTrust(page, false);
    expect((await bridge.environment()).trusted).toBe(false);
    await openModels(page);
    const countOf = async () =>
      Number((await modelRows(page)).map((row) => /^Installed \| (\d+)$/.exec(row)?.[1]).find(Boolean));
    const before = await countOf();
    await choose(page, BERT, BERT);
    expect((await pick(page, /ONNX/)).placeholder).toContain(host);
    await acceptPick(page);
    expect(await notification(page, WHOLE)).toContain(BERT);
    expect(differences(store('google-bert--bert-base-uncased'), filesOf(BERT_FILES))).toEqual([]);
    expect(fs.existsSync(ofWorkspace['glassbox.models.storage'])).toBe(false);
    expect(foreignHub.requests).toEqual([]);
    await poll(countOf).toBe(before + 1);
    expect((await modelRows(page)).filter((row) => row.startsWith('planted'))).toEqual([]);
  });

  test('an installed model serves by its hub’s id there, a folder does not', async () => {
    const { bridge } = workbench();
    expect(await bridge.api('fillMask', { text: SENTENCE, model: planted })).toMatchObject({ code: 'not-trusted' });
    const served = await bridge.api('fillMask', { text: SENTENCE, model: BERT });
    expect(served.value).toMatchObject({ model: 'google-bert--bert-base-uncased' });
  });
});

describe('a store that others have a hand in', () => {
  const workbench = useWorkbench({ files: { 'note.txt': `${SENTENCE}\n` }, settings, env });
  const page = () => workbench().page;

  const continuing: unknown = expect.stringMatching(/^notes-gpt2 \| .*in use for Continue Text$/);

  beforeEach(() => clearNotifications(page()));

  test('what another window installs is shown as that, and is there when it is done', async () => {
    await openModels(page());
    hub.throttle.bytesPerSecond = 4e5;
    // A process of its own stands for the other window: a second VS Code would use the same code on the same folder.
    const [action, form] = ['install', 'safetensors'] as const;
    const job = { action, form, endpoint: hub.endpoint, folder: store(), id: LARGE, timeouts: {} };
    const other = startChild(await buildChild(home), job);
    await other.said(({ event }) => event === 'progress');
    await runCommand(page(), 'View: Show Explorer');
    await openModels(page());
    const isElsewhere = /^large \| (\d+) % · another window is at it$/;
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(isElsewhere));
    const percent = async () =>
      Number((await modelRows(page())).map((row) => isElsewhere.exec(row)?.[1]).find(Boolean));
    const before = await percent();
    // Nobody asks for it: the row follows the other window by itself.
    await poll(percent).toBeGreaterThan(before);
    await install(page(), LARGE);
    expect(await notification(page(), 'is at work on')).toContain(LARGE);
    hub.throttle.bytesPerSecond = Infinity;
    expect((await other.ended)?.error).toBeNull();
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(/^large \| 20 MB/));
    expect((await modelRows(page())).filter((row) => row.startsWith('large'))).toHaveLength(1);
  });

  test('an install that ended with its window is shown as stopped, and goes on where it was', async () => {
    hub.throttle.bytesPerSecond = 1e6;
    await install(page(), BROKEN_OFF);
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(/^broken-off \| [1-9]\d % · /));
    await Promise.all([page().waitForEvent('load'), runCommand(page(), 'Developer: Reload Window')]);
    await workbench().bridge.ready();
    await openModels(page());
    const isStopped = /^broken-off \| stopped at ([1-9]\d) %$/;
    await poll(() => modelRows(page())).toContainEqual(expect.stringMatching(isStopped));
    expect(fs.existsSync(store('test--broken-off'))).toBe(false);
    hub.throttle.bytesPerSecond = Infinity;
    await pressRow(page(), 'broken-off', 'Resume Install');
    expect(await notification(page(), WHOLE)).toContain(BROKEN_OFF);
    expect(hub.sent(/broken-off.*safetensors/)).toBeLessThan(BYTES + 1e6);
    const files = [...hub.commit(BROKEN_OFF).files.values()].map(({ path: name, content }) => [name, content] as const);
    expect(
      differences(
        store('test--broken-off'),
        files.map(([name, content]) => [name, content]),
      ),
    ).toEqual([]);
    expect(fs.readdirSync(store('.incoming'))).toEqual([]);
  });

  test('a gated model tells how access is got and leads to its page', async () => {
    await choose(page(), GATED, `Install ${GATED}`);
    const { rows } = await pick(page(), 'access on request');
    expect(rows[0]?.detail).toContain(`Accept the conditions on its page on ${host}`);
    expect(rows.map(({ label }) => label)).toContain('Set Hub Token…');
    const opened = page().context().waitForEvent('page');
    await acceptPick(page());
    const tab = await opened;
    await poll(() => tab.url()).toContain(`/${GATED}/tree/${hub.commit(GATED).sha}`);
    await tab.close();
    expect(fs.existsSync(store('test--gated'))).toBe(false);
  });

  test('with a token a gated model is installed, and none but the hub itself gets the token', async () => {
    await choose(page(), GATED, `Install ${GATED}`);
    await pick(page(), 'Set Hub Token…');
    expect((await movePick(page(), 1)).label).toBe('Set Hub Token…');
    await acceptPick(page());
    const field = page().locator('.quick-input-widget:visible input[type="password"]');
    await field.waitFor();
    await field.fill(TOKEN);
    await page().keyboard.press('Enter');
    await page()
      .locator('.statusbar-item', { hasText: `The token for ${host} is kept` })
      .waitFor();
    hub.requests.length = 0;
    await choose(page(), GATED, `Install ${GATED}`);
    const forms = await pick(page(), /ONNX/);
    expect(forms.rows.filter(({ label }) => label.includes('Token'))).toEqual([]);
    await acceptPick(page());
    expect(await notification(page(), WHOLE)).toContain(GATED);
    expect(differences(store('test--gated'), filesOf(T5_FILES))).toEqual([]);
    const asked = (name: 'hub' | 'cdn') =>
      new Set(hub.requests.filter((seen) => seen.host === name).map(({ authorization }) => authorization));
    expect(asked('hub')).toEqual(new Set([`Bearer ${TOKEN}`]));
    expect(asked('cdn')).toEqual(new Set([null]));
    expect(fs.readFileSync(path.join(home, 'connections.jsonl'), 'utf8')).not.toContain(TOKEN);
  });

  test('a model on a stick is installed by its path, without a connection', async () => {
    const stick = path.join(home, 'stick/notes-gpt2');
    fs.cpSync(GPT2_FILES, stick, { recursive: true });
    await openModels(page());
    hub.requests.length = 0;
    await choose(page(), stick, `Install from ${stick}`);
    await pick(page(), 'Copy It');
    await acceptPick(page());
    await pressNotification(page(), WHOLE, 'Use for…');
    await pick(page(), 'Continue Text');
    await acceptPick(page());
    fs.rmSync(path.dirname(stick), { recursive: true });
    expect(differences(store('notes-gpt2'), filesOf(GPT2_FILES))).toEqual([]);
    await poll(() => modelRows(page())).toContainEqual(continuing);
    expect(hub.requests).toEqual([]);
  });

  test('what Python has as well is found, and serves in the place of the copy that goes', async () => {
    const cached = cacheAsPython('acme/notes-gpt2', GPT2_FILES);
    await runCommand(page(), 'Glassbox: Find Duplicate Downloads');
    const { title, rows } = await pick(page(), 'notes-gpt2');
    expect(title).toBe('Duplicate Downloads: 9 MB too much');
    expect(rows.map(({ label }) => label)).toEqual(['notes-gpt2']);
    expect(rows[0]?.detail).toContain(cached);
    await acceptPick(page());
    await answerDialog(page(), /Remove the installed copy of notes-gpt2\? .* and the other copy serves/, 'Remove');
    await notification(page(), 'are free now');
    expect(fs.existsSync(store('notes-gpt2'))).toBe(false);
    await poll(() => modelRows(page())).toContainEqual(continuing);
    const asked = { text: 'Once upon a time', decoding: { strategy: 'greedy' }, maxNewTokens: 2 };
    const { value } = await workbench().bridge.api('generate', { ...asked, model: 'acme/notes-gpt2' });
    expect(value).toMatchObject({ model: 'acme--notes-gpt2' });
  });

  test('all models move to another folder, and serve from there', async () => {
    const target = path.join(workbench().folder, 'moved');
    fs.mkdirSync(target);
    const before = fs.readdirSync(store()).filter((name) => !name.startsWith('.'));
    expect(before).toContain('test--large');
    await runCommand(page(), 'Glassbox: Move Model Storage…');
    await answerFolderDialog(page(), target, 'Move Models Here');
    expect(await notification(page(), 'The models are in')).toContain(target);
    expect(fs.readdirSync(target).filter((name) => !name.startsWith('.'))).toEqual(before);
    expect(fs.existsSync(store('test--large'))).toBe(false);
    const served = await workbench().bridge.api('fillMask', { text: SENTENCE, model: BERT });
    expect(served.value).toMatchObject({ model: 'google-bert--bert-base-uncased' });
  });
});
