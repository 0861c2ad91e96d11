/* Fill Mask in the window: the list and its preview, taking, leaving, several masks and cursors, a text that changes. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  editorText,
  focusEditor,
  openFile,
  placeAt,
  placeCursor,
  placeCursors,
  undo,
  untilText,
  visibleText,
} from '../lib/editor.js';
import {
  acceptPick,
  dismissPick,
  movePick,
  offeredCommands,
  pick,
  pickClosed,
  runCommand,
  wordsOf,
} from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { clearNotifications, notification, notificationButtons, pressNotification } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const FILL = 'Glassbox: Fill Mask';
const LINES = [
  'It was a cold day in the old town.',
  'She drank a cup of [MASK] in the morning.',
  '[MASK] was a very good day for all of us.',
  'The [MASK] sat on the _____ and slept.',
  '今天的天[MASK]很好，我们去公园。',
];
/** Enough lines above that the list covers nothing of what is looked at. */
const TEXT = `${'A line of the notes stands here.\n\n'.repeat(20)}${LINES.join('\n\n')}\n\n${'The end.\n\n'.repeat(30)}`;

const workbench = useWorkbench({
  files: { 'notes.txt': TEXT, 'fixed.txt': TEXT },
  settings: { 'files.readonlyInclude': { '**/fixed.txt': true } },
});

const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });
const press = (key: string) => page().keyboard.press(key);
const replaced = (mask: string, word: string, nth = 0) => {
  let at = -1;
  for (let i = 0; i <= nth; i += 1) at = TEXT.indexOf(mask, at + 1);
  return TEXT.slice(0, at) + word + TEXT.slice(at + mask.length);
};

/** The words that stand before struck-through text. */
const previewed = () =>
  page()
    .locator('.editor-instance .view-line span span')
    .evaluateAll((spans) =>
      spans.flatMap((span) => {
        const { content } = getComputedStyle(span, '::before');
        return content === 'none' || content === 'normal' ? [] : [content.replace(/^"|"$/g, '')];
      }),
    );
const struckThrough = () =>
  page()
    .locator('.editor-instance .view-line span span')
    .evaluateAll((spans) =>
      spans
        .filter((span) => getComputedStyle(span).textDecorationLine === 'line-through')
        .map((span) => span.textContent),
    );

/** Opens the list with the cursor after a text and waits for its rows. */
async function fillAt(text: string, where: 'before' | 'after' = 'after') {
  await placeCursor(workbench(), text, where);
  await runCommand(page(), FILL);
  return pick(page(), /%/);
}

/** Edits the document from outside while a list is open. */
async function editAt(text: string, length: number, put: string) {
  const whole = await editorText(workbench());
  const at = whole.indexOf(text);
  await workbench().bridge.edit(placeAt(whole, at), placeAt(whole, at + length), put);
}

