/* Find Similar in the window: what is found in a file, in open files and in the workspace, the ways to it, and the index. */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, test } from 'vitest';
import { focusEditor, openFile, placeCursor, untilText } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import {
  answerDialog,
  clearNotifications,
  notification,
  notificationButtons,
  pressNotification,
  webview,
} from '../lib/window.js';
import { markCount, pickField, viewMessage, viewRow, viewRows } from '../lib/views.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const MODELS = path.join(ROOT, 'test/golden/families/models');
const FOX = [
  '# The fox',
  'The old fox lived in a den under the oak. In the morning she slept, and at night she went out to hunt.',
  'A farmer in the village kept hens. **Each evening** he locked the door of the barn.',
  'One winter the river froze, and the children skated on it all day long.',
  'The doctor came by train and looked at the sick horse. Nobody knew what was wrong with it.',
  '',
].join('\n\n');
const TOWN = [
  '# The town',
  'The train to the city leaves at seven. A ticket costs four coins.',
  'A vixen had dug her burrow beneath the roots of a tree.',
  'The baker sells bread and cakes on the market.',
  '',
].join('\n\n');
const GERMAN = 'Der Bauer schließt abends die Scheune ab. Die Kinder laufen auf dem Eis Schlittschuh.\n';

const workbench = useWorkbench({
  files: {
    'fox.md': FOX,
    'stories/town.md': TOWN,
    'stories/deutsch.txt': GERMAN,
    'ignored/secret.md': 'The vixen of the ignored folder hides.\n',
    '.gitignore': 'ignored/\n',
    'picture.bin': new Uint8Array([0, 1, 2, 3, 0, 255, 254, 0]),
  },
  width: 1440,
});
const page = () => workbench().page;
const poll = <T>(read: () => T, timeout = 60_000) => expect.poll(read, { timeout });

const PANE = '.part.panel .pane';
const rows = () => viewRows(page(), PANE);
const MORE = 'List More Passages';
/** The rows of what was found, in one file. */
const found = async () => (await rows()).slice(1).filter((one) => !one.startsWith(MORE));
const row = (label: string) => viewRow(page(), PANE, label);
const message = () => viewMessage(page(), PANE);
const marks = () => markCount(page());
const field = () => pickField(page());
const offered = (label: string) =>
  page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: label }).first();

/** Asks in a place; the question is what the list begins with where none is given. */
async function find(scope: string, question?: string): Promise<void> {
  await runCommand(page(), 'Glassbox: Find Similar');
  await offered(scope).waitFor();
  if (question !== undefined) await field().fill(question);
  await offered(scope).click();
}

const selectedText = async () => {
  const { text, selections } = await workbench().bridge.state();
  const lines = text.split('\n');
  const [{ anchor, active }] = selections as [(typeof selections)[number]];
  const offset = ({ line, character }: { line: number; character: number }) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  return text.slice(offset(anchor), offset(active));
};

const openFileName = async () => path.basename((await workbench().bridge.state()).file);
const hasKeyboard = () => page().locator('.editor-instance .monaco-editor.focused').count();

