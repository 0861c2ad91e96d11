/* Texts in languages that a model does not know: said, asked about once, and nothing put in. */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { editorText, ghostText, noGhostText, placeCursor, selectTexts, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { picture } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { clearNotifications, notification, notificationButtons, pressNotification } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const GERMAN = 'Die Kinder saßen am Ufer des Flusses und schauten den Booten zu. Dann gingen sie nach Hause';
const TEXT = `${GERMAN}\n\nIch trinke jeden Morgen eine Tasse [MASK] und lese die Zeitung.\n\nДети сидели на берегу реки и смотрели на лодки.\n`;

const workbench = useWorkbench({ files: { 'notes.md': TEXT }, settings: { 'editor.wordWrap': 'on' } });
const page = () => workbench().page;

describe('a text in another language', () => {
  beforeEach(async () => {
    await page().keyboard.press('Escape');
    await clearNotifications(page());
  });

  test('is not continued before the user goes on, and asked about once', async () => {
    await placeCursor(workbench(), 'nach Hause');
    await runCommand(page(), 'Glassbox: Continue Text');
    expect(await notification(page(), 'looks like German')).toContain('gpt2-mini knows English only.');
    expect(await notificationButtons(page(), 'looks like German')).toEqual(['Go On', 'Choose a Model', 'Cancel']);
    await picture(workbench(), 'language-continue');
    await stays(() => noGhostText(page()));
    await pressNotification(page(), 'looks like German', 'Go On');
    await ghostText(page());
    await page().keyboard.press('Escape');
    await noGhostText(page());
    await runCommand(page(), 'Glassbox: Continue Text');
    await ghostText(page());
    await page().keyboard.press('Escape');
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('is not filled before the user goes on', async () => {
    await placeCursor(workbench(), 'eine Tasse ');
    await runCommand(page(), 'Glassbox: Fill Mask');
    expect(await notification(page(), 'looks like German')).toContain('bert-mini knows English, Chinese only.');
    await pickClosed(page());
    await pressNotification(page(), 'looks like German', 'Cancel');
    await stays(() => pickClosed(page()));
    await runCommand(page(), 'Glassbox: Fill Mask');
    await pressNotification(page(), 'looks like German', 'Go On');
    await pick(page(), /%/);
    await dismissPick(page());
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('goes through English where the model knows no direct way, said openly', async () => {
    await selectTexts(workbench(), { text: GERMAN });
    await runCommand(page(), 'Glassbox: Translate Selection');
    await pick(page(), '→');
    await page().keyboard.type('French');
    await expect
      .poll(async () => (await pick(page())).rows[0])
      .toMatchObject({ label: 'French', description: 'German → English → French' });
    await acceptPick(page());
    expect((await pick(page(), 'Insert Below')).title).toMatch(/^German → English → French · t5-mini/);
    await picture(workbench(), 'language-through');
    await dismissPick(page());
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('that the model does not translate is said before it is asked', async () => {
    await selectTexts(workbench(), { text: 'Дети сидели на берегу реки и смотрели на лодки.' });
    await runCommand(page(), 'Glassbox: Translate Selection');
    expect((await pick(page(), '→')).placeholder).toBe(
      'The text looks like Russian, from which t5-mini does not translate.',
    );
    await acceptPick(page());
    await pressNotification(page(), 'looks like Russian', 'Cancel');
    await stays(() => pickClosed(page()));
    await untilText(workbench(), TEXT);
  });
});

describe('a command that reads a text', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'glassbox-english-'));
  const MODELS = path.join(ROOT, 'test/golden/families/models');

  beforeAll(async () => {
    for (const name of ['mini-bert-ner', 'mini-bert-sst2', 'mini-bert-squad', 'mini-t5']) {
      cpSync(path.join(MODELS, name), path.join(folder, name), { recursive: true });
      writeFileSync(path.join(folder, name, 'README.md'), '---\nlanguage: en\n---\n');
    }
    await workbench().bridge.configure({
      'glassbox.models.folders': [folder],
      'glassbox.summarize.model': 'mini-t5',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  beforeEach(async () => {
    await page().keyboard.press('Escape');
    await clearNotifications(page());
    await placeCursor(workbench(), 'des Flusses');
    await selectTexts(workbench(), { text: GERMAN });
  });

  test.each([
    ['Find Names', 'mini-bert-ner'],
    ['Classify Selection or Lines', 'mini-bert-sst2'],
    ['Ask About This Text', 'mini-bert-squad'],
    ['Summarize Selection', 'mini-t5'],
  ])('%s asks before %s reads another language, and once', async (command, model) => {
    await runCommand(page(), `Glassbox: ${command}`);
    expect(await notification(page(), 'looks like German')).toContain(`${model} knows English only.`);
    await pickClosed(page());
    await pressNotification(page(), 'looks like German', 'Cancel');
    await stays(() => pickClosed(page()));
    await runCommand(page(), `Glassbox: ${command}`);
    await pressNotification(page(), 'looks like German', 'Go On');
    // Names are told in their view, which stays; the others ask or list, where the palette was.
    const done = async () => {
      if (command === 'Find Names') return page().locator('.pane:has(h3.title:text-is("Names")) .message').count();
      const inputs = page().locator('.quick-input-widget:visible input[type="text"]');
      const written = await inputs.evaluateAll((all) => all.map((input) => (input as HTMLInputElement).value));
      return written.filter((value) => !value.startsWith('>')).length;
    };
    await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(0);
    await page().keyboard.press('Escape');
    await runCommand(page(), `Glassbox: ${command}`);
    await expect.poll(done, { timeout: 30_000 }).toBeGreaterThan(0);
    expect(await page().locator('.notifications-toasts', { hasText: 'looks like German' }).count()).toBe(0);
    await page().keyboard.press('Escape');
    await untilText(workbench(), TEXT);
  });

  test('Classify by labels of one’s own says what its model knows, and has no other', async () => {
    await selectTexts(workbench(), { text: 'Дети сидели на берегу реки и смотрели на лодки.' });
    await workbench().bridge.configure({ 'glassbox.classify.model': '' });
    await workbench().bridge.configure({ 'glassbox.models.folders': [] });
    await runCommand(page(), 'Glassbox: Classify Selection or Lines');
    await pick(page(), 'Install Model');
    await page().keyboard.type('Labels of Your Own');
    await acceptPick(page());
    await page().locator('.quick-input-widget:visible input[type="text"]').fill('river, city');
    await page().keyboard.press('Enter');
    expect(await notification(page(), 'looks like Russian')).toContain('e5-mini knows');
    expect(await notificationButtons(page(), 'looks like Russian')).toEqual(['Go On', 'Cancel']);
    await pressNotification(page(), 'looks like Russian', 'Go On');
    const { rows } = await pick(page(), /%/);
    expect(rows.map(({ label }) => label)).toEqual(expect.arrayContaining(['river', 'city']));
    await dismissPick(page());
  });
});
