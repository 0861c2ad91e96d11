/* Texts of strangers (settings, models, recipes, documents) in a workspace that is not trusted: none of them acts. */
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { FLOAT, encodeNode } from '../../../src/engine/onnx/protobuf/write.js';
import { onnxModel } from '../../model/onnx/onnxModel.js';
import { DecodingWindow } from '../lib/decodingView.js';
import { focusEditor, placeCursor, selectTexts } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { clickForeign, foreignLinks, LINK, watchLinks } from '../lib/links.js';
import { acceptPick, dismissPick, pick, runCommand } from '../lib/palette.js';
import { picture } from '../lib/pictures.js';
import { answerTrust, clearNotifications, hover, notification, statusBarItem } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** Names of folders, which are the models' ids. */
const BERT = `www.evil.example ${LINK} bert`;
const T5 = `$(flame) ${LINK} t5`;

const NOTE = `She drank a cup of [MASK] in the morning.

Every ${LINK} is www.evil.example or $(flame) to us.
`;

/** What a workspace may set, each with something that it does not take. */
const SETTINGS = {
  'glassbox.engine.idleMinutes': LINK,
  'glassbox.fillMask.candidates': LINK,
  'glassbox.fillMask.model': LINK,
  'glassbox.continueText.strategy': `$(flame) ${LINK}`,
  'glassbox.translate.action': `${'\n'.repeat(40)}${LINK}`,
  'glassbox.attention.text': `\u202e${LINK}`,
  'glassbox.hover.layer': { [LINK]: LINK },
  'glassbox.hover.head': [LINK],
  'glassbox.hover.languages': [LINK, 5],
};

const recipes = (change: object, recipe: object = {}) =>
  JSON.stringify({
    format: 'glassbox-recipes',
    version: 1,
    recipes: [{ name: LINK, decoding: { strategy: 'greedy' }, ...recipe }],
    ...change,
  });

const workbench = useWorkbench({
  files: {
    'note.md': NOTE,
    '.vscode/settings.json': JSON.stringify(SETTINGS),
    'version.json': recipes({ version: LINK }),
    'field.json': recipes({}, { [LINK]: 1 }),
    'broken.json': `{"a": ${LINK}}`,
  },
  trust: true,
});
const page = () => workbench().page;
const models = (...parts: string[]) => path.join(workbench().folder, 'models', ...parts);
const golden = (name: string) => path.join(ROOT, 'test/golden/models', name);

/** Puts a user's model there that is a copy of another but for some files. */
function model(name: string, of: string, files: Record<string, string | Uint8Array> = {}): void {
  fs.cpSync(of, models(name), { recursive: true });
  for (const [file, content] of Object.entries(files)) fs.writeFileSync(models(name, file), content);
}

/** A model's config or tokenizer with some fields changed. */
const changed = (file: string, change: object) =>
  JSON.stringify({ ...(JSON.parse(fs.readFileSync(golden(file), 'utf8')) as object), ...change });

/** A graph with an operator that onnxruntime does not know, and names. */
function oddGraph(): Uint8Array {
  const [bytes] = onnxModel({
    nodes: [encodeNode(LINK, ['input_ids'], ['logits'])],
    weights: {},
    inputs: { input_ids: { type: FLOAT, dims: [1] } },
    outputs: { logits: { type: FLOAT, dims: [1] } },
  });
  return bytes;
}

/** A text without what keeps it from acting, and with plain spaces. */
const plain = (text: string) => text.replaceAll('\u2060', '').replaceAll('\u00a0', ' ');

let scenes = 0;

/** After a scene: the stranger's words were clicked, and nothing came of it. */
async function nothingActs(name?: string): Promise<void> {
  scenes += 1;
  if (name !== undefined) await picture(workbench(), `foreign-${name}`);
  await clickForeign(page());
  expect(await foreignLinks(page())).toEqual([]);
  expect(await workbench().bridge.acted()).toBe(0);
}

/** Runs *Fill Mask* with a user's model, which is told about. */
async function fillWith(name: string, told: RegExp): Promise<string> {
  await workbench().bridge.configure({ 'glassbox.fillMask.model': name });
  await placeCursor(workbench(), 'a cup of ');
  await runCommand(page(), 'Glassbox: Fill Mask');
  return notification(page(), told);
}