describe('in a file', () => {
  test('by meaning and words: a question in other words finds its sentence first', async () => {
    await openFile(workbench(), 'fox.md');
    await find('In This File', 'where did the vixen have her burrow?');
    await poll(message).toMatch(
      /^“where did the vixen have her burrow\?” · passages: \d+ of \d+ · the best ones only, for the text is short: \d more below · e5-mini$/,
    );
    // Rows are drawn after the message.
    await poll(async () => (await rows())[0]).toMatch(/^fox\.md \| \d+$/);
    await poll(async () => (await rows())[1]).toMatch(
      /^The old fox lived in a den under the oak\. \| .*meaning 0\.\d\d$/,
    );
    await poll(marks).toBeGreaterThan(0);
    await pictures(workbench(), 'similar');
  });

  test('a row shows its place and keeps the keyboard; Enter goes there', async () => {
    await row('The old fox').click();
    await poll(selectedText).toBe('The old fox lived in a den under the oak.');
    expect(await hasKeyboard()).toBe(0);
    await page().keyboard.press('ArrowDown');
    await page().keyboard.press('Enter');
    await poll(hasKeyboard).toBe(1);
    // The editor has the keyboard before it tells the extension host of its new selection.
    await poll(selectedText).not.toBe('The old fox lived in a den under the oak.');
  });

  test('the next and the previous one, from the last on to the first', async () => {
    const listed = (await found()).map((one) => one.split(' | ')[0]!);
    await row('The old fox').click();
    await poll(selectedText).toBe(listed[0]);
    await runCommand(page(), 'Glassbox: Previous Similar Passage');
    await poll(selectedText).toBe(listed.at(-1));
    await runCommand(page(), 'Glassbox: Next Similar Passage');
    await poll(selectedText).toBe(listed[0]);
    await runCommand(page(), 'Glassbox: Next Similar Passage');
    await poll(selectedText).toBe(listed[1]);
  });

  test('a sentence finds others than itself', async () => {
    await placeCursor(workbench(), 'old fox');
    await find('In This File');
    await poll(message).toContain('“The old fox lived in a den under the oak.”');
    expect((await rows()).join('\n')).not.toContain('The old fox lived');
  });

  test('by words only', async () => {
    await runCommand(page(), 'Glassbox: Find Similar');
    await offered('Words Only').click();
    await field().fill('horse doctor');
    await offered('In This File').click();
    await poll(message).toMatch(/^“horse doctor” · passages: \d of \d+$/);
    const [, first] = await rows();
    expect(first).toBe('The doctor came by train and looked at the sick horse. | words: doctor, horse');
  });

  test('the rest of a short text is listed at a press', async () => {
    await runCommand(page(), 'Glassbox: Find Similar');
    await offered('Words and Meaning').click();
    await field().fill('where did the vixen have her burrow?');
    await offered('In This File').click();
    await poll(message).toContain('more below');
    const [, few, more] = /passages: (\d+) of \d+ · [^·]*: (\d+) more below/.exec(await message())!.map(Number);
    await poll(async () => (await rows()).at(-1)).toBe(`${MORE} | ${more}`);
    const first = await found();
    await row(MORE).click();
    // Not all of the rows are in sight.
    await poll(message).toMatch(new RegExp(`passages: ${few! + more!} of \\d+ · e5-mini$`));
    await poll(async () => (await found()).slice(0, few)).toEqual(first);
  });

  test('what is found follows the text; what is changed is gone, and the view says so', async () => {
    await runCommand(page(), 'Glassbox: Find Similar');
    // What was chosen last is chosen again.
    await poll(() => offered('Words and Meaning').innerText()).toContain('chosen');
    await field().fill('skating on ice');
    await offered('In This File').click();
    await poll(async () => (await rows())[1]).toContain('One winter the river froze');
    await workbench().bridge.edit({ line: 0, character: 0 }, { line: 0, character: 0 }, 'New.\n\n');
    await row('One winter').click();
    await poll(selectedText).toBe('One winter the river froze, and the children skated on it all day long.');
    const { selections } = await workbench().bridge.state();
    const { anchor } = selections[0]!;
    const within = { line: anchor.line, character: anchor.character + 5 };
    await workbench().bridge.edit(within, within, 'XX');
    await poll(message).toContain('changed in the text since: 1');
    expect((await rows()).join('\n')).not.toContain('One winter');
    await focusEditor(workbench());
    await page().keyboard.press('Control+z');
    await page().keyboard.press('Control+z');
    await untilText(workbench(), FOX);
  });

  test('a list in CSV has every place', async () => {
    await find('In This File', 'barn door');
    await poll(async () => (await rows())[1]).toContain('he locked the door of the barn.');
    const file = path.join(workbench().folder, 'similar.csv');
    await runCommand(page(), 'Glassbox: Export Similar Passages…');
    await offered('CSV').click();
    await answerFileDialog(page(), file);
    await page().locator('.statusbar-item', { hasText: 'Saved similar.csv' }).waitFor();
    const table: Record<string, string>[] = parse(fs.readFileSync(file, 'utf8'), { columns: true });
    fs.rmSync(file);
    expect(table.length).toBeGreaterThan(1);
    for (const { start, end, text, line } of table) {
      expect(FOX.slice(Number(start), Number(end))).toBe(text);
      expect(FOX.slice(0, Number(start)).split('\n')).toHaveLength(Number(line));
    }
  });

  test('the console’s command asks the same again', async () => {
    await runCommand(page(), 'Glassbox: Copy Console Command of Find Similar');
    const copied = () => page().evaluate(() => navigator.clipboard.readText());
    await poll(copied).toMatch(/^npm run --silent engine -- search '\{.*"query":"barn door"/);
  });

  test('it is explained', async () => {
    await runCommand(page(), 'Glassbox: Explain Last Result');
    const frame = await webview(page(), '#explain .found-rows');
    expect(await frame.locator('header h1').innerText()).toBe('Find Similar');
    expect(await frame.locator('.orders svg .order').count()).toBe(await frame.locator('.found-rows tbody tr').count());
    await pictures(workbench(), 'similar-explained', ['light', 'dark'], [1440]);
    await runCommand(page(), 'View: Close Editor');
  });
});

describe('in open files', () => {
  test('results of all of them, by file', async () => {
    await openFile(workbench(), 'stories/town.md');
    await runCommand(page(), 'View: Keep Editor');
    await openFile(workbench(), 'fox.md');
    await find('In Open Files', 'a home under a tree');
    await poll(message).toContain('“a home under a tree”');
    const files = (await rows()).filter((one) => /^\w+\.md/.test(one));
    expect(files.map((one) => one.split(' | ')[0]).sort()).toEqual(['fox.md', 'town.md']);
    await row('A vixen had dug').click();
    await poll(openFileName).toBe('town.md');
    expect(await selectedText()).toBe('A vixen had dug her burrow beneath the roots of a tree.');
  });

  test('cleared, the view says what can be done', async () => {
    await runCommand(page(), 'Glassbox: Clear Similar Passages');
    await poll(marks).toBe(0);
    const welcome = page().locator(`${PANE} .welcome-view-content`);
    await welcome.waitFor();
    expect(await welcome.innerText()).toContain('Index Workspace');
    await pictures(workbench(), 'similar-empty', ['light', 'contrast']);
  });
});

describe('reranked', () => {
  test('where no model reads question and passage together, it says which does', async () => {
    await runCommand(page(), 'Glassbox: Turn Reranking On or Off');
    expect(await notification(page(), 'cross-encoder/ms-marco')).toContain(
      'No model here reads question and passage together.',
    );
    expect(await notificationButtons(page(), 'cross-encoder/ms-marco')).toEqual(['Install Model…', 'Other Models…']);
    await clearNotifications(page());
  });

  test('one that cannot is named with its setting and the reason, and results stay as they were found', async () => {
    await workbench().bridge.configure({ 'glassbox.findSimilar.reranker': 'no-such-model' });
    await openFile(workbench(), 'fox.md');
    await find('In This File', 'the den of the fox');
    await poll(message).toContain('not reranked: no-such-model could not');
    await poll(async () => (await found()).length).toBeGreaterThan(1);
    const told = await notification(page(), 'no-such-model');
    expect(told).toContain('which the setting glassbox.findSimilar.reranker names, could not put the results in order');
    expect(told).toContain('There is no model no-such-model.');
    expect(await notificationButtons(page(), 'no-such-model')).toEqual(['Choose Model…']);
    await clearNotifications(page());
    await workbench().bridge.configure({ 'glassbox.findSimilar.reranker': null });
  });

  test('an installed one puts results in order, and each stage’s order can be seen', async () => {
    await workbench().bridge.configure({ 'glassbox.models.folders': [MODELS] });
    await openFile(workbench(), 'fox.md');
    await find('In This File', 'the den of the fox');
    await poll(message).toContain('reranked by mini-cross-encoder');
    const reranked = await found();
    for (const one of reranked) expect(one).toMatch(/reranked −?\d+\.\d\d$/);
    await runCommand(page(), 'Glassbox: Order Similar Passages By…');
    await offered('Words and Meaning, Before Reranking').click();
    await poll(message).toContain('in the order of: Words and Meaning, Before Reranking');
    expect((await found()).sort()).toEqual([...reranked].sort());
    await pictures(workbench(), 'similar-reranked', ['light'], [1440]);
    await runCommand(page(), 'Glassbox: Turn Reranking On or Off');
    await poll(message).not.toContain('reranked by');
    await runCommand(page(), 'Glassbox: Turn Reranking On or Off');
    await poll(message).toContain('reranked by mini-cross-encoder');
    // The engine may go on with the folders that it has while it is at work.
    await workbench().bridge.configure({ 'glassbox.models.folders': null, 'glassbox.findSimilar.rerank': false });
  });
});

describe('in the workspace', () => {
  const indexFile = () => {
    const { folder } = workbench().server;
    const files = fs.readdirSync(folder, { recursive: true, encoding: 'utf8' });
    return files.filter((file) => /workspaceStorage.*glassbox\.glassbox[\\/]similar[\\/]/.test(file));
  };

  test('without an index it is made first, of what nothing excludes, and then searched', async () => {
    await runCommand(page(), 'Glassbox: Find Similar');
    await poll(() => offered('In the Workspace').innerText()).toContain('there is no index yet: it is made first');
    await field().fill('where did the vixen have her burrow?');
    await offered('In the Workspace').click();
    await poll(message).toContain('“where did the vixen have her burrow?”');
    // Rows are drawn after the message.
    await poll(async () => (await rows())[0]).toMatch(/^Index \| passages: \d+, files: \d+$/);
    const shown = await rows();
    expect(shown.join('\n')).toContain('A vixen had dug her burrow');
    expect(shown.join('\n')).not.toContain('ignored');
    await pictures(workbench(), 'similar-workspace');
    await row('A vixen had dug').click();
    await poll(openFileName).toBe('town.md');
  });

  test('what was left out can be looked at', async () => {
    await row('Index').locator('.monaco-tl-twistie').click();
    await row('Left Out').locator('.monaco-tl-twistie').click();
    await poll(async () => (await rows()).join('\n')).toContain('picture.bin | no text');
    await row('Index').locator('.monaco-tl-twistie').click();
  });

  test('across languages', async () => {
    await find('In the Workspace', 'children skating on the ice');
    await poll(message).toContain('“children skating on the ice”');
    await poll(async () => (await rows()).join('\n')).toContain('Die Kinder laufen auf dem Eis Schlittschuh.');
  });

  test('a file that is saved is found as it is now', async () => {
    await openFile(workbench(), 'stories/town.md');
    await workbench().bridge.edit(
      { line: 6, character: 0 },
      { line: 6, character: 0 },
      'An owl built its nest in the tower.\n\n',
    );
    await runCommand(page(), 'File: Save');
    await poll(async () => {
      await find('In the Workspace', 'a bird nesting in a steeple');
      await poll(message).toContain('“a bird nesting in a steeple”');
      return (await rows()).find((one) => one.startsWith('An owl'));
    }).toMatch(/^An owl built its nest in the tower\. \| .*meaning/);
    await poll(message).not.toContain('files changed since they were indexed');
  });

  test('another model wants another index, which is offered', async () => {
    await workbench().bridge.configure({
      'glassbox.models.folders': [MODELS],
      'glassbox.findSimilar.model': 'mini-minilm',
    });
    await find('In the Workspace', 'the barn');
    expect(await notification(page(), 'mini-minilm')).toContain('The index was made with e5-mini');
    await pressNotification(page(), 'mini-minilm', 'Rebuild Index');
    await poll(async () => (await rows())[0]).toMatch(/^Index \| passages: \d+, files: \d+$/);
    await clearNotifications(page());
    await find('In the Workspace', 'the barn');
    await poll(message).toContain('mini-minilm');
  });

  test('a model that is not there is told, with ways to one', async () => {
    await workbench().bridge.configure({ 'glassbox.findSimilar.model': 'no-such-model' });
    await find('In This File', 'the barn');
    expect(await notification(page(), 'no-such-model')).toContain('There is no model no-such-model');
    expect(await notificationButtons(page(), 'no-such-model')).toEqual(
      expect.arrayContaining(['Choose Model…', 'Install intfloat/multilingual-e5-small']),
    );
    await clearNotifications(page());
    await workbench().bridge.configure({
      'glassbox.findSimilar.model': null,
      'glassbox.models.folders': null,
      'glassbox.findSimilar.rerank': null,
    });
  });

  test('it can be stopped, and goes on from there', async () => {
    const many = path.join(workbench().folder, 'many');
    fs.mkdirSync(many);
    for (let file = 0; file < 120; file++) {
      const sentences = Array.from(
        { length: 60 },
        (_, at) => `In story ${file} the traveller number ${at} walked on to town ${at * file}.`,
      );
      fs.writeFileSync(path.join(many, `${file}.txt`), sentences.join('\n\n'));
    }
    await runCommand(page(), 'Glassbox: Rebuild Index');
    await poll(async () => (await rows())[0]).toMatch(/^Index \| [1-9]\d? % · passages: [\d,]+ of [\d,]+/);
    await page().locator('.statusbar-item', { hasText: /\d+ %/ }).first().waitFor();
    await pictures(workbench(), 'similar-indexing', ['dark'], [1440]);
    await runCommand(page(), 'Glassbox: Stop Indexing');
    await poll(async () => (await rows())[0]).toMatch(/^Index \| not complete · passages: \d/);
    await runCommand(page(), 'Glassbox: Index Workspace for Find Similar');
    await poll(async () => (await rows())[0], 180_000).toMatch(/^Index \| passages: 7,2\d\d, files: 12\d$/);
  });

  test('thrown away it is gone, and the files are as they were', async () => {
    expect(indexFile()).not.toEqual([]);
    await runCommand(page(), 'Glassbox: Throw the Index Away');
    await answerDialog(page(), 'Throw the index of this workspace away?', 'Throw Away');
    await poll(async () => (await rows()).some((one) => one.startsWith('Index'))).toBe(false);
    expect(indexFile()).toEqual([]);
    expect(fs.readFileSync(path.join(workbench().folder, 'fox.md'), 'utf8')).toBe(FOX);
  });
});
