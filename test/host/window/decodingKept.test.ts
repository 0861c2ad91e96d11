/* The comparison outlives its pages and the engine: hidden, wide, reloaded, also without a folder, the engine killed;
 * saved and read again. */
import fs from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { DecodingWindow } from '../lib/decodingView.js';
import { placeCursor } from '../lib/editor.js';
import { enginePids, killEngine } from '../lib/engineProcess.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { untilStored } from '../lib/stored.js';
import { notification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const workbench = useWorkbench({
  files: {
    'story.txt': 'When the rain stopped, the children\n',
    'other.json': '{"recipes": []}',
    'foreign.txt': 'no recipes',
    // Listed, though it cannot be loaded.
    'models/another/config.json': '{ "model_type": "gpt2", "architectures": ["GPT2LMHeadModel"] }',
    'models/another/tokenizer.json': '{}',
    'models/another/onnx/model.onnx': 'not a model',
  },
});
const view = new DecodingWindow(workbench);
const page = () => workbench().page;

const answerFile = (name: string) => answerFileDialog(page(), path.join(workbench().folder, name));

const saved = (name: string) => fs.readFileSync(path.join(workbench().folder, name), 'utf8');

describe('the comparison', () => {
  beforeAll(async () => {
    await placeCursor(workbench(), 'the children');
    await view.open();
  });

  test('stays when the view is hidden, and runs go on meanwhile', async () => {
    await view.prompt('Once upon a time, there was');
    await view.press(/^Run/);
    await page().keyboard.press('Control+Shift+e');
    await page().locator('iframe.webview.ready').first().waitFor({ state: 'hidden' });
    await view.open();
    await view.done();
    const cards = await view.cards();
    expect(cards).toHaveLength(4);
    for (const { text } of cards) expect(text.trim()).not.toBe('');
    expect(await (await view.frame()).locator('textarea').inputValue()).toBe('Once upon a time, there was');
  });

  test('stands wide in an editor tab, too', async () => {
    const before = await view.cards();
    await page().keyboard.press('Control+Shift+e');
    await runCommand(page(), 'Glassbox: Open Decoding in an Editor Tab');
    await webview(page(), '#decoding .decoding');
    await view.poll(async () => (await view.cards()).map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    await pictures(workbench(), 'decoding-wide', undefined, [1440]);
    const table = (await view.frame()).locator('.measures .sideways');
    const { height } = page().viewportSize()!;
    for (const width of [1440, 1100, 800]) {
      await page().setViewportSize({ width, height });
      await view.poll(() => table.evaluate((one) => one.scrollWidth - one.clientWidth)).toBe(0);
      expect(await table.locator('thead button').last().isVisible()).toBe(true);
    }
    await page().setViewportSize({ width: 1280, height });
    await runCommand(page(), 'View: Close Editor');
    await view.open();
  });

  test('comes back after a reload of the window without running again', async () => {
    const before = await view.cards();
    await untilStored(page(), 'Once upon a time, there was');
    await page().reload();
    await workbench().bridge.ready();
    await view.open();
    await view.poll(async () => (await view.cards()).map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    expect(await (await view.frame()).locator('textarea').inputValue()).toBe('Once upon a time, there was');
    expect(await (await view.frame()).locator('li.card[aria-busy="true"]').count()).toBe(0);
  });

  test('says of each run that the engine was killed, and starts them again', async () => {
    const frame = await view.frame();
    await view.choose('Presets', 'Nine strategies');
    await view.poll(async () => (await view.cards()).length).toBe(9);
    await view.act(8, 'Remove');
    await frame
      .getByRole('spinbutton', { name: /length/i })
      .first()
      .fill('400');
    await page().keyboard.press('Tab');
    await view.press(/^Run 8/);
    await view.poll(() => frame.locator('li.card[aria-busy="true"] .piece').count()).toBeGreaterThan(8);
    const pid = await killEngine(workbench().server.pid);
    await view.poll(() => frame.locator('.banner').innerText()).toMatch(/engine ended/i);
    const failed = (await view.cards()).filter(({ notes }) => /engine ended/i.test(notes));
    expect(failed.length).toBeGreaterThan(4);
    await pictures(workbench(), 'decoding-killed', ['dark'], [1280]);
    await frame
      .getByRole('spinbutton', { name: /length/i })
      .first()
      .fill('20');
    await page().keyboard.press('Tab');
    await frame.locator('.banner').getByRole('button', { name: 'Start Again' }).click();
    // They are done before they begin again, too.
    await view.poll(async () => (await view.cards()).some(({ notes }) => /engine ended/i.test(notes))).toBe(false);
    await view.done();
    expect(enginePids(workbench().server.pid)).not.toContain(pid);
  });

  test('lists the models of folders that were set during runs, once they are over', async () => {
    const frame = await view.frame();
    const { bridge, folder } = workbench();
    const length = frame.getByRole('spinbutton', { name: /length/i }).first();
    await length.fill('400');
    await page().keyboard.press('Tab');
    await view.press(/^Run 8/);
    await view.poll(() => frame.locator('li.card[aria-busy="true"] .piece').count()).toBeGreaterThan(8);
    await bridge.configure({ 'glassbox.models.folders': [`${folder}/models`] });
    const models = frame.getByRole('combobox', { name: 'Model' }).locator('option');
    await view.poll(() => models.allInnerTexts()).toContain('another');
    await bridge.configure({ 'glassbox.models.folders': null });
    await view.poll(() => models.allInnerTexts()).not.toContain('another');
    await length.fill('20');
    await page().keyboard.press('Tab');
    await view.press(/^Run 8/);
    await view.done();
  });

  test('is saved as Markdown and HTML, and its recipes as JSON, which are read again', async () => {
    const titles = (await view.cards()).map(({ title }) => title);
    await view.choose('More actions', 'Save Comparison as Markdown …');
    await answerFile('comparison.md');
    await view.poll(() => Promise.resolve(fs.readdirSync(workbench().folder))).toContain('comparison.md');
    expect(saved('comparison.md')).toContain('Once upon a time, there was');
    await view.choose('More actions', 'Save Comparison as HTML …');
    await answerFile('comparison.html');
    await view.poll(() => Promise.resolve(fs.readdirSync(workbench().folder))).toContain('comparison.html');
    expect(saved('comparison.html')).toMatch(/^<!doctype html>/i);
    await view.choose('More actions', 'Save Recipes as JSON …');
    await answerFile('recipes.json');
    await view.poll(() => Promise.resolve(fs.readdirSync(workbench().folder))).toContain('recipes.json');
    await view.choose('Presets', 'Repetition and its penalty');
    await view.poll(async () => (await view.cards()).length).toBe(3);
    await view.choose('More actions', 'Import Recipes');
    await answerFile('recipes.json');
    await view.poll(async () => (await view.cards()).map(({ title }) => title)).toEqual(titles);
  });

  test('refuses a file that holds no recipes', async () => {
    await view.choose('More actions', 'Import Recipes');
    await answerFile('other.json');
    expect(await notification(page(), 'not imported')).toMatch(/no "format": "glassbox-recipes"/);
    expect(await view.cards()).toHaveLength(8);
  });
});

describe('a window without a folder', () => {
  const storage = () => {
    const { folder } = workbench().server;
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
    const own = files.filter((file) => /globalStorage[\\/][^\\/]+[\\/]decoding[\\/][^\\/]+\.json$/.test(file));
    return own.map((file) => fs.readFileSync(path.join(folder, file), 'utf8'));
  };

  test('has its comparison after a reload, too', async () => {
    const empty = new URL('/?ew=true', page().url());
    await page().goto(empty.href);
    await workbench().bridge.ready();
    await view.open();
    await view.prompt('In the evening, the old man');
    await view.run();
    const before = await view.cards();
    expect(before).toHaveLength(4);
    await view
      .poll(() => Promise.resolve(storage().map((file) => file.match(/"status":"done"/g)?.length)))
      .toEqual([4]);
    expect(storage()[0]).toContain('In the evening, the old man');
    await page().reload();
    await workbench().bridge.ready();
    await view.open();
    await view.poll(async () => (await view.cards()).map(({ text }) => text)).toEqual(before.map(({ text }) => text));
    expect(await (await view.frame()).locator('textarea').inputValue()).toBe('In the evening, the old man');
    expect(await (await view.frame()).locator('li.card[aria-busy="true"]').count()).toBe(0);
  });
});
