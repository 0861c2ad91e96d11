/* Show Surprise in the window: marks, the hover and its words, figures, changes, an engine that is killed. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
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
import { killEngine } from '../lib/engineProcess.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { acceptPick, pick, runCommand } from '../lib/palette.js';
import { pictures, setTheme } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { clearNotifications, hover, statusBarItem, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const SHOW = 'Glassbox: Show Surprise';
const STORY =
  'The children sat on the bank of the river and watched the boats. Their mother had brought bread, cheese and a bottle ' +
  'of xylophones. It was late in the summer.';
const NOTE = `# A quiet day\n\n${STORY}\n\n    quizzical(zebra, xenon)\n\n\`\`\`js\nconst zygote = unobtainium;\n\`\`\`\n`;
const LONG = `${'The old man walked slowly down to the harbour, where the boats were coming in with the tide.\n\n'.repeat(2500)}`;
const SENTENCES = 'The cat sleeps on the sofa.\n\nA cat is asleep on the couch.\nThe bank raised its interest rates.\n';

const workbench = useWorkbench({
  files: { 'note.md': NOTE, 'long.txt': LONG, 'empty.txt': '', 'sentences.txt': SENTENCES },
  settings: {
    'editor.wordWrap': 'on',
    // What the editor marks by itself is no mark of ours.
    'editor.occurrencesHighlight': 'off',
    'editor.selectionHighlight': false,
    'glassbox.hover.enabled': false,
  },
});
const page = () => workbench().page;
const poll = <T>(read: () => T, timeout = 30_000) => expect.poll(read, { timeout });

interface Mark {
  text: string;
  /** the kind of line below, and above */
  below: string;
  above: string;
}

/** The marked words in sight. The editor draws borders below its text, in boxes of their own. */
function marks(): Promise<Mark[]> {
  return page().evaluate(() => {
    const editor = document.querySelector('.editor-instance .monaco-editor');
    const boxes = [...(editor?.querySelectorAll('.view-overlays .cdr') ?? [])].flatMap((box) => {
      const { borderBottomStyle: kind, borderBottomWidth: width } = getComputedStyle(box);
      return kind === 'none' || width === '0px' ? [] : [{ kind, place: box.getBoundingClientRect() }];
    });
    const found: { text: string; below: string; above: string }[] = [];
    for (const line of editor?.querySelectorAll('.view-line') ?? []) {
      // A word that was typed may be several nodes.
      const nodes: { node: Node; start: number }[] = [];
      const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
      let whole = '';
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        nodes.push({ node, start: whole.length });
        whole += node.textContent ?? '';
      }
      for (const { 0: text, index } of whole.matchAll(/[\p{L}\p{N}]+/gu)) {
        const first = nodes.findLast(({ start }) => start <= index)!;
        const last = nodes.findLast(({ start }) => start < index + text.length)!;
        const style = getComputedStyle(first.node.parentElement!);
        const above = style.textDecorationLine.includes('overline') ? style.textDecorationStyle : 'none';
        const range = document.createRange();
        range.setStart(first.node, index - first.start);
        range.setEnd(last.node, index + text.length - last.start);
        const { left, right, top, bottom } = range.getBoundingClientRect();
        const [x, y] = [(left + right) / 2, (top + bottom) / 2];
        const box = boxes.find(({ place }) => place.left < x && x < place.right && place.top < y && y < place.bottom);
        if (box !== undefined || above !== 'none') found.push({ text, below: box?.kind ?? 'none', above });
      }
    }
    return found;
  });
}
const below = async (kind?: string) =>
  (await marks())
    .filter((mark) => mark.below !== 'none' && (kind ?? mark.below) === mark.below)
    .map(({ text }) => text);
const shown = () => page().locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'probability' });

/** Has the note marked, whatever the test before has left. */
async function turnOn(): Promise<void> {
  if ((await marks()).length === 0) await runCommand(page(), SHOW);
  await poll(() => below('double')).toContain('xylophones');
}