beforeAll(async () => {
  await watchLinks(page());
  await answerTrust(page(), false);
  model(BERT, golden('tiny-bert'));
  const task_specific_params = { german: { prefix: 'translate English to German: ' } };
  model(T5, golden('tiny-t5'), { 'config.json': changed('tiny-t5/config.json', { task_specific_params }) });
  model('config', golden('tiny-bert'), { 'config.json': LINK });
  model('field', golden('tiny-bert'), { 'config.json': changed('tiny-bert/config.json', { vocab_size: LINK }) });
  model('type', golden('tiny-bert'), {
    'config.json': changed('tiny-bert/config.json', { model_type: LINK, architectures: [LINK] }),
  });
  model('tokenizer', golden('tiny-bert'), {
    'tokenizer.json': changed('tiny-bert/tokenizer.json', { normalizer: { type: LINK } }),
  });
  model('graph', golden('tiny-bert'), { 'onnx/model.onnx': oddGraph() });
  await workbench().bridge.configure({ 'glassbox.models.folders': [models()] });
});
afterEach(async () => {
  await page().mouse.move(0, 0);
  await clearNotifications(page());
});

describe('settings of the workspace', () => {
  test('are told by their kind', async () => {
    expect((await workbench().bridge.environment()).trusted).toBe(false);
    // It was said when the window opened, and may have left the corner since.
    await runCommand(page(), 'Notifications: Show Notifications');
    const told = page().locator('.notifications-center .notification-list-item', { hasText: 'engine.idleMinutes' });
    expect(plain(await told.innerText())).toContain('is another text, which is out of range');
    await nothingActs('setting');
    await runCommand(page(), 'Notifications: Clear All Notifications');
  });

  test('do not choose a model, and their number of rows is told', async () => {
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page(), 'Glassbox: Fill Mask');
    expect((await pick(page(), /%/)).title).toContain('bert-mini');
    await dismissPick(page());
    await notification(page(), 'fillMask.candidates');
    await nothingActs();
  });

  test('of the hover are told', async () => {
    await hover(page(), 'morning', 'looks at');
    expect(await notification(page(), 'hover.layer')).toContain('is an object');
    expect(await notification(page(), 'hover.head')).toContain('is a list of other values');
    await nothingActs();
    expect(await page().locator('.monaco-hover img[alt*="Arcs"]').getAttribute('alt')).not.toContain('\\');
  });

  test.each([
    ['Continue Text', 'continueText.strategy'],
    ['Show Attention', 'attention.text'],
  ])('of %s are told', async (command, setting) => {
    await placeCursor(workbench(), 'in the morning');
    await runCommand(page(), `Glassbox: ${command}`);
    await notification(page(), setting);
    await nothingActs();
    await focusEditor(workbench());
    await page().keyboard.press('Escape');
  });
});

describe('texts of a document', () => {
  test('in the list of what to translate', async () => {
    await placeCursor(workbench(), 'Every');
    await runCommand(page(), 'Glassbox: Translate Selection');
    const { rows } = await pick(page(), 'The sentence at the cursor');
    expect(plain(rows[0]?.detail ?? '')).toContain(`Every ${LINK} is www.evil.example or $(flame)`);
    await nothingActs('sources');
    await dismissPick(page());
  });

  test('in the list of better words', async () => {
    await selectTexts(workbench(), { text: LINK });
    await runCommand(page(), 'Glassbox: Find a Better Word');
    const { rows } = await pick(page(), /%/);
    expect(plain(rows[0]?.label ?? '')).toBe(LINK);
    await nothingActs('better-word');
    await dismissPick(page());
  });

  test('that are typed into a list', async () => {
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page(), 'Glassbox: Fill Mask');
    await pick(page(), /%/);
    await page().keyboard.type(`$(flame)${LINK}`);
    await pick(page(), 'Repair');
    await nothingActs();
    await dismissPick(page());
  });

  test('in the hover', async () => {
    const text = await hover(page(), 'us.', 'looks at');
    expect(text).toMatch(/bert-mini/);
    await nothingActs('hover');
    await hover(page(), 'Repair', 'looks at');
    await nothingActs();
  });
});

