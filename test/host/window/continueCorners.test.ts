/* Continue Text in less common places: Windows line ends, untitled texts, notebooks, within a line, taking while it is written. */
import { describe, expect, test } from 'vitest';
import { editorText, ghostText, noGhostText, openFile, placeCursor, undo, untilText } from '../lib/editor.js';
import { engineRunning, slowed } from '../lib/engineProcess.js';
import { runCommand } from '../lib/palette.js';
import { picture } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { clearNotifications, notification, statusBarItem, webview } from '../lib/window.js';
import { ENDLESS_SAMPLING } from '../lib/settings.js';
import { useWorkbench } from '../lib/workbench.js';

const STORY = 'When the rain stopped, the children';
const CONTINUE = 'Glassbox: Continue Text';

const NOTEBOOK = JSON.stringify({
  cells: [{ cell_type: 'code', metadata: {}, source: [`# ${STORY}`], outputs: [], execution_count: null }],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 2,
});

const workbench = useWorkbench({
  files: {
    'windows.txt': `A line.\r\n\r\n${STORY}\r\nThe end.\r\n`,
    'other.txt': 'Another text stands here.\n',
    'book.ipynb': NOTEBOOK,
    'code.py': `def story():\n    # ${STORY}\n    pass\n`,
  },
  // So hot, a line break is drawn now and then; the texts here are looked for in a line.
  settings: { 'editor.wordWrap': 'on', ...ENDLESS_SAMPLING, 'glassbox.continueText.stop': 'line' },
});

const page = () => workbench().page;
const press = (key: string) => page().keyboard.press(key);
const quiet = () => statusBarItem(page(), /^\s*Glassbox\s*$/);

/** Asks at the end of the story's line and waits for the first words. */
async function ask() {
  await placeCursor(workbench(), 'the children');
  await runCommand(page(), CONTINUE);
  return ghostText(page());
}

describe('Continue Text', () => {
  test('taking all while it is written ends the run, and is one undo', async () => {
    const before = await editorText(workbench());
    await ask(); // starts the engine
    await press('Escape');
    await quiet();
    // A fast engine would have written all 400 tokens before the key is pressed.
    const letRun = slowed(await engineRunning(workbench().server.pid));
    try {
      await ask();
      await press('Tab');
      await untilText(workbench(), /the children[^\r\n]/);
    } finally {
      letRun();
    }
    const text = await editorText(workbench());
    await quiet();
    await noGhostText(page());
    expect(await editorText(workbench())).toBe(text);
    expect(text).toMatch(/the children[^\r\n]+\r\nThe end\.\r\n$/);
    // Nearly even draws: 400 tokens of 5.7 characters on average would be about 2,260.
    expect(text.length).toBeLessThan(1800);
    await undo(workbench());
    await untilText(workbench(), before);
  });

  test('words are taken one after another while it is written', async () => {
    await ask();
    for (let words = 0; words < 6; words++) {
      const before = await editorText(workbench());
      await press('Control+ArrowRight');
      await expect.poll(() => editorText(workbench())).not.toBe(before);
      await ghostText(page());
    }
    await untilText(workbench(), /the children[^\r\n]+\r\nThe end\.\r\n$/);
    await press('Escape');
    await quiet();
    await noGhostText(page());
    // Each word is an undo of its own, unless the editor puts some together.
    for (let i = 0; i < 12 && !(await editorText(workbench())).includes(`${STORY}\r\n`); i++) await undo(workbench());
    expect(await editorText(workbench())).toContain(`${STORY}\r\n`);
  });

  test('moving the cursor away ends the run', async () => {
    await ask();
    await press('Control+Home');
    await noGhostText(page());
    await quiet();
    await placeCursor(workbench(), 'the children');
    await stays(() => noGhostText(page()));
  });

  test('within a word it says where to go', async () => {
    await openFile(workbench(), 'other.txt');
    await placeCursor(workbench(), 'Another te');
    await runCommand(page(), CONTINUE);
    expect(await notification(page(), 'within the word')).toContain('“text”');
    await clearNotifications(page());
    await openFile(workbench(), 'windows.txt');
  });

  test('going to another text ends the run and writes there nothing', async () => {
    await ask();
    await openFile(workbench(), 'other.txt');
    await quiet();
    await stays(() => noGhostText(page()));
    expect(await editorText(workbench())).toBe('Another text stands here.\n');
  });

  test('works in a text without a file', async () => {
    await runCommand(page(), 'File: New Untitled Text File');
    await page().locator('.tab.active', { hasText: 'Untitled' }).waitFor();
    await page().keyboard.type(STORY);
    await runCommand(page(), CONTINUE);
    await ghostText(page());
    await press('Tab');
    await untilText(workbench(), new RegExp(`^${STORY}.`));
    await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('works within a line, in code', async () => {
    await openFile(workbench(), 'code.py');
    await placeCursor(workbench(), 'the rain');
    await runCommand(page(), CONTINUE);
    await ghostText(page());
    await picture(workbench(), 'continue-in-line');
    await press('Tab');
    await untilText(workbench(), /the rain[^\n]+ stopped, the children\n {4}pass\n$/);
    await undo(workbench());
    await quiet();
  });

  test('what was taken while it was written is explained', async () => {
    await openFile(workbench(), 'windows.txt');
    const before = await editorText(workbench());
    await ask();
    await press('Tab');
    const { text } = await untilText(workbench(), /the children[^\r\n]/);
    await runCommand(page(), 'Glassbox: Explain Last Result');
    const frame = await webview(page(), '#explain .generate');
    const taken = /the children([^\r\n]*)/.exec(text)?.[1] ?? '';
    await expect.poll(() => frame.locator('p.taken').innerText()).toContain(taken.trim().slice(0, 10));
    await picture(workbench(), 'continue-explained');
    await undo(workbench());
    await untilText(workbench(), before);
  });

  test('words that were taken one by one count as taken when the cursor goes elsewhere', async () => {
    await openFile(workbench(), 'windows.txt');
    await ask();
    for (let words = 0; words < 2; words++) {
      const { text } = await untilText(workbench(), /the children/);
      await press('Control+ArrowRight');
      await expect.poll(() => editorText(workbench())).not.toBe(text);
      await ghostText(page());
    }
    const taken = /the children([^\r\n]*)/.exec(await editorText(workbench()))?.[1] ?? '';
    expect(taken).not.toBe('');
    await press('Control+Home');
    await noGhostText(page());
    await runCommand(page(), 'Glassbox: Explain Last Result');
    const frame = await webview(page(), '#explain .generate');
    await expect.poll(() => frame.locator('p.taken').innerText()).toContain(taken.trim());
  });

  test('works in a cell of a notebook', async () => {
    // Few, so that the cell's first line stays in sight.
    await workbench().bridge.configure({ 'glassbox.continueText.maxNewTokens': 8 });
    await openFile(workbench(), 'book.ipynb');
    await page().locator('.notebook-editor .cell .view-line', { hasText: 'children' }).click();
    await press('End');
    await runCommand(page(), CONTINUE);
    await ghostText(page());
    await picture(workbench(), 'continue-notebook');
    await press('Tab');
    await page()
      .locator('.notebook-editor .cell .view-line', { hasText: /children./ })
      .first()
      .waitFor();
    await quiet();
    await noGhostText(page());
  });
});