describe('Show Surprise', () => {
  beforeEach(async () => {
    await page().keyboard.press('Escape');
    await clearNotifications(page());
    await setTheme(workbench(), 'light');
    await openFile(workbench(), 'note.md');
    const text = await editorText(workbench());
    if (text !== NOTE) {
      await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(text, text.length), NOTE);
      await untilText(workbench(), NOTE);
    }
  });

  test('marks surprising words by three kinds of lines, and no code', async () => {
    await turnOn();
    const all = (await below()).join(' ');
    for (const plain of ['the', 'of']) expect(await below()).not.toContain(plain);
    for (const code of ['quizzical', 'zebra', 'zygote', 'unobtainium']) expect(all).not.toContain(code);
    await statusBarItem(page(), /\d\.\d\sbits\sper\sword/);
    await pictures(workbench(), 'surprise');
  });

  test('says what was expected instead, and puts it in with one undo', async () => {
    await turnOn();
    const text = await hover(page(), 'xylophones', 'probability');
    expect(text).toMatch(/gpt2-mini, from the left: \d\d\.\d bits, probability .* %/);
    expect(text).toMatch(/Expected instead: \w+ [\d.]+\s%/);
    expect(text).toMatch(/expected in place [\d,]+/);
    expect(text).toContain('double line: 12 bits and more');
    await pictures(workbench(), 'surprise-hover', ['light', 'dark', 'contrast'], [1280]);
    await hover(page(), 'xylophones', 'probability');
    const link = shown().locator('a', { hasText: /^\w+$/ }).first();
    const word = await link.innerText();
    await link.click();
    await untilText(workbench(), NOTE.replace('xylophones', word));
    await undo(workbench());
    await untilText(workbench(), NOTE);
  });

  test('has what was expected among the code actions of a marked word, and explains its figures', async () => {
    await turnOn();
    await placeCursor(workbench(), 'of xylo');
    const rows = page().locator('.action-widget .monaco-list-row', { hasText: 'Expected Instead' });
    const asked = async () => {
      // While the text of the test before is scored again there is nothing to ask for.
      await focusEditor(workbench());
      await page().keyboard.press('Control+.');
      return rows
        .first()
        .waitFor({ timeout: 5000 })
        .then(
          () => true,
          () => false,
        );
    };
    await poll(asked, 40_000).toBe(true);
    const title = (await rows.first().innerText()).replaceAll('\u00a0', ' ').trim();
    expect(title).toMatch(/^Expected Instead: “\w+” \([\d.]+ % by gpt2-mini\)$/);
    await pictures(workbench(), 'surprise-actions', ['light'], [1280]);
    await rows.first().click();
    await untilText(workbench(), NOTE.replace('xylophones', /“(\w+)”/.exec(title)![1]!));
    await undo(workbench());
    await untilText(workbench(), NOTE);
    await runCommand(page(), 'Glassbox: Explain Last Result');
    const frame = await webview(page(), '#explain .reading');
    expect(await frame.locator('h1').innerText()).toBe('Show Surprise');
    expect(await frame.locator('.making').innerText()).toContain('from the left');
    expect(await frame.locator('.calls .row', { hasText: 'bits' }).count()).toBeGreaterThan(10);
    await pictures(workbench(), 'surprise-explain', ['light', 'dark', 'contrast'], [1280]);
    await runCommand(page(), 'View: Close Editor');
  });

  test('scores again what was changed', async () => {
    await turnOn();
    await selectTexts(workbench(), { text: 'xylophones' });
    await page().keyboard.type('water');
    await poll(() => below('double')).not.toContain('xylophones');
    await selectTexts(workbench(), { text: 'watched' });
    await page().keyboard.type('unscrewed');
    await poll(async () => (await below()).join(' ')).toContain('unscrewed');
  });

  test('goes on when the engine is killed', async () => {
    await turnOn();
    await killEngine(workbench().server.pid);
    await selectTexts(workbench(), { text: 'watched' });
    await page().keyboard.type('unscrewed');
    await poll(async () => (await below()).join(' ')).toContain('unscrewed');
  });

  test('lists figures, sets two models side by side, and exports', async () => {
    await turnOn();
    await selectTexts(workbench(), { text: STORY });
    await runCommand(page(), 'Glassbox: Surprise in Figures');
    const { rows } = await pick(page(), /Paragraph/);
    const labels = rows.map(({ label }) => label);
    for (const label of ['Selection', 'Paragraph', 'Document']) expect(labels.join('|')).toContain(label);
    await pictures(workbench(), 'surprise-figures', ['light', 'contrast'], [1280]);
    await page().keyboard.type('xylophones');
    await poll(async () => (await pick(page())).rows[0]?.description).toMatch(/^\d\d\.\d bits · line 3$/);
    await acceptPick(page());
    await poll(async () => (await workbench().bridge.state()).selections[0]?.active.character).toBe(
      STORY.indexOf('xylophones') + 'xylophones'.length,
    );
    await runCommand(page(), 'Glassbox: Surprise in Figures');
    await pick(page(), /Paragraph/);
    await page().keyboard.type('Mark by both');
    await poll(async () => (await pick(page())).rows[0]?.label).toMatch(/^Mark by both/);
    await acceptPick(page());
    await poll(async () => (await marks()).filter(({ above }) => above !== 'none').length, 60_000).toBeGreaterThan(0);
    expect(await below('double')).toContain('xylophones');
    const text = await hover(page(), 'xylophones', 'from both sides');
    expect(text).toMatch(/bert-mini, from both sides: [\d.]+ bits/);
    await pictures(workbench(), 'surprise-both');
    await runCommand(page(), 'Glassbox: Surprise in Figures');
    await pick(page(), /Paragraph/);
    await page().keyboard.type('Export as CSV');
    await poll(async () => (await pick(page())).rows[0]?.label).toBe('Export as CSV…');
    await acceptPick(page());
    const file = path.join(workbench().folder, 'surprise.csv');
    await answerFileDialog(page(), file);
    const read = () => {
      try {
        return readFileSync(file, 'utf8');
      } catch {
        return '';
      }
    };
    await poll(read).toMatch(/^word,start,bits causal gpt2-mini,bits pseudo bert-mini\r\n/);
    expect(read()).toMatch(/\r\nxylophones,\d+,[\d.]+,[\d.]+\r\n/);
  });

  test('takes all its marks away', async () => {
    await turnOn();
    await runCommand(page(), SHOW);
    await poll(async () => (await marks()).length).toBe(0);
    await stays(async () => expect(await marks()).toEqual([]));
    await expect(hover(page(), 'xylophones', 'probability', 5000)).rejects.toThrow('no hover');
  });

  test('says so where there is nothing to score', async () => {
    await openFile(workbench(), 'empty.txt');
    await runCommand(page(), SHOW);
    await statusBarItem(page(), 'This text has no prose to score.');
    await runCommand(page(), SHOW);
  });

  test('marks what is in sight of a text of 200 pages, wherever that is', async () => {
    await openFile(workbench(), 'long.txt');
    await runCommand(page(), SHOW);
    await poll(async () => (await marks()).length).toBeGreaterThan(0);
    await placeCursor(workbench(), 'tide.', 'after', 2400);
    await page().keyboard.press('Enter');
    await page().keyboard.press('Enter');
    await page().keyboard.type('Zebras juggle xylophones.');
    await poll(async () => (await below()).join(' ')).toContain('xylophones');
    await runCommand(page(), SHOW);
    await poll(async () => (await marks()).length).toBe(0);
  });
});