describe('a model', () => {
  test.each([
    ['that there is none of', LINK, /was not found/],
    ['with a config that is no JSON', 'config', /broken/],
    ['with a bad field in its config', 'field', /broken/],
    ['of an odd type', 'type', /cannot do that/],
    ['with an odd tokenizer', 'tokenizer', /Repair/],
    ['with an odd graph', 'graph', /broken/],
  ])('%s is told', async (_, name, told) => {
    await fillWith(name, told);
    await nothingActs(`model-${name.replace(/\W+/g, '-')}`);
  });

  test('with an odd name is in the list’s title, the engine’s state and the status bar', async () => {
    await workbench().bridge.configure({ 'glassbox.fillMask.model': BERT });
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page(), 'Glassbox: Fill Mask');
    expect((await pick(page(), /%/)).title).toContain('www.evil.example');
    await nothingActs();
    await dismissPick(page());
    await runCommand(page(), 'Glassbox: Show Engine State');
    // The list is filled when the engine has told.
    const labels = async () => (await pick(page(), 'flame')).rows.map(({ label }) => plain(label));
    await expect.poll(labels, { timeout: 20_000 }).toEqual(expect.arrayContaining([BERT, T5]));
    await nothingActs('state');
    await dismissPick(page());
    await (await statusBarItem(page(), 'Glassbox')).hover();
    await page().locator('.monaco-hover:not(.hidden)', { hasText: 'www.evil.example' }).waitFor();
    await nothingActs('status');
    await workbench().bridge.configure({ 'glassbox.fillMask.model': null });
  });

  test('that the hover cannot use is told in it', async () => {
    await workbench().bridge.configure({ 'glassbox.attention.model': `${LINK} www.evil.example` });
    const text = await hover(page(), 'morning', 'There is no model');
    expect(text).toContain(LINK);
    await nothingActs('hover-problem');
    await workbench().bridge.configure({ 'glassbox.attention.model': null });
  });

  test('translates into a language that it does not know, and tells how far it is', async () => {
    await workbench().bridge.configure({ 'glassbox.translate.model': T5 });
    await selectTexts(workbench(), { text: LINK });
    await runCommand(page(), 'Glassbox: Translate Selection');
    expect((await pick(page(), 'English → German')).title).toMatch(/Translate with .*Repair/);
    await page().keyboard.type(`$(flame)${LINK}`);
    await pick(page(), 'Repair');
    await nothingActs('language');
    await page().locator('.quick-input-widget:visible input').fill('');
    // By what it says: a row that is used again may have hidden text of another.
    await page()
      .locator('.quick-input-widget:visible')
      .getByRole('option', { name: 'Repair' })
      .waitFor({ state: 'detached' });
    await acceptPick(page());
    await notification(page(), 'translate.action');
    await pick(page(), 'Insert Below');
    await nothingActs('translation');
    await dismissPick(page());
    await workbench().bridge.configure({ 'glassbox.translate.model': null });
  });
});

describe('a file of recipes', () => {
  const view = new DecodingWindow(workbench);
  const importFile = async (name: string) => {
    await view.choose('More actions', 'Import Recipes');
    await answerFileDialog(page(), path.join(workbench().folder, name));
  };
  beforeAll(() => view.open());

  test.each([
    ['version.json', 'its version is'],
    ['field.json', 'is an unknown field'],
    ['broken.json', 'it is no JSON'],
  ])('that is refused says why: %s', async (name, why) => {
    await importFile(name);
    await notification(page(), why);
    await nothingActs(`recipes-${name.replace('.json', '')}`);
  });

  test('names no model of the workspace’s, until it is trusted', async () => {
    const amateur = path.join(workbench().folder, 'elsewhere/amateur');
    fs.cpSync(path.join(ROOT, 'models/gpt2-mini-amateur'), amateur, { recursive: true });
    const content = recipes({}, { decoding: { strategy: 'contrastiveDecoding', amateur } });
    fs.writeFileSync(path.join(workbench().folder, 'amateur.json'), content);
    await importFile('amateur.json');
    await view.poll(async () => (await view.cards()).length).toBe(1);
    await view.prompt('Once upon a time');
    await view.press(/^Run/);
    await view
      .poll(async () => (await view.cards())[0]?.notes ?? '')
      .toMatch(/not trusted.*glassbox\.models\.folders/s);
    await nothingActs('not-trusted');
    await runCommand(page(), 'Workspaces: Manage Workspace Trust');
    await page().locator('.workspace-trust-editor').getByRole('button', { name: 'Trust', exact: true }).click();
    await view.poll(async () => (await workbench().bridge.environment()).trusted).toBe(true);
    // The editor of trust lies over the window.
    await workbench().bridge.command('workbench.action.closeModalEditor');
    await page().locator('.workspace-trust-editor').waitFor({ state: 'hidden' });
    await view.press(/^Run/);
    await view.done();
    expect((await view.cards())[0]?.text.trim()).not.toBe('');
  });
});

test('there were twenty scenes and more', () => {
  expect(scenes).toBeGreaterThanOrEqual(20);
});

test('a text that is not made plain would have been found', async () => {
  await workbench().bridge.say(`A careless text: ${LINK} $(flame)`);
  await notification(page(), 'A careless text');
  expect(await clickForeign(page())).toBe(1);
  expect(await foreignLinks(page())).toHaveLength(1);
  await expect.poll(() => workbench().bridge.acted()).toBe(1);
});
