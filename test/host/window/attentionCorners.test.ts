/* Show Attention in less common places: a notebook's cell, a comment in code, a panel that is closed during a run. */
import { describe, expect, test } from 'vitest';
import { focusEditor, openFile, placeCursor, selectTexts } from '../lib/editor.js';
import { engineRunning, slowed } from '../lib/engineProcess.js';
import { runCommand } from '../lib/palette.js';
import { statusBarItem, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const SHOW = 'Glassbox: Show Attention';
const STORY = 'When the rain stopped, the children went home.';
const LONG = Array.from({ length: 30 }, (_, index) => `The ${index + 1}th child saw a boat on the river.`).join(' ');

const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: 'code', metadata: {}, source: ['x = 1'], outputs: [], execution_count: null },
    { cell_type: 'code', metadata: {}, source: [`# ${STORY}\n`, 'y = 2'], outputs: [], execution_count: null },
  ],
  metadata: { language_info: { name: 'python' } },
  nbformat: 4,
  nbformat_minor: 2,
});

const workbench = useWorkbench({
  files: {
    'long.txt': LONG,
    'code.ts': `// ${STORY}\nexport const y = 2;\n`,
    'book.ipynb': NOTEBOOK,
  },
  settings: { 'editor.wordWrap': 'on' },
  width: 1440,
});
const page = () => workbench().page;
const press = (key: string) => page().keyboard.press(key);
const tabs = () => page().locator('.tabs-container .tab', { hasText: 'Attention' });
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const caption = async () => (await webview(page(), '#attention .caption')).locator('.caption').innerText();
const words = async () => (await webview(page(), '#attention .stage svg')).locator('.stage svg text').allTextContents();

describe('Show Attention', () => {
  test('closed during a run, the panel leaves nothing behind: the run ends, and nobody is told', async () => {
    await placeCursor(workbench(), 'The 1th');
    await runCommand(page(), SHOW);
    await poll(words).toContain('1th');
    // The panel follows the selection: slowed only afterwards, the engine may have answered by then.
    const letRun = slowed(await engineRunning(workbench().server.pid));
    try {
      await selectTexts(workbench(), { text: LONG });
      await runCommand(page(), SHOW);
      await page().locator('.statusbar-item .codicon-loading').first().waitFor();
      await tabs().click({ button: 'middle' });
      await tabs().waitFor({ state: 'detached' });
    } finally {
      letRun();
    }
    await statusBarItem(page(), /^\s*Glassbox\s*$/);
    expect(await page().locator('.notification-toast').count()).toBe(0);
    expect(await page().locator('.editor-instance .view-overlays .cdr[class*="ced-"]').count()).toBe(0);
  });

  test('takes the sentence of a comment, without the code beside it', async () => {
    await openFile(workbench(), 'code.ts');
    await focusEditor(workbench());
    await poll(
      async () =>
        (
          await workbench()
            .bridge.state()
            .catch(() => null)
        )?.file ?? '',
    ).toContain('code.ts');
    await placeCursor(workbench(), 'the rain');
    await runCommand(page(), SHOW);
    await poll(caption).toContain('code.ts, line 1');
    await poll(words).toContain('rain');
    expect(await words()).not.toContain('/');
    await focusEditor(workbench());
  });

  test('works in a cell of a notebook', async () => {
    await openFile(workbench(), 'book.ipynb');
    await page().locator('.notebook-editor .cell .view-line', { hasText: 'children' }).click();
    await press('Home');
    await press('ArrowRight');
    await press('ArrowRight');
    await press('ArrowRight');
    await poll(caption).toContain('book.ipynb, cell 2, line 1');
    await poll(words).toContain('children');
  });
});
