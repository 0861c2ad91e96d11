/* Explain Last Result in the window: one panel beside the text that follows the last result. */
import type { Frame } from 'playwright-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { focusEditor, ghostText, placeCursor, selectTexts, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, pick, runCommand, wordsOf } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { untilStored } from '../lib/stored.js';
import { clearNotifications, notification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const EXPLAIN = 'Glassbox: Explain Last Result';
const TEXT = [
  'She drank a cup of [MASK] in the morning.',
  '',
  'When the rain stopped, the children',
  '',
  'The house is small. My brother has three books. We go to school tomorrow morning.',
  '',
].join('\n');

const workbench = useWorkbench({
  files: { 'notes.txt': TEXT },
  // Otherwise the file of the address opens in place of what was open.
  settings: {
    'editor.wordWrap': 'on',
    'glassbox.continueText.maxNewTokens': 24,
    'window.restoreWindows': 'preserve',
  },
});
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());
/** The panel is about 600 and 300 pixels wide in these. */
const WIDTHS = [1440, 900];
const tabs = () => page().locator('.tabs-container .tab', { hasText: 'Last Result' });

/** The page once it shows `selector`. */
const shown = (selector: string): Promise<Frame> => webview(page(), `#explain ${selector}`);
const text = (frame: Frame, selector: string) => frame.locator(selector).first().innerText();
/** The file's text, wherever the keyboard is. */
async function written(): Promise<string> {
  const documents = await workbench().bridge.documents();
  return documents.find(({ uri }) => uri.endsWith('notes.txt'))?.text ?? '';
}

