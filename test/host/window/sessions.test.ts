/* What the Decoding view gives out and takes back by VS Code's dialogues: sessions and generation_config.json; and what
 * leads from it to attention, where two texts stand side by side. */
import fs from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { DecodingWindow } from '../lib/decodingView.js';
import { focusEditor, openFile, placeCursor } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { answerDialog, notification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const PROMPT = 'When the rain stopped, the children';
const CUP = 'She drank a cup of tea in the morning.';
const GLASS = 'He drank a glass of tea in the evening.';

const workbench = useWorkbench({
  files: {
    'story.txt': `${PROMPT}\n`,
    'two.txt': `${CUP}\n\n${GLASS}\n`,
    'theirs.json': '{ "do_sample": true, "temperature": 0.7, "top_k": 20, "max_new_tokens": 12 }',
    'broken.glassbox-decoding.json': '{ "format": "glassbox-decoding", "version": 1, "runs": 3 }',
  },
  settings: { 'editor.wordWrap': 'on' },
  width: 1440,
});
const view = new DecodingWindow(workbench);
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const answerFile = (name: string) => answerFileDialog(page(), path.join(workbench().folder, name));
const files = () => fs.readdirSync(workbench().folder);
const saved = (name: string) => fs.readFileSync(path.join(workbench().folder, name), 'utf8');
const texts = async () => (await view.cards()).map(({ title, text }) => ({ title, text }));
const typed = async () => (await view.frame()).locator('textarea').inputValue();

describe('a session', () => {
  let before: { title: string; text: string }[] = [];

  test('is saved with all its texts', async () => {
    await view.open();
    await view.prompt(PROMPT);
    await view.run();
    before = await texts();
    await view.choose('More actions', 'Save Session …');
    await answerFile('rain.glassbox-decoding.json');
    await poll(files).toContain('rain.glassbox-decoding.json');
    const written = saved('rain.glassbox-decoding.json');
    expect(JSON.parse(written)).toMatchObject({ format: 'glassbox-decoding' });
    expect(written).toContain(PROMPT);
  });

  test('asks before it takes the place of other texts, and leaves them when it may not', async () => {
    await view.prompt('In the evening, the old man');
    await view.run();
    const others = await texts();
    expect(others).not.toEqual(before);
    await view.choose('More actions', 'Open Session …');
    await answerFile('rain.glassbox-decoding.json');
    await answerDialog(page(), /takes the place of the comparison/, 'Cancel');
    expect(await texts()).toEqual(others);
    expect(await typed()).toBe('In the evening, the old man');
  });

  test('opens again as it was, without running', async () => {
    await view.choose('More actions', 'Open Session …');
    await answerFile('rain.glassbox-decoding.json');
    await answerDialog(page(), /takes the place of the comparison/, 'Open');
    await poll(texts).toEqual(before);
    expect(await typed()).toBe(PROMPT);
    expect(await (await view.frame()).locator('li.card[aria-busy="true"]').count()).toBe(0);
  });

  test('that is broken is refused with its reason, and nothing is lost', async () => {
    await view.choose('More actions', 'Open Session …');
    await answerFile('broken.glassbox-decoding.json');
    expect(await notification(page(), 'not imported')).toContain('prompt is missing');
    expect(await texts()).toEqual(before);
  });
});

describe('generation_config.json', () => {
  test('of others becomes a run with its recipe and length', async () => {
    const count = (await view.cards()).length;
    await view.choose('More actions', 'Import Recipes or generation_config.json …');
    await answerFile('theirs.json');
    await poll(async () => (await view.cards()).length).toBe(count + 1);
    const title = (await view.cards()).at(-1)!.title;
    expect(title).toMatch(/0\.7/);
    expect(title).toMatch(/20/);
    const length = (await view.frame()).getByRole('spinbutton', { name: /length/i }).first();
    expect(await length.inputValue()).toBe('12');
  });

  test('is written from a run', async () => {
    await view.act((await view.cards()).length - 1, 'Save as generation_config.json …');
    await answerFile('ours.json');
    await poll(files).toContain('ours.json');
    const written = JSON.parse(saved('ours.json')) as Record<string, unknown>;
    expect(written).toMatchObject({ do_sample: true, temperature: 0.7, top_k: 20, max_new_tokens: 12 });
  });
});

describe('attention', () => {
  const shown = (selector = '.matrix') => webview(page(), `#attention ${selector}`);
  const words = async () => (await shown('.stage svg')).locator('.stage svg text').allTextContents();
  const caption = async () => (await shown('.caption')).locator('.caption').first().innerText();

  test('of a run is that of its prompt and what it wrote', async () => {
    const { text } = (await view.cards())[0]!;
    const last = /(\p{L}+)\P{L}*$/u.exec(text)![1]!;
    await view.act(0, 'Show Its Attention');
    await poll(caption).toContain('Decoding, run 1');
    const seen = await words();
    expect(seen).toContain('children');
    expect(seen.join(' ')).toContain(last);
    await pictures(workbench(), 'attention-of-run', ['dark', 'light'], [1440]);
  });

  test('of two sentences stands side by side with the difference, and leaves again', async () => {
    await openFile(workbench(), 'two.txt');
    await placeCursor(workbench(), 'drank a cup');
    await runCommand(page(), 'Glassbox: Show Attention');
    await poll(words).toContain('cup');
    // The run's text was pinned, so that the cursor did not take it away.
    await (await shown()).getByRole('button', { name: 'pin', exact: true }).click();
    await (await shown()).getByRole('button', { name: 'Compare with This' }).click();
    await focusEditor(workbench()); // the keyboard was in the panel
    await placeCursor(workbench(), 'drank a glass');
    const frame = await shown('.two-maps svg.difference');
    await poll(() => frame.locator('.compare-bar').innerText()).toContain(CUP);
    await poll(() => frame.locator('.two-maps .maps svg').count()).toBeGreaterThan(1);
    const names = () => frame.locator('.two-maps .maps svg text').allTextContents();
    await poll(names).toEqual(expect.arrayContaining(['glass', 'cup']));
    await pictures(workbench(), 'attention-pair', undefined, [1440, 900]);
    await frame.getByRole('button', { name: 'Stop Comparing' }).click();
    await poll(() => frame.locator('.two-maps').count()).toBe(0);
  });
});