describe('Fill Mask', () => {
  beforeEach(async () => {
    await press('Escape');
    await clearNotifications(page());
    await focusEditor(workbench());
    const text = await editorText(workbench());
    await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(text, text.length), TEXT);
  });

  test('lists words with their probabilities, drawn as bars, and puts one in with one undo', async () => {
    const list = await fillAt('a cup of ');
    expect(list.title).toMatch(/^bert-mini · \d+ ms$/);
    expect(list.placeholder).toBe('Fill [MASK]: type to narrow, or a word to see its probability');
    const words = wordsOf(list.rows);
    expect(words).toHaveLength(10);
    expect(list.rows.slice(10).map(({ label }) => label)).toEqual(['Two words', 'Three words']);
    const figures = words.map(({ description }) => Number(/([\d.]+) %/.exec(description)?.[1]));
    expect(figures).toEqual([...figures].sort((a, b) => b - a));
    expect(list.rows[0]?.description).toMatch(/^[\d.]+ % {2}█+[▏▎▍▌▋▊▉]?$/);
    expect(list.rows[0]?.focused).toBe(true);
    await pictures(workbench(), 'fill-list');
    const { label } = list.rows[0]!;
    await acceptPick(page());
    const state = await untilText(workbench(), replaced('[MASK]', label));
    const cursor = placeAt(state.text, state.text.indexOf('a cup of ') + 'a cup of '.length + label.length);
    expect(state.selections).toEqual([{ anchor: cursor, active: cursor }]);
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('previews in the text what the list is at, without changing it, and leaves all as it was', async () => {
    await placeCursor(workbench(), 'old town.');
    const before = await workbench().bridge.state();
    const list = await fillAt('a cup of [MA');
    const { label } = await movePick(page(), 2);
    expect(label).toBe(list.rows[2]?.label);
    await poll(previewed).toEqual([label]);
    expect((await struckThrough()).join('')).toBe('[MASK]');
    expect(await editorText(workbench())).toBe(TEXT);
    expect(before.isDirty).toBe((await workbench().bridge.state()).isDirty);
    await dismissPick(page());
    await poll(previewed).toEqual([]);
    expect(await struckThrough()).toEqual([]);
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('leaves the cursor and the scrolling where they were', async () => {
    await placeCursor(workbench(), 'The end.', 'after', 25);
    const lines = () => page().locator('.editor-instance .line-numbers').allInnerTexts();
    const { selections } = await workbench().bridge.state();
    const cursor = selections[0]!.active.line + 1;
    await poll(lines).toContain(String(cursor));
    const scrolled = (await lines()).map(Number).sort((a, b) => a - b);
    await runCommand(page(), FILL);
    await pick(page(), /%/);
    await poll(() => visibleText(page())).toContain('今天的天');
    await dismissPick(page());
    await poll(async () => (await lines()).map(Number).sort((a, b) => a - b)).toEqual(scrolled);
    expect((await workbench().bridge.state()).selections).toEqual(selections);
  });

  test('scores a typed word that is not in the list, and takes it', async () => {
    await fillAt('a cup of ');
    await page().keyboard.type('lemonade');
    const { rows } = await pick(page(), /lemonade.*%/);
    expect(rows).toHaveLength(1);
    await acceptPick(page());
    await untilText(workbench(), replaced('[MASK]', 'lemonade'));
  });

  test('narrows to what is typed, without a second row for a word of the list', async () => {
    const { rows } = await fillAt('a cup of ');
    const { label } = rows[3]!;
    await page().keyboard.type(label);
    await poll(async () => (await pick(page(), label)).rows.map((row) => row.label)).toEqual([label]);
    await acceptPick(page());
    await untilText(workbench(), replaced('[MASK]', label));
  });

  test('starts a sentence with a capital', async () => {
    const { rows } = await fillAt('] was a');
    const { label } = rows[0]!;
    await acceptPick(page());
    await untilText(workbench(), replaced('[MASK]', label[0]!.toUpperCase() + label.slice(1), 1));
  });

  test('fills Chinese without spaces', async () => {
    const { rows } = await fillAt('今天的天[');
    const { label } = rows[0]!;
    expect(label).toMatch(/^\p{Script=Han}$/u);
    await acceptPick(page());
    await untilText(workbench(), replaced('[MASK]', label, 3));
  });

  test('fills several masks together, or one by itself', async () => {
    const { rows } = await fillAt('on the ___');
    const [first] = rows;
    expect(first?.label).toMatch(/^\S+ · \S+$/);
    await pictures(workbench(), 'fill-several', ['dark']);
    await acceptPick(page());
    const [one, other] = first!.label.split(' · ');
    await untilText(workbench(), TEXT.replace(LINES[3]!, `The ${one} sat on the ${other} and slept.`));
    await undo(workbench());
    await untilText(workbench(), TEXT);

    await fillAt('on the ___');
    await page().keyboard.type('roof');
    const typed = await pick(page(), /roof.*Mask 2 by itself.*%/);
    expect(typed.rows[0]?.description).toContain('Mask 2 by itself');
    await acceptPick(page());
    await untilText(workbench(), TEXT.replace(LINES[3]!, 'The [MASK] sat on the roof and slept.'));
  });

  test('fills a mask with two words', async () => {
    await fillAt('a cup of ');
    await page().keyboard.press('End');
    await page().keyboard.type('two words');
    await pick(page(), 'Two words');
    await acceptPick(page());
    const { rows } = await pick(page(), /^\S+ \S+.*%/);
    await pictures(workbench(), 'fill-two-words', ['dark']);
    expect(rows.map(({ label }) => label)).toContain('One word');
    const { label } = rows[0]!;
    expect(label).toMatch(/^[a-z]+ [a-z]+$/);
    await acceptPick(page());
    await untilText(workbench(), replaced('[MASK]', label));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('serves several cursors one after the other, with the way back and one undo', async () => {
    await placeCursors(workbench(), { text: 'a cup of ' }, { text: '] was a very' });
    await runCommand(page(), FILL);
    const first = await pick(page(), /%/);
    expect(first.title).toMatch(/\(1\/2\)$/);
    await acceptPick(page());
    await poll(async () => (await pick(page(), /%/)).title).toMatch(/\(2\/2\)$/);
    expect(await editorText(workbench())).toBe(TEXT);
    await page().locator('.quick-input-titlebar .codicon-quick-input-back').click();
    await poll(async () => (await pick(page(), /%/)).title).toMatch(/\(1\/2\)$/);
    await movePick(page(), 1);
    await acceptPick(page());
    await poll(async () => (await pick(page(), /%/)).title).toMatch(/\(2\/2\)$/);
    const second = await pick(page(), /%/);
    await acceptPick(page());
    const capital = second.rows[0]!.label.replace(/^./, (letter) => letter.toUpperCase());
    const expected = TEXT.replace(LINES[1]!, `She drank a cup of ${first.rows[1]!.label} in the morning.`);
    await untilText(workbench(), expected.replace(LINES[2]!, `${capital} was a very good day for all of us.`));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('puts the word where its mask has moved to', async () => {
    const { rows } = await fillAt('a cup of ');
    await editAt('She drank', 'She drank'.length, 'Yesterday she and I drank');
    await editAt('It was a cold day', 0, 'Once upon a time.\n\n');
    await pick(page(), rows[0]!.label);
    await acceptPick(page());
    await untilText(workbench(), new RegExp(`Yesterday she and I drank a cup of ${rows[0]!.label} in the morning\\.`));
  });

  test('offers the word when its mask is gone, and writes over nothing', async () => {
    const { rows } = await fillAt('a cup of ');
    await editAt('[MASK] in the', '[MASK] in the'.length, 'tea in the');
    await acceptPick(page());
    await pickClosed(page());
    expect(await notification(page(), /was changed or closed meanwhile/)).toBe(
      'The text this belongs to was changed or closed meanwhile; nothing was written over.',
    );
    expect(await editorText(workbench())).toBe(replaced('[MASK]', 'tea'));
    await pressNotification(page(), /changed or closed/, 'Copy Result');
    await poll(() => page().evaluate(() => navigator.clipboard.readText())).toBe(rows[0]!.label);
  });

  test('says what to do where there is no mask, and does it', async () => {
    const text = 'Nothing is missing here.';
    const whole = await editorText(workbench());
    await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(whole, whole.length), text);
    await placeCursor(workbench(), 'missing ');
    await runCommand(page(), FILL);
    expect(await notification(page(), 'nothing to fill')).toContain('Write [MASK], or a line of underscores');
    expect(await notificationButtons(page(), 'nothing to fill')).toEqual(['Insert [MASK]', 'Find a Better Word']);
    await pressNotification(page(), 'nothing to fill', 'Insert [MASK]');
    await pick(page(), /%/);
    expect(await editorText(workbench())).toBe('Nothing is missing [MASK]here.');
    await dismissPick(page());
  });

  test('takes the words nearby of a sentence that is longer than the model takes', async () => {
    const whole = await editorText(workbench());
    const long = `${'one word and '.repeat(400)}a cup of [MASK] in the morning ${'and a word '.repeat(400)}.`;
    await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(whole, whole.length), long);
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page(), FILL);
    expect(await notification(page(), 'The text is longer than the model takes.')).toMatch(/\d,\d{3} tokens.*512/);
    await pickClosed(page());
    await pressNotification(page(), 'longer than the model takes', 'Use Only the Words Nearby');
    const { rows } = await pick(page(), /%/);
    await acceptPick(page());
    await untilText(workbench(), long.replace('[MASK]', rows[0]!.label));
  });

  test('tells of a setting out of range, and works with its default', async () => {
    await workbench().bridge.configure({ 'glassbox.fillMask.candidates': 500 });
    const { rows } = await fillAt('a cup of ');
    expect(wordsOf(rows)).toHaveLength(10);
    await dismissPick(page());
    expect(await notification(page(), 'glassbox.fillMask.candidates')).toBe(
      'The setting glassbox.fillMask.candidates is 500, which is out of range (1 … 50). 10 is used instead.',
    );
    await workbench().bridge.configure({ 'glassbox.fillMask.candidates': null });
  });

  test('tells of a model that is not there', async () => {
    await workbench().bridge.configure({ 'glassbox.fillMask.model': 'no-such-model' });
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page(), FILL);
    expect(await notification(page(), 'The model was not found.')).toContain('no-such-model');
    expect(await notificationButtons(page(), 'The model was not found.')).toEqual(['Open Settings']);
    await pickClosed(page());
    await workbench().bridge.configure({ 'glassbox.fillMask.model': null });
  });
});

describe('a sentence that stands twice', () => {
  test('is not taken for its twin when somebody types into it while the list is open', async () => {
    const twins = 'I like [MASK].\n\nI like [MASK].';
    const whole = await editorText(workbench());
    await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(whole, whole.length), twins);
    await placeCursor(workbench(), 'I like ', 'after', 1);
    await runCommand(page(), FILL);
    const { label } = (await pick(page(), /%/)).rows[0]!;
    await workbench().bridge.edit({ line: 2, character: 2 }, { line: 2, character: 2 }, 'really ');
    await acceptPick(page());
    await untilText(workbench(), `I like [MASK].\n\nI really like ${label}.`);
  });
});

describe('a document that cannot be edited', () => {
  test('is not offered the command', async () => {
    await openFile(workbench(), 'fixed.txt');
    expect(await offeredCommands(page(), 'Glassbox:')).not.toContain(FILL);
  });

  test('gives the word for copying all the same', async () => {
    await placeCursor(workbench(), 'a cup of ');
    await workbench().bridge.command('glassbox.fillMask');
    const { rows } = await pick(page(), /%/);
    await acceptPick(page());
    await notification(page(), 'This document cannot be edited.');
    expect(await editorText(workbench())).toBe(TEXT);
    await pressNotification(page(), 'cannot be edited', 'Copy Result');
    await poll(() => page().evaluate(() => navigator.clipboard.readText())).toBe(rows[0]!.label);
  });
});
