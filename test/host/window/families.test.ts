/* The commands and views with models of other families, straight from their weights: a RoBERTa, a Llama, a BART. */
import path from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { ghostText, placeCursor, undo, untilText } from '../lib/editor.js';
import { acceptPick, pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { webview } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

/** Tiny models with random weights: what they answer is no language, but what is shown must be right. */
const MODELS = path.join(ROOT, 'test/golden/families/models');
const TEXT = [
  'The children sat on the bank of the river and watched the boats.',
  'She drank a cup of [MASK] in the morning.',
  'She drank a cup of <mask> at night.',
  'When the rain stopped, the children',
  '',
].join('\n\n');

const workbench = useWorkbench({
  files: { 'note.md': TEXT },
  settings: {
    'editor.wordWrap': 'on',
    'glassbox.fillMask.model': 'mini-roberta',
    'glassbox.continueText.model': 'mini-llama',
    'glassbox.continueText.maxNewTokens': 6,
    'glassbox.attention.model': 'mini-roberta',
  },
  width: 1440,
});
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 20_000 });

// A setting of the machine: it has a file of its own.
beforeAll(() => workbench().bridge.configure({ 'glassbox.models.folders': [MODELS] }));

describe('a RoBERTa', () => {
  test.each(['[MASK]', '<mask>'])('fills %s, with one undo', async (mask) => {
    await placeCursor(workbench(), mask, 'before');
    await runCommand(page(), 'Glassbox: Fill Mask');
    const { label } = (await pick(page(), /%/)).rows[0]!;
    await acceptPick(page());
    await untilText(workbench(), TEXT.replace(mask, label));
    await undo(workbench());
    await untilText(workbench(), TEXT);
  });
});

test('a Llama continues', async () => {
  await placeCursor(workbench(), 'the children');
  await runCommand(page(), 'Glassbox: Continue Text');
  await ghostText(page());
  await page().keyboard.press('Escape');
});

describe('Show Attention', () => {
  const shown = () => webview(page(), '#attention .matrix');
  const shownModel = async () => (await shown()).locator('select option:checked').first().innerText();
  const words = async () => (await shown()).locator('.stage svg text').allTextContents();

  beforeAll(async () => {
    await placeCursor(workbench(), 'the bank');
    await runCommand(page(), 'Glassbox: Show Attention');
  });

  test.each(['mini-roberta', 'mini-llama', 'mini-bart'])('shows that of %s', async (model) => {
    const models = (await shown()).locator('select').first();
    const option = await models.locator('option', { hasText: `${model} ·` }).getAttribute('value');
    await models.selectOption(option);
    await poll(shownModel).toContain(model);
    // The kind of map stays that of the model before where this one has it, too: a decoder's words are those that it writes.
    const encoder = (await shown()).getByText('encoder', { exact: true });
    if (model === 'mini-bart') await encoder.click();
    await poll(words).toEqual(expect.arrayContaining(['bank', 'river']));
    await pictures(workbench(), `attention-${model}`, ['light', 'dark'], [1440]);
  });
});
