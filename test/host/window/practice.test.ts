/* The walkthrough in the window: its buttons open the practice text, put the cursor in place and run the command. */
import { expect, test } from 'vitest';
import { editorText, undo, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const TITLE = 'Get to Know Glassbox';
const workbench = useWorkbench({ files: { 'note.txt': 'A note.\n' } });
const page = () => workbench().page;
const practiceTabs = () => page().locator('.tab', { hasText: 'A day at home' });

async function toWalkthrough() {
  await runCommand(page(), 'Welcome: Open Walkthrough...');
  await pick(page(), TITLE);
  await page().keyboard.type(TITLE);
  await expect.poll(async () => (await pick(page())).rows[0]?.label).toBe(TITLE);
  await acceptPick(page());
  await page().locator('.getting-started-step').first().waitFor();
}

/** Opens a step of the walkthrough and presses its button. */
async function practise(step: string, button: string) {
  await toWalkthrough();
  const header = page().locator('.getting-started-step', { hasText: step });
  if ((await header.getAttribute('class'))?.includes('expanded') !== true) await header.click();
  await header.getByRole('button', { name: button }).click();
}

test('has a step for each of the things to do, with pictures', async () => {
  await toWalkthrough();
  const steps = await page().locator('.getting-started-step .step-title').allInnerTexts();
  expect(steps).toEqual([
    'Fill a gap',
    'Go on writing',
    'Translate a selection',
    'Look inside the last result',
    'See which words a word reads',
    'Compare decoding strategies',
    'See which words surprise a model',
    'Sort texts by labels of your own',
    'Use a larger model',
  ]);
  const picture = page().locator('.getting-started-media img').first();
  await expect.poll(() => picture.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(500);
  await pictures(workbench(), 'walkthrough', undefined, [1280, 1680]);
});

test('fills the gap of the practice text, which is one tab however often it is asked for', async () => {
  await practise('Fill a gap', 'Try Fill Mask');
  const { rows } = await pick(page(), /%/);
  await acceptPick(page());
  const filled = `Anna opened the ${rows[0]!.label} and looked at the garden.`;
  await expect.poll(() => editorText(workbench())).toContain(filled);
  await undo(workbench());
  await expect.poll(() => editorText(workbench())).toContain('Anna opened the [MASK] and');

  await practise('Translate a selection', 'Try Translate Selection');
  await pick(page(), '→');
  const { selections, text } = await workbench().bridge.state();
  expect(text.split('\n')[selections[0]!.active.line]).toMatch(/^The children are playing/);
  await dismissPick(page());
  expect(await practiceTabs().count()).toBe(1);
});

test('opens a fresh text where the old one has lost the place', async () => {
  await runCommand(page(), 'Glassbox: Open Practice Text');
  expect(await practiceTabs().count()).toBe(1);
  const { text } = await workbench().bridge.state();
  await workbench().bridge.edit({ line: 0, character: 0 }, { line: text.split('\n').length, character: 0 }, '# Gone\n');
  await untilText(workbench(), '# Gone\n');
  await practise('See which words a word reads', 'Try Show Attention');
  const frame = await webview(page(), '#attention .matrix');
  await expect.poll(() => frame.locator('.stage svg text').allTextContents()).toContain('river');
});

test('sorts the lines of the practice text, and marks its surprising word', async () => {
  await practise('Sort texts by labels of your own', 'Try Classify');
  await pick(page(), 'Each of the 4 Lines');
  await dismissPick(page());
  await practise('See which words surprise a model', 'Try Show Surprise');
  await page()
    .locator('.statusbar-item', { hasText: /bits\sper\sword/ })
    .waitFor({ timeout: 60_000 });
  const { selections, text } = await workbench().bridge.state();
  const { line, character } = selections[0]!.active;
  expect(text.split('\n')[line]!.slice(character)).toBe('moon.');
});
