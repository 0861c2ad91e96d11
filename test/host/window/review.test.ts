/* The review of a translation in the window: its page beside the text, what goes in, the comparison, a glossary's faults. */
import type { Frame } from 'playwright-core';
import { beforeEach, describe, expect, test } from 'vitest';
import { editorText, focusEditor, placeAt, selectTexts, undo, untilText } from '../lib/editor.js';
import { acceptPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { clearNotifications, notification, notificationButtons, pressNotification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const TRANSLATE = 'Glassbox: Translate Selection';
const SENTENCES = [
  'The house is small.',
  'My brother has three books.',
  'We go to school tomorrow morning.',
  'Where is the train station?',
  'I would like a cup of coffee.',
  'The children sat on the bank of the river.',
  'They watched the boats.',
];
const TEXT = `# Notes\n\n${SENTENCES.join(' ')}\n\nThe end.\n`;
const LONG = 'The little girl walked to the old house and looked for her small brown dog. '.repeat(60);
const GLOSSARY = 'source,target,case\nboats,Schiffe\nhouse,\ncoffee,"Kaffee\n';

const workbench = useWorkbench({
  files: { 'notes.md': TEXT, 'terms.csv': GLOSSARY },
  settings: { 'editor.wordWrap': 'on' },
});
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

/** The file's text, wherever the keyboard is. */
async function written(): Promise<string> {
  const documents = await workbench().bridge.documents();
  return documents.find(({ uri }) => uri.startsWith('file:') && uri.endsWith('notes.md'))?.text ?? '';
}

async function setText(text: string) {
  const old = await editorText(workbench());
  await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(old, old.length), text);
}

/** Translates the selection into German, up to what is then shown. */
async function translate() {
  await runCommand(page(), TRANSLATE);
  await pick(page(), '→');
  await page().keyboard.type('German');
  await poll(async () => (await pick(page())).rows[0]?.label).toBe('German');
  await acceptPick(page());
}

const shown = (selector: string): Promise<Frame> => webview(page(), `#review ${selector}`);
const ended = async (frame: Frame) =>
  poll(() => frame.locator('.ended').innerText()).toMatch(/All is translated|Cancelled/);
const row = (frame: Frame, source: string) => frame.locator('.list .pair', { hasText: source });
const closed = () => poll(() => page().locator('.tab', { hasText: 'Translation of' }).count()).toBe(0);

async function selectAll() {
  await selectTexts(workbench(), { text: SENTENCES.join(' ') });
}

describe('a short translation', () => {
  test('is reviewed when that is chosen', async () => {
    await selectTexts(workbench(), { text: SENTENCES[0]! });
    await translate();
    await pick(page(), 'Review Sentence by Sentence');
    await page().keyboard.type('Review');
    await poll(async () => (await pick(page())).rows[0]?.label).toBe('Review Sentence by Sentence');
    await acceptPick(page());
    const frame = await shown('.list .pair');
    await ended(frame);
    expect(await frame.locator('.list .pair').count()).toBe(1);
    await frame.getByRole('button', { name: 'Put into the Text' }).click();
    await untilText(workbench(), /Das Haus ist klein\. My brother/);
    await closed();
  });
});

describe('a long translation', () => {
  beforeEach(async () => {
    await clearNotifications(page());
    await focusEditor(workbench());
    await setText(TEXT);
  });

  test('is reviewed, edited, kept here and there, compared, and goes in with one undo', async () => {
    await selectAll();
    await translate();
    const frame = await shown('.list .pair');
    await ended(frame);
    expect(await frame.locator('.list .pair').count()).toBe(SENTENCES.length);
    await pictures(workbench(), 'review', undefined, [1440, 900]);

    await row(frame, 'The house is small.').locator('textarea').fill('Klein ist das Haus.');
    await row(frame, 'I would like').getByRole('button', { name: 'Keep the Source' }).click();
    await row(frame, 'They watched').getByRole('button', { name: 'Again' }).click();
    await poll(() => frame.locator('.announced').innerText()).toMatch(/Translated anew|nothing else/);
    await row(frame, 'Where is').getByRole('button', { name: 'Alternatives' }).click();
    await row(frame, 'Where is').locator('.piece').first().waitFor();
    await pictures(workbench(), 'review-decided', ['dark'], [1440]);

    await frame.getByRole('button', { name: 'Show as Diff' }).click();
    await page().locator('.diff-editor, .monaco-diff-editor').first().waitFor();
    await poll(async () => (await workbench().bridge.documents()).map(({ uri }) => uri).join()).toContain(
      'glassbox-proposed:',
    );
    const proposed = () =>
      workbench()
        .bridge.documents()
        .then((all) => all.find(({ uri }) => uri.startsWith('glassbox-proposed:'))?.text ?? '');
    await poll(proposed).toContain('Klein ist das Haus.');
    expect(await written()).toBe(TEXT);
    await pictures(workbench(), 'review-diff', ['light'], [1440]);
    const wanted = await proposed();

    await frame.getByRole('button', { name: 'Put into the Text' }).click();
    await poll(written).toBe(wanted);
    expect(wanted).toMatch(/^# Notes\n\nKlein ist das Haus\. .* I would like a cup of coffee\. .*\n\nThe end\.\n$/);
    await closed();
    await focusEditor(workbench());
    await poll(async () => (await workbench().bridge.state()).file).toContain('notes.md');
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('leaves out what was changed meanwhile, and names it', async () => {
    await selectAll();
    await translate();
    const frame = await shown('.list .pair');
    await ended(frame);
    await focusEditor(workbench());
    const line = 2;
    const at = SENTENCES.join(' ').indexOf('three');
    await workbench().bridge.edit({ line, character: at }, { line, character: at + 5 }, 'four');
    await poll(() => row(frame, 'My brother').locator('.notes').innerText()).toContain('this sentence is left out');
    await frame.getByRole('button', { name: 'Put into the Text' }).click();
    await poll(written).toMatch(/My brother has four books\. Wir /);
    expect(await notification(page(), 'left out')).toContain('My brother has three books.');
    await closed();
  });

  test('keeps what is done when it is cancelled', async () => {
    await setText(LONG);
    await page().keyboard.press('Control+a');
    await translate();
    const frame = await shown('.list .pair');
    await poll(() => frame.locator('.list .pair').count()).toBeGreaterThan(2);
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await ended(frame);
    await pictures(workbench(), 'review-cancelled', ['dark'], [900]);
    const count = await frame.locator('.list .pair').count();
    expect(count).toBeLessThan(60);
    await stays(async () => expect(await written()).toBe(LONG));
    await frame.getByRole('button', { name: 'Put into the Text' }).click();
    await poll(written).not.toContain(LONG);
    const text = await written();
    expect(text.split('The little girl').length - 1).toBe(60 - count);
    expect(text.endsWith(LONG.slice(-500))).toBe(true);
    await closed();
    await focusEditor(workbench());
    await undo(workbench());
    await untilText(workbench(), LONG);
  });

  test('can be opened again after it was closed', async () => {
    await selectAll();
    await translate();
    const frame = await shown('.list .pair');
    await ended(frame);
    await row(frame, 'The house is small.').locator('textarea').fill('Klein ist das Haus.');
    await page().locator('.tab', { hasText: 'Translation of' }).click();
    await workbench().bridge.command('workbench.action.closeActiveEditor');
    await pressNotification(page(), 'nothing of it was put in', 'Open Again');
    const again = await shown('.list .pair');
    expect(await row(again, 'The house is small.').locator('textarea').inputValue()).toBe('Klein ist das Haus.');
    await again.getByRole('button', { name: 'Put into the Text' }).click();
    await poll(written).toContain('Klein ist das Haus.');
    await closed();
  });
});

describe('a glossary', () => {
  test('names its faults by line; without these lines it serves', async () => {
    await clearNotifications(page());
    await focusEditor(workbench());
    await setText(TEXT);
    await workbench().bridge.configure({
      'glassbox.translation.glossary': 'terms.csv',
      'glassbox.translation.review': 'never',
      'glassbox.translate.action': 'replace',
    });
    await selectTexts(workbench(), { text: 'They watched the boats.' });
    await translate();
    const told = await notification(page(), 'The glossary terms.csv');
    expect(told).toContain('line 3: “house” has no translation');
    expect(told).toContain('line 4: a quotation mark is not closed');
    expect(await notificationButtons(page(), 'The glossary')).toEqual([
      'Open Glossary',
      'Translate without These Lines',
    ]);
    await pressNotification(page(), 'The glossary', 'Translate without These Lines');
    await poll(written).toMatch(/Schiffe/);
    await workbench().bridge.configure({
      'glassbox.translation.glossary': null,
      'glassbox.translation.review': null,
      'glassbox.translate.action': null,
    });
  });

  test('breaks none of its page’s rules', () => {
    expect(workbench().windowErrors.filter((error) => /Content Security Policy|review/i.test(error))).toEqual([]);
  });
});
