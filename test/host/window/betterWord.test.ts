/* Find a Better Word in the window: the present word among the others, its place and case, Chinese, selections. */
import { beforeEach, describe, expect, test } from 'vitest';
import { editorText, placeAt, placeCursor, placeCursors, selectTexts, undo, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, movePick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { clearNotifications, notification, statusBarItem } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const BETTER = 'Glassbox: Find a Better Word';
const LINES = [
  'The children sat on the bank of the river and watched the boats.',
  'Coffee is what she drinks in the morning.',
  '今天的天气很好，我们去公园。',
  'She went to New York by train last summer.',
];
const TEXT = `${'A line of the notes stands here.\n\n'.repeat(20)}${LINES.join('\n\n')}\n\n    \n`;

const workbench = useWorkbench({ files: { 'notes.txt': TEXT } });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

async function better() {
  await runCommand(page(), BETTER);
  return pick(page(), /%/);
}

describe('Find a Better Word', () => {
  beforeEach(async () => {
    await page().keyboard.press('Escape');
    await clearNotifications(page());
    const text = await editorText(workbench());
    await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(text, text.length), TEXT);
  });

  test('shows the present word with its own probability first, and others instead', async () => {
    await placeCursor(workbench(), 'on the ba');
    const { rows, placeholder } = await better();
    expect(placeholder).toMatch(/^A better word for “bank”/);
    expect(rows[0]).toMatchObject({ label: 'bank', focused: true });
    expect(rows[0]?.description).toMatch(/\d %/);
    expect(rows.filter(({ label }) => label === 'bank')).toHaveLength(1);
    await pictures(workbench(), 'better-word');
    const { label } = await movePick(page(), 1);
    await acceptPick(page());
    await untilText(workbench(), TEXT.replace('bank', label));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('lists words near in meaning first, in the form of the word, then others that fit', async () => {
    await placeCursor(workbench(), 'and wat');
    const { rows } = await better();
    expect(rows[0]?.label).toBe('watched');
    for (const heading of ['Near in meaning', 'Other words that fit']) {
      // The editor keeps a hidden copy of each.
      await expect.poll(() => page().locator(`:text-is("${heading}"):visible`).count()).toBe(1);
    }
    const labels = rows.map(({ label }) => label);
    for (const form of ['saw', 'followed']) expect(labels).toContain(form);
    for (const form of ['watch', 'see', 'follow']) expect(labels).not.toContain(form);
    await pictures(workbench(), 'better-word-groups');
    await dismissPick(page());
  });

  test('is a code action of the word at the cursor, and lights no bulb by itself', async () => {
    await placeCursor(workbench(), 'on the ba');
    await stays(async () => expect(await page().locator('.lightBulbWidget:visible').count()).toBe(0));
    await page().keyboard.press('Control+.');
    await page().locator('.action-widget').getByText('Find a Better Word for “bank”').click();
    const { rows } = await pick(page(), /%/);
    expect(rows[0]?.label).toBe('bank');
    await dismissPick(page());
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('changes nothing when the present word is kept', async () => {
    await placeCursor(workbench(), 'on the ba');
    await better();
    await acceptPick(page());
    await pickClosed(page());
    await statusBarItem(page(), /^\s*Glassbox\s*$/);
    await stays(async () => expect(await editorText(workbench())).toBe(TEXT));
  });

  test('keeps the case of the word', async () => {
    await placeCursor(workbench(), 'Coff');
    await better();
    const { label } = await movePick(page(), 1);
    await acceptPick(page());
    await untilText(workbench(), TEXT.replace('Coffee', label[0]!.toUpperCase() + label.slice(1)));
  });

  test('takes a Chinese word as a whole', async () => {
    await placeCursor(workbench(), '今天的天');
    const { rows, placeholder } = await better();
    expect(placeholder).toContain('“天气”');
    expect(rows[0]?.label).toBe('天气');
    expect(rows[1]?.label).toMatch(/^\p{Script=Han}{2}$/u);
    const { label } = await movePick(page(), 1);
    await acceptPick(page());
    await untilText(workbench(), TEXT.replace('天气', label));
  });

  test('takes a selection of several words', async () => {
    await selectTexts(workbench(), { text: 'New York' });
    const { rows } = await better();
    expect(rows[0]?.label).toBe('New York');
    await dismissPick(page());
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('serves several cursors with one undo', async () => {
    await placeCursors(workbench(), { text: 'on the ba' }, { text: 'in the morn' });
    await better();
    const first = await movePick(page(), 1);
    await acceptPick(page());
    await poll(async () => (await pick(page(), /%/)).rows[0]?.label).toBe('morning');
    const second = await movePick(page(), 1);
    await acceptPick(page());
    await untilText(workbench(), TEXT.replace('bank', first.label).replace('morning', second.label));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('says what to do where there is no word', async () => {
    await placeCursor(workbench(), '    ');
    await runCommand(page(), BETTER);
    expect(await notification(page(), 'There is no word at the cursor.')).toContain('Put the cursor on the word');
  });
});
