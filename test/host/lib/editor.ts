import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'vitest';
import type { Page } from 'playwright-core';
import type { EditorState, Place } from './bridge.js';
import type { Workbench } from './workbench.js';

/** The place of an offset in a text. */
export function placeAt(text: string, offset: number): Place {
  const before = text.slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
}

/** What is selected in the active document: its offsets and its text. */
export async function selection({ bridge }: Workbench): Promise<{ start: number; end: number; text: string }> {
  const { text, selections } = await bridge.state();
  const [{ anchor, active }] = selections as [(typeof selections)[number]];
  const lines = text.split('\n');
  const offset = ({ line, character }: Place) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) + character;
  const [start, end] = [Math.min(offset(anchor), offset(active)), Math.max(offset(anchor), offset(active))];
  return { start, end, text: text.slice(start, end) };
}

/** The active document's text, exactly. */
export async function editorText({ bridge }: Workbench): Promise<string> {
  return (await bridge.state()).text;
}

/** Waits until the active editor is as it should be; fails with the difference. */
export async function untilText({ bridge }: Workbench, text: string | RegExp, timeout = 30_000): Promise<EditorState> {
  const poll = expect.poll(async () => (await bridge.state()).text, { timeout });
  await (typeof text === 'string' ? poll.toBe(text) : poll.toMatch(text));
  return bridge.state();
}

/**
 * The keyboard goes to the editor, wherever it was, and the extension host knows it; the cursor stays. Not by keys: a page
 * that has them and is being drawn anew may lose one. More than once if need be: a list that closes gives the keyboard
 * back to the page that had it before, in a moment of its own.
 */
export async function focusEditor({ page, bridge }: Workbench): Promise<void> {
  const focused = page.locator('.editor-instance .monaco-editor.focused');
  const isActive = async () =>
    (await focused.count()) > 0 &&
    bridge.state().then(
      () => true,
      () => false,
    );
  // Not by `expect.poll`, which is there inside of tests only.
  for (const deadline = Date.now() + 30_000; ;) {
    await bridge.command('workbench.action.focusFirstEditorGroup');
    for (let looks = 0; looks < 40; looks++) {
      if (await isActive()) return;
      await sleep(50);
    }
    if (Date.now() > deadline) throw new Error('no editor has the keyboard');
  }
}

/** Opens a file of the folder in the first group, and waits until the extension host knows it as the active text. */
export async function openFile(workbench: Workbench, file: string): Promise<void> {
  const { page, bridge, folder } = workbench;
  await bridge.open(path.join(folder, file));
  await page.locator('.tab.active', { hasText: path.basename(file) }).waitFor();
  if (file.endsWith('.ipynb')) return; // a notebook is no text editor, its cells are
  await focusEditor(workbench);
  const opened = () =>
    bridge.state().then(
      (state) => state.file,
      () => '',
    );
  await expect.poll(opened, { timeout: 20_000 }).toContain(file);
}

interface Found {
  text: string;
  /** which occurrence, from 0 */
  nth?: number;
}

async function find({ bridge }: Workbench, { text, nth = 0 }: Found): Promise<{ from: Place; to: Place }> {
  const { text: whole } = await bridge.state();
  let offset = -1;
  for (let i = 0; i <= nth; i++) offset = whole.indexOf(text, offset + 1);
  if (offset < 0) throw new Error(`the editor does not hold "${text}"`);
  return { from: placeAt(whole, offset), to: placeAt(whole, offset + text.length) };
}

/** Puts the cursor before a text of the document, or after it. */
export async function placeCursor(workbench: Workbench, text: string, where: 'before' | 'after' = 'after', nth = 0) {
  const { from, to } = await find(workbench, { text, nth });
  const place = where === 'before' ? from : to;
  await workbench.bridge.select([place, place]);
  await focusEditor(workbench);
}

/** Puts several cursors after texts of the document; the first one is the primary one. */
export async function placeCursors(workbench: Workbench, ...texts: Found[]): Promise<void> {
  const places = await Promise.all(texts.map(async (text) => (await find(workbench, text)).to));
  await workbench.bridge.select(...places.map((place): [Place, Place] => [place, place]));
  await focusEditor(workbench);
}

/** Selects texts of the document, the first one as the primary selection. */
export async function selectTexts(workbench: Workbench, ...texts: Found[]): Promise<void> {
  const found = await Promise.all(texts.map((text) => find(workbench, text)));
  await workbench.bridge.select(...found.map(({ from, to }): [Place, Place] => [from, to]));
  await focusEditor(workbench);
}

export async function undo(workbench: Workbench): Promise<void> {
  await focusEditor(workbench);
  await workbench.page.keyboard.press('Control+z');
}

export async function redo(workbench: Workbench): Promise<void> {
  await focusEditor(workbench);
  await workbench.page.keyboard.press('Control+y');
}

const GHOST = '[class*="ghost-text"]';

/** Waits for inline completion (ghost text) that contains `text` and gives all of it. Tab then accepts it. */
export async function ghostText(page: Page, text: string | RegExp = /\S/): Promise<string> {
  await page.locator(GHOST, { hasText: text }).first().waitFor();
  // A ghost of several lines is one element for the first line and one for the others, in the page in either order.
  const parts = await page.locator(GHOST).evaluateAll((elements) =>
    elements
      .filter((each) => each.parentElement?.closest('[class*="ghost-text"]') === null)
      .map((each) => ({ top: each.getBoundingClientRect().top, text: each.textContent }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return parts.join('\n').replaceAll('\u00a0', ' ');
}

/** Waits until no ghost text is shown. */
export async function noGhostText(page: Page): Promise<void> {
  await expect.poll(() => page.locator(GHOST).count()).toBe(0);
}

/** What the visible lines show, decorations and ghost text included. */
export async function visibleText(page: Page): Promise<string> {
  const lines = await page.locator('.editor-instance .view-line').evaluateAll((elements) =>
    elements
      .map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent }))
      .sort((a, b) => a.top - b.top)
      .map(({ text }) => text),
  );
  return lines.join('\n').replaceAll('\u00a0', ' ');
}
