/* Translate Selection in the window: languages, what becomes of a translation, several selections, a text that changes. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  editorText,
  focusEditor,
  openFile,
  placeAt,
  placeCursor,
  selectTexts,
  undo,
  untilText,
} from '../lib/editor.js';
import { engineRunning, killEngine, slowed } from '../lib/engineProcess.js';
import { acceptPick, dismissPick, movePick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { picture, pictures } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import {
  clearNotifications,
  notification,
  notificationButtons,
  pressNotification,
  statusBarItem,
} from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const TRANSLATE = 'Glassbox: Translate Selection';
const TEXT = [
  '# Notes',
  '',
  'The children sat on the bank of the river. They watched the boats.',
  '',
  '- Where is the train station?',
  '- I would like a cup of coffee.',
  '',
  'Die Kinder saßen am Ufer. Wo ist der Bahnhof?',
  '',
].join('\n');
const LONG = 'The little girl walked to the old house and looked for her small brown dog. '.repeat(40);

const workbench = useWorkbench({
  files: { 'notes.md': TEXT, 'other.md': 'I would like a cup of coffee.\n' },
  settings: { 'editor.wordWrap': 'on' },
});
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());

async function setText(text: string) {
  const old = await editorText(workbench());
  await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(old, old.length), text);
}

/** Translates the selection into a language of the list, up to what is then asked. */
async function translate(language: string) {
  await runCommand(page(), TRANSLATE);
  await pick(page(), '→');
  await page().keyboard.type(language);
  await poll(async () => (await pick(page())).rows[0]?.label).toBe(language);
  await acceptPick(page());
}

async function translated(language: string) {
  await translate(language);
  return pick(page(), 'Insert Below');
}

