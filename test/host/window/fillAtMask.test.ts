/* Fill Mask at the mask itself, in the window: the code action and the completion items, and where there are none. */
import { beforeEach, describe, expect, test } from 'vitest';
import { editorText, focusEditor, placeAt, placeCursor, undo, untilText } from '../lib/editor.js';
import { dismissPick, pick } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { clearNotifications } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const TEXT = `# Notes

She drank a cup of **[MASK]** in the morning.

We met on [MASK] morning in the old town.

I ate an [MASK] at noon.

The end of the notes stands here.
`;

const workbench = useWorkbench({ files: { 'notes.md': TEXT } });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const press = (key: string) => page().keyboard.press(key);

const SUGGESTED = '.suggest-widget.visible .monaco-list-row';
const ACTIONS = '.action-widget .monaco-list-row';

const suggested = () => page().locator(`${SUGGESTED} .label-name`).allInnerTexts();

/** After a change of the text the editor asks by itself for a while, and is not answered. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 1000));

describe('at a mask', () => {
  beforeEach(async () => {
    await press('Escape');
    await press('Escape');
    await clearNotifications(page());
    await focusEditor(workbench());
    const text = await editorText(workbench());
    await workbench().bridge.edit({ line: 0, character: 0 }, placeAt(text, text.length), TEXT);
    await settle();
  });

  test('completion items are the words of the list, and one goes in with one undo', async () => {
    await placeCursor(workbench(), 'cup of **[MASK]');
    await press('Control+Space');
    await poll(async () => (await suggested()).length).toBeGreaterThan(4);
    const words = await suggested();
    expect(words[0]).toMatch(/^[a-z]+$/);
    await pictures(workbench(), 'fill-completion', ['dark']);
    await press('Enter');
    await untilText(workbench(), TEXT.replace('[MASK]', words[0]!));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('a name is written with its capital', async () => {
    await placeCursor(workbench(), 'We met on [MA');
    await press('Control+Space');
    await poll(suggested).toContain('Sunday');
    const words = await suggested();
    for (let row = 0; row < words.indexOf('Sunday'); row++) await press('ArrowDown');
    await press('Enter');
    await untilText(workbench(), TEXT.replace('on [MASK]', 'on Sunday'));
  });

  test('the likeliest is first, also where others change the article, and one of these goes in with one undo', async () => {
    await placeCursor(workbench(), 'an [MASK]');
    await press('Control+Space');
    await poll(suggested).toContain('apple');
    const words = await suggested();
    expect(words[0]).toBe('apple');
    const other = words.findIndex((word) => word.startsWith('a '));
    expect(other).toBeGreaterThan(0);
    for (let row = 0; row < other; row++) await press('ArrowDown');
    await press('Enter');
    await untilText(workbench(), TEXT.replace('an [MASK]', words[other]!));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });

  test('the code action is Fill Mask', async () => {
    await placeCursor(workbench(), 'We met on [MA');
    await press('Control+.');
    await poll(() => page().locator(ACTIONS, { hasText: 'Fill Mask' }).count()).toBe(1);
    await page().locator(ACTIONS, { hasText: 'Fill Mask' }).click();
    await pick(page(), /%/);
    await dismissPick(page());
    expect(await editorText(workbench())).toBe(TEXT);
  });

  test('elsewhere there is neither', async () => {
    await placeCursor(workbench(), 'The end of the ');
    await press('Control+.');
    await stays(async () => expect(await page().locator(ACTIONS, { hasText: 'Fill Mask' }).count()).toBe(0));
    await press('Escape');
    await press('Control+Space');
    await stays(async () => expect((await suggested()).filter((word) => /^(?:tea|coffee)$/.test(word))).toEqual([]));
  });
});
