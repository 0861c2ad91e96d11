/* Summarize Selection in the window: what becomes of a summary, and which sentences of the text it looked at. */
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { openFile, placeCursor, selectTexts, undo, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { clearNotifications, notification } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** Tiny models with random weights: their summaries are none, but what is shown must be right. */
const MODELS = path.join(ROOT, 'test/golden/families/models');
const SENTENCES = [
  'The children sat on the bank of the river and watched the boats.',
  'She drank a cup of tea in the morning.',
  'When the rain stopped, the dog went home.',
];
const TEXT = `# Notes\n\n${SENTENCES.join(' ')}\n\nThe end.\n`;

const workbench = useWorkbench({ files: { 'note.md': TEXT }, width: 1280 });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const summarize = () => runCommand(page(), 'Glassbox: Summarize Selection');

test('where no model sums up, it says which does', async () => {
  await openFile(workbench(), 'note.md');
  await placeCursor(workbench(), 'children sat');
  await summarize();
  expect(await notification(page(), 'google-t5/t5-small')).toBe(
    'No model here sums texts up. google-t5/t5-small does, and can be installed.',
  );
  await clearNotifications(page());
});

describe('with a model', () => {
  // A setting of the machine: it has a file of its own.
  beforeAll(() =>
    workbench().bridge.configure({ 'glassbox.models.folders': [MODELS], 'glassbox.summarize.model': 'mini-t5' }),
  );

  test('the paragraph at the cursor is summed up, and the summary goes below it, with one undo', async () => {
    await placeCursor(workbench(), 'children sat');
    await summarize();
    const { rows, title } = await pick(page(), 'Insert Below');
    expect(title).toBe('Summary · mini-t5');
    expect(rows.slice(0, 3).map(({ label }) => label)).toEqual(['Insert Below', 'Open Beside', 'Copy']);
    await pictures(workbench(), 'summarize');
    await acceptPick(page());
    const { text } = await untilText(workbench(), /home\.\n\n(?!The end)[^\n]/);
    expect(text.startsWith(TEXT.slice(0, TEXT.indexOf('\n\nThe end')))).toBe(true);
    expect(text.endsWith('\n\nThe end.\n')).toBe(true);
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('of a sentence of the summary the sentences that it looked at are listed, and led to', async () => {
    await selectTexts(workbench(), { text: SENTENCES.join(' ') });
    await summarize();
    await pick(page(), 'Insert Below');
    for (let at = 0; at < 3; at++) await page().keyboard.press('ArrowDown');
    await acceptPick(page());
    await poll(async () => (await pick(page(), /%/)).placeholder).toBe('Go to a sentence that it looked at');
    const { rows } = await pick(page(), /%/);
    expect(rows.map(({ label }) => label).sort()).toEqual([...SENTENCES].sort());
    const shares = rows.map(({ description }) => Number(/[\d.]+/.exec(description)![0]));
    expect(shares).toEqual([...shares].sort((one, other) => other - one));
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    await pictures(workbench(), 'summarize-sources');
    await acceptPick(page());
    const start = TEXT.indexOf(rows[0]!.label) - TEXT.indexOf(SENTENCES[0]!);
    await poll(async () => (await workbench().bridge.state()).selections[0]?.anchor).toEqual({
      line: 2,
      character: start,
    });
    await untilText(workbench(), TEXT);
  });

  test('is among the code actions of a selection, not of a word', async () => {
    const actions = async () => {
      await page().keyboard.press('Control+Shift+r');
      const rows = page().locator('.action-widget .monaco-list-row');
      await rows
        .first()
        .waitFor({ timeout: 5000 })
        .catch(() => undefined);
      const titles = await rows.allInnerTexts();
      await page().keyboard.press('Escape');
      return titles.map((title) => title.replaceAll('\u00a0', ' ').trim());
    };
    await selectTexts(workbench(), { text: SENTENCES[0]! });
    await poll(actions).toEqual(
      expect.arrayContaining([
        'Summarize Selection',
        'Classify Selection or Lines',
        'Find Names',
        'Ask About This Text',
      ]),
    );
    await selectTexts(workbench(), { text: 'river' });
    expect(await actions()).not.toContain('Summarize Selection');
  });

  test('leaving changes nothing', async () => {
    await placeCursor(workbench(), 'children sat');
    await summarize();
    await pick(page(), 'Insert Below');
    await dismissPick(page());
    await untilText(workbench(), TEXT);
  });
});