describe('Compare Sentences', () => {
  test('shows how near the selected lines are, by each pooling', async () => {
    await openFile(workbench(), 'sentences.txt');
    await placeCursor(workbench(), 'sofa');
    await runCommand(page(), 'Glassbox: Compare Sentences');
    await page().locator('.notification-toast', { hasText: 'Select 2 to 50 lines' }).waitFor();
    await clearNotifications(page());
    await page().keyboard.press('Control+a');
    await runCommand(page(), 'Glassbox: Compare Sentences');
    const frame = await webview(page(), '#sentences .similarities');
    expect(await frame.locator('.similarities tbody tr').count()).toBe(3);
    const cell = (row: number, column: number) =>
      frame.locator(`.similarities tbody tr:nth-child(${row}) td:nth-of-type(${column})`).innerText();
    expect(Number(await cell(1, 2))).toBeGreaterThan(Number(await cell(1, 3)));
    expect(await frame.locator('.poolings input').count()).toBe(4);
    await frame.getByText('maximum').first().click();
    await poll(() => frame.locator('.matrix p').first().innerText()).toContain('largest value');
    await pictures(workbench(), 'compare-sentences');
    await frame.getByText('A cat is asleep').click();
    await poll(async () => (await workbench().bridge.state()).selections[0]?.anchor.line).toBe(2);
  });
});
