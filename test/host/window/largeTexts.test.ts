/* The writers' commands in a document of 5 MB and in the cells of a notebook. */
import { describe, expect, test } from 'vitest';
import { editorText, focusEditor, openFile, placeCursor, selectTexts, undo, untilText } from '../lib/editor.js';
import { acceptPick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { picture } from '../lib/pictures.js';
import { answerDialog, clearNotifications, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const SENTENCE = 'I would like a **cup** of coffee.';
const MASKED = 'She drank a cup of [MASK] in the morning.';
const FILLER = 'The *children* sat on the [bank](bank.md) of the river, and `watched` the boats.\n\n'.repeat(31_000);
/** 5 MB; what is worked at stands in the middle. */
const LARGE = `${FILLER}${SENTENCE}\n\n${MASKED}\n\n${FILLER}`;
const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'markdown', metadata: {}, source: [`# Coffee\n`, '\n', SENTENCE] },
    { cell_type: 'code', metadata: {}, source: [`# ${MASKED}\n`, 'y = 2'], outputs: [], execution_count: null },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 2,
});

const workbench = useWorkbench({
  files: { 'start.txt': '', 'large.md': LARGE, 'book.ipynb': NOTEBOOK },
  settings: { 'glassbox.translate.action': 'replace' },
});
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });

async function translate({ isLong = false } = {}) {
  await runCommand(page(), 'Glassbox: Translate Selection');
  if (isLong) await answerDialog(page(), /translating it takes long/, 'Translate');
  await pick(page(), '→');
  await page().keyboard.type('German');
  await poll(async () => (await pick(page())).rows[0]?.label).toBe('German');
  await acceptPick(page());
}

describe('a document of 5 MB', () => {
  test('has a mask filled, with one undo', async () => {
    await openFile(workbench(), 'large.md');
    await placeCursor(workbench(), 'a cup of ', 'after');
    await runCommand(page(), 'Glassbox: Fill Mask');
    const { label } = (await pick(page(), /%/)).rows[0]!;
    await acceptPick(page());
    await untilText(workbench(), LARGE.replace('[MASK]', label));
    await undo(workbench());
    await untilText(workbench(), LARGE);
  });

  test('has a sentence translated, its signs with it, with one undo', async () => {
    await selectTexts(workbench(), { text: SENTENCE });
    await translate();
    const changed = async () => {
      const text = await editorText(workbench());
      return text === LARGE ? '' : text.slice(FILLER.length, text.indexOf(MASKED) - 2);
    };
    await poll(changed).toMatch(/^Ich .*\*\*\S+\*\*.*\.$/);
    expect((await editorText(workbench())).endsWith(FILLER)).toBe(true);
    await undo(workbench());
    await untilText(workbench(), LARGE);
  });

  test('is translated as a whole until that is cancelled, and nothing is lost', async () => {
    await focusEditor(workbench());
    await page().keyboard.press('Control+a');
    await translate({ isLong: true });
    const frame = await webview(page(), '#review .list .pair');
    await poll(() => frame.locator('.list .pair').count()).toBeGreaterThan(2);
    await picture(workbench(), 'review-large');
    await frame.getByRole('button', { name: 'Cancel' }).click();
    await poll(() => frame.locator('.ended').innerText()).toMatch(/Cancelled/);
    await page().locator('.tab', { hasText: 'Translation of' }).click();
    await workbench().bridge.command('workbench.action.closeActiveEditor');
    await clearNotifications(page());
    await focusEditor(workbench());
    await untilText(workbench(), LARGE);
  });
});

describe('a notebook', () => {
  const cell = (text: string) => page().locator('.notebook-editor .cell .view-line', { hasText: text });

  test('has a mask in a comment filled', async () => {
    await openFile(workbench(), 'book.ipynb');
    await cell('She drank').click();
    await page().keyboard.press('Home');
    await runCommand(page(), 'Glassbox: Fill Mask');
    const { label } = (await pick(page(), /%/)).rows[0]!;
    await acceptPick(page());
    await pickClosed(page());
    await untilText(workbench(), `# ${MASKED.replace('[MASK]', label)}\ny = 2`);
  });

  test('has a cell of text translated', async () => {
    // The first cell, which is a page until it is edited; by commands, since keys may come before the cell before is left.
    for (const id of ['notebook.cell.quitEdit', 'notebook.focusTop', 'notebook.cell.edit'])
      await workbench().bridge.command(id);
    await cell('I would like').click();
    await page().keyboard.press('Home');
    await page().keyboard.press('Shift+End');
    await translate();
    await untilText(workbench(), /^# Coffee\n\nIch .*\*\*\S+\*\*.*\.$/);
  });
});