describe('Translate Selection', () => {
  beforeEach(async () => {
    await page().keyboard.press('Escape');
    await clearNotifications(page());
    await focusEditor(workbench());
    await setText(TEXT);
  });

  test('begins with what suits the text, and remembers', async () => {
    await selectTexts(workbench(), { text: 'Wo ist der Bahnhof?' });
    await runCommand(page(), TRANSLATE);
    const german = await pick(page(), '→');
    expect(german.title).toBe('Translate with t5-mini');
    expect(german.rows[0]).toMatchObject({ label: 'English', description: 'German → English' });
    await pictures(workbench(), 'translate-languages');
    await dismissPick(page());

    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await translated('French');
    await dismissPick(page());
    await runCommand(page(), TRANSLATE);
    const { rows } = await pick(page(), 'Last used');
    expect(rows[0]).toMatchObject({ label: 'French', description: 'English → French', focused: true });
    await dismissPick(page());
  });

  test('replaces the selection as one undo', async () => {
    await selectTexts(workbench(), { text: 'The children sat on the bank of the river. They watched the boats.' });
    const asked = await translated('German');
    expect(asked.title).toMatch(/^German · t5-mini · [\d.]+ s( · sentences in doubt: \d of 2)?$/);
    const translation = asked.rows[0]!.detail;
    expect(translation).toMatch(/^[A-ZÄÖÜ].*\. [A-ZÄÖÜ].*\.$/);
    await pictures(workbench(), 'translate-ask');
    await acceptPick(page());
    await untilText(
      workbench(),
      TEXT.replace('The children sat on the bank of the river. They watched the boats.', translation),
    );
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('keeps what lies between the sentences', async () => {
    const list = '- Where is the train station?\n- I would like a cup of coffee.';
    await selectTexts(workbench(), { text: list });
    await translated('German');
    await acceptPick(page());
    await untilText(workbench(), /boats\.\n\n- Wo [^\n]+\?\n- Ich [^\n]+\.\n\nDie Kinder/);
  });

  test('inserts several selections’ translations below, with one undo', async () => {
    await selectTexts(workbench(), { text: 'Where is the train station?' }, { text: 'I would like a cup of coffee.' });
    await translated('German');
    await movePick(page(), 1);
    await acceptPick(page());
    await untilText(
      workbench(),
      /- Where is the train station\?\n\n {2}Wo [^\n]+\?\n\n- I would like a cup of coffee\.\n\n {2}Ich [^\n]+\.\n\n/,
    );
    await picture(workbench(), 'translate-below');
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('opens beside, and copies', async () => {
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await translated('German');
    await movePick(page(), 3);
    await acceptPick(page());
    await poll(clipboard).toMatch(/^Wo .*\?$/);

    await focusEditor(workbench());
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await translated('German');
    await movePick(page(), 2);
    await acceptPick(page());
    await poll(async () => (await workbench().bridge.state()).file).not.toContain('notes.md');
    await untilText(workbench(), /^Wo .*\?$/);
    await workbench().bridge.command('workbench.action.revertAndCloseActiveEditor');
    await focusEditor(workbench());
    await poll(async () => (await workbench().bridge.state()).file).toContain('notes.md');
  });

  test('does by the setting what is not asked', async () => {
    await workbench().bridge.configure({ 'glassbox.translate.action': 'replace' });
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await translate('German');
    await untilText(workbench(), /- Wo [^\n]+\?\n- I would/);
    await workbench().bridge.configure({ 'glassbox.translate.action': null });
  });

  test('refuses a language that the model does not know, with the way on', async () => {
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await runCommand(page(), TRANSLATE);
    await pick(page(), '→');
    await page().keyboard.type('Klingon');
    const { rows } = await pick(page(), 'Klingon');
    expect(rows[0]?.label).toContain('t5-mini does not know “Klingon”');
    expect(rows[0]?.detail).toContain('another model in the settings');
    await dismissPick(page());
  });

  test('offers the sentence or the paragraph when nothing is selected', async () => {
    await placeCursor(workbench(), 'They watched');
    await runCommand(page(), TRANSLATE);
    const { title, rows } = await pick(page(), 'The sentence at the cursor');
    expect(title).toBe('Nothing is selected');
    expect(rows.map(({ detail }) => detail).slice(0, 2)).toEqual([
      'They watched the boats.',
      'The children sat on the bank of the river. They watched the boats.',
    ]);
    await picture(workbench(), 'translate-nothing');
    await acceptPick(page());
    await pick(page(), '→');
    await acceptPick(page());
    await pick(page(), 'Insert Below');
    await acceptPick(page());
    await untilText(workbench(), /The children sat on the bank of the river\. (?!They)[^\n]+\n/);
  });

  test('shows how far it is and stops at once when cancelled', async () => {
    await setText(LONG);
    await page().keyboard.press('Control+a');
    // A fast engine would be done before the notification can be pressed.
    const letRun = slowed(await engineRunning(workbench().server.pid));
    try {
      await translate('German');
      expect(await notification(page(), 'Translating into German')).toMatch(/sentence \d+ of 40|loading|Translating/);
      await page()
        .locator('.notification-toast', { hasText: /sentence \d+ of 40/ })
        .first()
        .waitFor();
      await picture(workbench(), 'translate-progress');
      await pressNotification(page(), 'Translating into German', 'Cancel');
    } finally {
      letRun();
    }
    await page().locator('.notification-toast', { hasText: 'Translating' }).waitFor({ state: 'hidden', timeout: 3000 });
    await statusBarItem(page(), /^\s*Glassbox\s*$/);
    await stays(async () => expect(await editorText(workbench())).toBe(LONG));
    expect(await page().locator('.notification-toast').count()).toBe(0);
  });

  test('puts the translation where its text has moved to', async () => {
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await translated('German');
    await workbench().bridge.edit({ line: 0, character: 0 }, { line: 0, character: 0 }, 'A new line.\n\n');
    await acceptPick(page());
    await untilText(workbench(), /^A new line\.\n\n# Notes[^]+- Wo [^\n]+\?\n- I would/);
  });

  test('offers the translation when its text is gone, and writes over nothing', async () => {
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await translated('German');
    await workbench().bridge.edit({ line: 4, character: 2 }, { line: 4, character: 7 }, 'Who');
    const changed = await editorText(workbench());
    await acceptPick(page());
    await pickClosed(page());
    const gone = 'was changed or closed meanwhile';
    await notification(page(), gone);
    expect(await notificationButtons(page(), gone)).toEqual(['Copy Result', 'Insert at Cursor']);
    expect(await editorText(workbench())).toBe(changed);
    await pressNotification(page(), gone, 'Copy Result');
    await poll(clipboard).toMatch(/^Wo .*\?$/);
  });

  test('offers the translation when its document was closed', async () => {
    await openFile(workbench(), 'other.md');
    await selectTexts(workbench(), { text: 'I would like a cup of coffee.' });
    await translated('German');
    await workbench().bridge.command('workbench.action.closeActiveEditor');
    await poll(async () => (await workbench().bridge.state()).file).toContain('notes.md');
    await page().locator('.quick-input-widget:visible input[type="text"]').focus();
    await acceptPick(page());
    const gone = 'was changed or closed meanwhile';
    await notification(page(), gone);
    await focusEditor(workbench());
    await page().keyboard.press('Control+Home');
    await pressNotification(page(), gone, 'Insert at Cursor');
    await untilText(workbench(), /^Ich [^\n]+\.# Notes\n/);
  });

  test('loses nothing when the engine dies, and goes on', async () => {
    await setText(LONG);
    await page().keyboard.press('Control+a');
    await translate('German');
    await page()
      .locator('.notification-toast', { hasText: /sentence \d+ of 40/ })
      .first()
      .waitFor();
    await killEngine(workbench().server.pid);
    expect(await notification(page(), 'The engine stopped while it worked')).toContain('your text is as it was');
    expect(await editorText(workbench())).toBe(LONG);
    await setText(TEXT);
    await selectTexts(workbench(), { text: 'Where is the train station?' });
    await pressNotification(page(), 'The engine stopped', 'Try Again');
    await pick(page(), '→');
    await acceptPick(page());
    await pick(page(), 'Insert Below');
    await acceptPick(page());
    await untilText(workbench(), /- Wo [^\n]+\?\n- I would/);
  });
});