describe('Explain Last Result', () => {
  beforeAll(async () => {
    await runCommand(page(), EXPLAIN);
  });

  test('says what to do while there is nothing', async () => {
    const frame = await shown('.empty');
    expect(await text(frame, 'h1')).toBe('Nothing to explain yet');
    await pictures(workbench(), 'explain-empty', ['dark'], [1280]);
  });

  test('shows the candidates of a mask, and what was taken', async () => {
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page(), 'Glassbox: Fill Mask');
    const { rows } = await pick(page(), /%/);
    await acceptPick(page());
    await untilText(workbench(), /a cup of \w+ in/);
    const frame = await shown('.fillMask');
    expect(await text(frame, '.sentence')).toBe('She drank a cup of [MASK] in the morning.');
    const word = rows[0]?.label ?? '';
    expect(await text(frame, 'p.taken')).toBe(`Taken: ${word}`);
    expect(await text(frame, '.row.taken .word')).toContain(word);
    expect(await frame.locator('.row').count()).toBe(wordsOf(rows).length);
    await pictures(workbench(), 'explain-fill', undefined, WIDTHS);
  });

  test('changes its scale by the keyboard', async () => {
    const frame = await shown('.fillMask');
    const width = () =>
      frame
        .locator('.row .bar')
        .last()
        .evaluate((bar) => bar.getBoundingClientRect().width);
    const linear = await width();
    await frame.locator('[data-scale=log]').focus();
    await page().keyboard.press('Enter');
    await poll(width).toBeGreaterThan(linear * 1.5);
    expect(await frame.locator('[data-scale=log]').getAttribute('aria-pressed')).toBe('true');
  });

  test('tells the tokens that the model read', async () => {
    const frame = await shown('.fillMask');
    await frame.locator('.token').first().focus();
    await page().keyboard.press('ArrowRight');
    expect(await text(frame, '.detail')).toMatch(/^she · token 2 · id \d+ · characters 0 to 3 of the text$/);
    await page().keyboard.press('End');
    expect(await text(frame, '.detail')).toContain('[SEP]');
  });

  test('shows a continuation with each token’s alternatives, moved through by the keyboard', async () => {
    await focusEditor(workbench()); // the keyboard was in the panel
    await placeCursor(workbench(), 'the children');
    await runCommand(page(), 'Glassbox: Continue Text');
    await ghostText(page());
    const frame = await shown('.generate');
    expect(await frame.locator('.piece').count()).toBeGreaterThan(1);
    await frame.locator('.piece[tabindex="0"]').focus();
    await page().keyboard.press('ArrowRight');
    expect(await text(frame, '.facts')).toMatch(/token 2 of \d+ · id \d+ · model [\d.]+\s% .*bits$/s);
    expect(await frame.locator('.card tbody tr').count()).toBeGreaterThanOrEqual(5);
    expect(await frame.locator('.piece[aria-selected="true"]').count()).toBe(1);
    await pictures(workbench(), 'explain-continue', undefined, WIDTHS);
  });

  test('comes back as it was left when it was hidden', async () => {
    // The keyboard is in the panel, so that the new text opens over it.
    await runCommand(page(), 'File: New Untitled Text File');
    await poll(() => page().locator('iframe.webview.ready').count()).toBe(0);
    await tabs().click();
    const frame = await shown('.generate');
    expect(await text(frame, '.facts')).toContain('token 2 of');
    expect(await frame.locator('.piece').nth(1).getAttribute('tabindex')).toBe('0');
  });

  test('copies the question and the answer as JSON, and the console command', async () => {
    const frame = await shown('.generate');
    await frame.getByRole('button', { name: 'Copy JSON' }).click();
    await poll(clipboard).toContain('"method": "generate"');
    const copied = JSON.parse(await clipboard()) as { params: { model: string }; value: { sequences: unknown[] } };
    expect(copied.params.model).toBe('gpt2-mini');
    expect(copied.value.sequences).toHaveLength(1);
    expect(await text(frame, '.copied')).toBe('Copied');
    await frame.getByRole('button', { name: 'Copy Command' }).click();
    await poll(clipboard).toMatch(/^npm run --silent engine -- generate '\{.*\}'$/s);
  });

  test('shows a translation sentence by sentence', async () => {
    await focusEditor(workbench());
    await selectTexts(workbench(), { text: TEXT.split('\n')[4] ?? '' });
    await runCommand(page(), 'Glassbox: Translate Selection');
    await pick(page(), '→');
    await page().keyboard.type('German');
    await poll(async () => (await pick(page())).rows[0]?.label).toBe('German');
    await acceptPick(page());
    await pick(page(), 'Insert Below');
    await dismissPick(page());
    const frame = await shown('.translate');
    expect(await frame.locator('.list .pair').count()).toBe(3);
    expect(await text(frame, '.list .source')).toBe('The house is small.');
    expect(await text(frame, '.list .number')).toMatch(/^ln p −\d+\.\d\d$/);
    await pictures(workbench(), 'explain-translate', undefined, WIDTHS);
  });

  test('translates on from another word, puts the sentence into the text with one undo, and offers it when that has changed', async () => {
    await focusEditor(workbench());
    await selectTexts(workbench(), { text: TEXT.split('\n')[4] ?? '' });
    await runCommand(page(), 'Glassbox: Translate Selection');
    await pick(page(), '→');
    await acceptPick(page());
    await pick(page(), 'Insert Below');
    await page().keyboard.type('Insert Below');
    await poll(async () => (await pick(page())).rows[0]?.label).toBe('Insert Below');
    await acceptPick(page());
    await untilText(workbench(), /The house is small\..*\n\nDas Haus ist klein\./);
    const translated = await written();
    const frame = await shown('.translate');
    await frame.getByRole('button', { name: 'Alternatives to Das Haus ist klein.' }).click();
    await frame.locator('.piece', { hasText: 'ist' }).focus();
    await pictures(workbench(), 'explain-alternatives', undefined, WIDTHS);
    // The likeliest of the words that it could have been instead.
    const other = frame.getByRole('button', { name: /^␣.+: translate on from here$/ }).first();
    const word = (await other.innerText()).slice(1);
    await other.click();
    await poll(() => text(frame, '.alternatives .flow')).toContain(`Das Haus ${word}`);
    await poll(() => frame.evaluate(() => document.activeElement?.textContent)).toContain(word);
    const sentence = (await text(frame, '.alternatives .flow')).trim().replace('</s>', '');
    expect(sentence).not.toContain('ist');
    const put = () => frame.getByRole('button', { name: 'Put into the Text' }).click();
    const anew = translated.replace('Das Haus ist klein.', sentence);
    await put();
    await poll(written).toBe(anew);

    await focusEditor(workbench());
    await page().keyboard.press('Control+z');
    await poll(written).toBe(translated);
    // It stands elsewhere now, in the form that it had before the undo.
    await workbench().bridge.edit({ line: 0, character: 0 }, { line: 0, character: 0 }, 'A line above.\n');
    await put();
    await poll(written).toBe(`A line above.\n${anew}`);

    await focusEditor(workbench());
    const line = (await written()).split('\n').findIndex((one) => one.includes(sentence));
    await workbench().bridge.edit({ line, character: 0 }, { line, character: 3 }, 'Dies');
    const changed = await written();
    await frame.getByRole('button', { name: 'Back to the Model’s Own' }).click();
    await poll(() => text(frame, '.alternatives .flow')).toMatch(/Das Haus ist klein/);
    await put();
    expect(await notification(page(), 'was changed or closed meanwhile')).toContain('nothing was written over');
    expect(await written()).toBe(changed);
    await clearNotifications(page());
  });

  test('is one panel, however often it is asked for', async () => {
    await focusEditor(workbench());
    await runCommand(page(), EXPLAIN);
    await poll(() => page().evaluate(() => document.activeElement?.tagName)).toBe('IFRAME');
    expect(await tabs().count()).toBe(1);
  });

  test('comes back after a reload of the window with what it showed', async () => {
    const frame = await shown('.translate');
    const before = await frame.locator('.list .target').allInnerTexts();
    await untilStored(page(), 'glassbox.explain');
    await untilStored(page(), 'The house is small.');
    await page().reload();
    await workbench().bridge.ready();
    const back = await shown('.translate');
    expect(await back.locator('.list .target').allInnerTexts()).toEqual(before);
    expect(await tabs().count()).toBe(1);
  });

  test('breaks none of its page’s rules', () => {
    expect(workbench().windowErrors.filter((error) => /Content Security Policy|explain/i.test(error))).toEqual([]);
  });
});
