/* Ask About This Text in the window: answers found and marked, answers written, and no answer. */
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { focusEditor, placeCursor, selection, untilText } from '../lib/editor.js';
import { acceptPick, dismissPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { markCount, pickField } from '../lib/views.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** Tiny models with random weights: their answers are none, but what is shown must be right. */
const MODELS = path.join(ROOT, 'test/golden/families/models');
const TEXT = [
  '# The children',
  'The children sat on the bank of the river and watched the boats. Anna drank a cup of tea in the morning.',
  'When the rain stopped, the old dog went home to the *garden* of the house, and the children played there until night.',
  Array.from({ length: 12 }, (_, at) => `The boat ${at} came down the river in the evening.`).join(' '),
  '',
].join('\n\n');

const workbench = useWorkbench({ files: { 'note.md': TEXT }, width: 1280 });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

async function ask(question: string) {
  await runCommand(page(), 'Glassbox: Ask About This Text');
  await poll(() => page().locator('.quick-input-widget:visible .quick-input-message').innerText()).toContain(
    'A question',
  );
  await pickField(page()).fill(question);
  await page().keyboard.press('Enter');
}

async function take(label: string) {
  await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: label }).first().click();
}

const selectedText = async () => (await selection(workbench())).text;

test('where no model finds answers, one is installed, or another writes them', async () => {
  await placeCursor(workbench(), 'children sat');
  await runCommand(page(), 'Glassbox: Ask About This Text');
  const { rows, placeholder } = await pick(page(), 'Install Model');
  expect(placeholder).toContain('No model here finds answers in a text.');
  expect(rows[0]!.description).toBe('deepset/roberta-base-squad2');
  expect(rows.map(({ label }) => label)).toContain('gpt2-mini');
  // It does nothing but translate.
  expect(rows.map(({ label }) => label)).not.toContain('t5-mini');
  await dismissPick(page());
});

describe('with a model that finds answers', () => {
  // A setting of the machine: it has a file of its own.
  beforeAll(() =>
    workbench().bridge.configure({ 'glassbox.models.folders': [MODELS], 'glassbox.ask.model': 'mini-bert-squad' }),
  );

  test('answers are marked in the text, with their scores, and led to', async () => {
    await placeCursor(workbench(), 'children sat');
    await ask('Where did the children sit?');
    const { rows, title } = await pick(page(), /%/);
    expect(title).toBe('Where did the children sit? · mini-bert-squad');
    const answers = rows.filter(({ label, description }) => description.includes('%') && label !== 'No Answer');
    expect(answers.length).toBeGreaterThan(1);
    const figures = answers.map(({ description }) => Number(/[\d.]+/.exec(description)![0]));
    expect(figures).toEqual([...figures].sort((one, other) => other - one));
    expect(await markCount(page())).toBeGreaterThan(0);
    await pictures(workbench(), 'ask');
    const { label } = answers[0]!;
    await take(label);
    // The label is what is read there, and cut where it is long.
    const read = label.replace(/…$/, '');
    await poll(async () => (await selectedText()).replace(/\s+/g, ' ').replace(/[*`#]/g, '')).toContain(read);
    await poll(() => markCount(page())).toBe(0);
  });

  test('another model writes an answer beside them', async () => {
    await placeCursor(workbench(), 'children sat');
    await ask('Where did the old dog go?');
    await pick(page(), 'Let a Model Write');
    await take('Let a Model Write an Answer…');
    await pick(page(), 'mini-t5');
    await take('mini-t5');
    const { rows } = await pick(page(), 'It has read the passage');
    expect(rows.filter(({ description }) => description.includes('%')).length).toBeGreaterThan(1);
    await pictures(workbench(), 'ask-written', ['light', 'contrast']);
    await dismissPick(page());
  });

  test('a decoder answers by a prompt', async () => {
    await workbench().bridge.configure({ 'glassbox.ask.model': 'gpt2-mini' });
    await focusEditor(workbench());
    await ask('Who drank a cup of tea?');
    const { title, rows } = await pick(page(), 'It has read the passage');
    expect(title).toBe('Who drank a cup of tea?');
    expect(rows.some(({ description }) => description.includes('%'))).toBe(false);
    await acceptPick(page());
    await untilText(workbench(), TEXT);
  });
});
