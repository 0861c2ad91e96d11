/* Continue Text in the window: ghost text that grows, is taken whole or by words, dropped, asked for again. */
import { beforeEach, describe, expect, test } from 'vitest';
import {
  editorText,
  focusEditor,
  ghostText,
  noGhostText,
  placeCursor,
  placeCursors,
  undo,
  untilText,
} from '../lib/editor.js';
import { engineRunning, slowed } from '../lib/engineProcess.js';
import { runCommand } from '../lib/palette.js';
import { picture, pictures } from '../lib/pictures.js';
import { clearNotifications, notification, pressNotification, statusBarItem } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const STORY = 'Once upon a time, there was a little girl who\n\nThe end.\n';
const CONTINUE = 'Glassbox: Continue Text';

/** Short continuations that draw; null takes a setting back to its default. */
const SETTINGS = {
  'glassbox.continueText.temperature': null,
  'glassbox.continueText.topP': null,
  'glassbox.continueText.repetitionPenalty': null,
  'glassbox.continueText.maxNewTokens': 24,
  'glassbox.continueText.stop': null,
  'editor.inlineSuggest.enabled': null,
};

/** So hot, every token is about as likely as the one that ends a text: it does not end by itself. */
const ENDLESS = {
  'glassbox.continueText.temperature': 5,
  'glassbox.continueText.topP': 1,
  'glassbox.continueText.repetitionPenalty': 1,
  'glassbox.continueText.maxNewTokens': 400,
  'glassbox.continueText.stop': 'none',
};

const workbench = useWorkbench({ files: { 'story.txt': STORY }, settings: { 'editor.wordWrap': 'on' } });

const press = (key: string) => workbench().page.keyboard.press(key);

/** The story again, with the cursor after `text`. */
async function freshStory(text = 'girl who') {
  const { bridge } = workbench();
  const lines = (await editorText(workbench())).split('\n');
  const end = { line: lines.length - 1, character: lines.at(-1)?.length ?? 0 };
  await bridge.edit({ line: 0, character: 0 }, end, STORY);
  await placeCursor(workbench(), text);
}

/** The ghost text in one line: where the editor wraps it depends on what stands before it. */
const shownGhost = async () => (await ghostText(workbench().page)).replaceAll('\n', '');

/** Runs the command and waits until the ghost text has stopped growing. */
async function wholeGhost(): Promise<string> {
  const { page } = workbench();
  await runCommand(page, CONTINUE);
  for (let before = ''; ; await page.waitForTimeout(500)) {
    const now = await shownGhost();
    const rests = await page.locator('.statusbar-item', { hasText: /^\s*Glassbox\s*$/ }).count();
    if (now === before && rests > 0) return now;
    before = now;
  }
}

describe('Continue Text', () => {
  beforeEach(async () => {
    await workbench().bridge.configure(SETTINGS);
    await press('Escape');
    await freshStory();
  });

  test('Tab takes all, one undo takes it back', async () => {
    const ghost = await wholeGhost();
    expect(ghost.length).toBeGreaterThan(10);
    expect(await editorText(workbench())).toBe(STORY);
    await pictures(workbench(), 'continue-ghost');
    await focusEditor(workbench());
    await press('Tab');
    const { text } = await untilText(workbench(), /girl who ?\S[^]+\n\nThe end\.\n$/);
    expect(text.length).toBeGreaterThan(STORY.length + 10);
    await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('grows while the model writes, and Escape ends the run', async () => {
    const { page, server, bridge } = workbench();
    await bridge.configure(ENDLESS);
    // A fast engine would have written all of it before the window shows the first words.
    const letRun = slowed(await engineRunning(server.pid));
    try {
      await runCommand(page, CONTINUE);
      const early = await ghostText(page);
      await expect.poll(async () => (await ghostText(page)).length, { timeout: 30_000 }).toBeGreaterThan(early.length);
      await focusEditor(workbench());
      await press('Escape');
      await noGhostText(page);
    } finally {
      letRun();
    }
    await statusBarItem(page, /^\s*Glassbox\s*$/);
    expect(await editorText(workbench())).toBe(STORY);
  });

  /** What stands between the story's beginning and its end. */
  const between = async () => (await editorText(workbench())).slice(STORY.indexOf('\n'), -'\n\nThe end.\n'.length);

  test('the word-wise key takes a word with its space, with one undo, and leaves the rest offered', async () => {
    const ghost = await wholeGhost();
    await press('Control+ArrowRight');
    await untilText(workbench(), /girl who ?\S+\n\nThe end/);
    const first = await between();
    expect(first.trim()).not.toBe('');
    expect(ghost.slice(0, first.length)).toBe(first);
    await expect.poll(shownGhost).toBe(ghost.slice(first.length));
    await press('Control+ArrowRight');
    await untilText(workbench(), /girl who ?\S+ \S+\n\nThe end/);
    await press('Tab');
    // What it says may have line breaks of its own; the ghost text is read without.
    await expect.poll(async () => (await between()).replaceAll('\n', '')).toBe(ghost);
    // The rest, and each word.
    for (let times = 0; times < 3; times++) await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('a key takes a sentence, with one undo', async () => {
    const ghost = await wholeGhost();
    await press('Control+ArrowDown');
    await expect.poll(between).not.toBe('');
    const taken = (await between()).replaceAll('\n', '');
    expect(ghost.startsWith(taken)).toBe(true);
    expect(taken).toMatch(/[.!?…]["'”’)]*$/);
    await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('has others in the editor’s own switcher, of which a word and all can be taken', async () => {
    const first = await wholeGhost();
    await press('Alt+]');
    await expect.poll(shownGhost).not.toBe(first);
    const second = await shownGhost();
    expect(second.trim()).not.toBe('');
    await pictures(workbench(), 'continue-others');
    await press('Control+ArrowRight');
    // All of it stands there for a moment, while the extension looks which one is shown.
    await untilText(workbench(), /girl who ?\S+\n\nThe end/);
    const word = await between();
    expect(second.slice(0, word.length)).toBe(word);
    await expect.poll(shownGhost).toBe(second.slice(word.length));
    await press('Tab');
    await expect.poll(async () => (await between()).replaceAll('\n', '')).toBe(second);
    for (let times = 0; times < 2; times++) await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('ends before what follows the cursor, and repeats none of it', async () => {
    await placeCursor(workbench(), 'there was');
    expect(await wholeGhost()).toMatch(/^ \S/);
    await press('Tab');
    const { text } = await untilText(workbench(), /there was .+ a little girl who\n/);
    expect(text).not.toMatch(/[.!?] a little girl|a little a little/);
    await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('typing what it says keeps the rest, typing something else ends it', async () => {
    const { page } = workbench();
    const ghost = await wholeGhost();
    await page.keyboard.type(ghost.slice(0, 3));
    await expect.poll(async () => (await shownGhost()).trim()).toBe(ghost.slice(3).trim());
    await page.keyboard.type('#');
    await noGhostText(page);
    await untilText(workbench(), `Once upon a time, there was a little girl who${ghost.slice(0, 3)}#\n\nThe end.\n`);
  });

  test('asking again gives another', async () => {
    const texts = new Set<string>();
    for (let time = 0; time < 4; time++) texts.add(await wholeGhost());
    expect(texts.size).toBeGreaterThan(1);
    expect(await editorText(workbench())).toBe(STORY);
  });

  test('leaves out the space that stands there already', async () => {
    const { page } = workbench();
    await page.keyboard.type(' ');
    const ghost = await wholeGhost();
    expect(ghost).toMatch(/^\S/);
    await press('Tab');
    await untilText(workbench(), /girl who \S/);
    expect(await editorText(workbench())).not.toMatch(/who {2}/);
  });

  test('goes with the primary one of several cursors and writes nowhere else', async () => {
    await placeCursors(workbench(), { text: 'girl who' }, { text: 'The end.' });
    await wholeGhost();
    await press('Escape');
    expect(await editorText(workbench())).toBe(STORY);
  });

  test('does nothing to a text that was changed elsewhere meanwhile but follows its place', async () => {
    const { bridge } = workbench();
    const ghost = await wholeGhost();
    await bridge.edit({ line: 2, character: 0 }, { line: 2, character: 0 }, 'Now: ');
    await bridge.edit({ line: 0, character: 0 }, { line: 0, character: 0 }, 'One. ');
    await focusEditor(workbench());
    expect(await editorText(workbench())).toBe(`One. ${STORY.replace('The end', 'Now: The end')}`);
    expect((await wholeGhost()).length).toBeGreaterThan(0);
    expect(ghost.length).toBeGreaterThan(0);
  });

  test('says that the engine died, and tries again', async () => {
    const { page, server, bridge } = workbench();
    const engine = await engineRunning(server.pid);
    await bridge.configure(ENDLESS);
    // Of the run before nothing is left that could be taken for this one's.
    await noGhostText(page);
    const letRun = slowed(engine);
    try {
      await runCommand(page, CONTINUE);
      const early = await ghostText(page);
      await expect.poll(async () => (await ghostText(page)).length, { timeout: 30_000 }).toBeGreaterThan(early.length);
      process.kill(engine, 'SIGKILL');
    } finally {
      letRun();
    }
    const message = await notification(page, 'engine stopped');
    expect(message).toMatch(/your text is as it was.*SIGKILL/);
    await noGhostText(page);
    await statusBarItem(page, 'engine stopped');
    await picture(workbench(), 'continue-engine-died');
    expect(await editorText(workbench())).toBe(STORY);
    await bridge.configure(SETTINGS);
    await pressNotification(page, 'engine stopped', 'Try Again');
    await focusEditor(workbench());
    await ghostText(page);
    await clearNotifications(page);
  });

  test('offers to insert where inline suggestions are turned off', async () => {
    const { page, bridge } = workbench();
    await bridge.configure({ 'editor.inlineSuggest.enabled': false });
    await runCommand(page, CONTINUE);
    await pressNotification(page, 'inline suggestion', 'Insert Without Preview');
    await untilText(workbench(), /girl who ?\S+[^]*\n\nThe end\.\n$/);
    await undo(workbench());
    await untilText(workbench(), STORY);
  });

  test('begins a line without a space', async () => {
    await placeCursor(workbench(), 'The end.', 'before');
    expect(await wholeGhost()).toMatch(/^\S/);
    await press('Escape');
  });

  test('continues an empty text', async () => {
    const { page } = workbench();
    await page.keyboard.press('Control+a');
    await page.keyboard.press('Delete');
    const ghost = await wholeGhost();
    expect(ghost).toMatch(/^\S/);
  });
});
