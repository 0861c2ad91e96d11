/* Fill Mask in a workspace that is not trusted, with a model that is broken, and without an editor. */
import { describe, expect, test } from 'vitest';
import { placeCursor } from '../lib/editor.js';
import { dismissPick, pick, pickClosed, runCommand, wordsOf } from '../lib/palette.js';
import { answerTrust, notification, notificationButtons } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const FILL = 'Glassbox: Fill Mask';
const NOTE = 'She drank a cup of [MASK] in the morning.\n';

describe('an untrusted workspace', () => {
  const settings = { 'glassbox.fillMask.model': 'of-the-workspace', 'glassbox.fillMask.candidates': 3 };
  const workbench = useWorkbench({
    files: { 'note.md': NOTE, '.vscode/settings.json': JSON.stringify(settings) },
    trust: true,
  });

  test('does not choose the model, but may set how many words are listed', async () => {
    const { page, bridge } = workbench();
    await answerTrust(page, false);
    expect((await bridge.environment()).trusted).toBe(false);
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page, FILL);
    const { title, rows } = await pick(page, /%/);
    expect(title).toContain('bert-mini');
    expect(wordsOf(rows)).toHaveLength(3);
    await dismissPick(page);
  });

  test('cannot have another extension name a model by its folder, unless the user has named it', async () => {
    const { bridge, folder } = workbench();
    const text = 'She drank a cup of [MASK].';
    expect((await bridge.api('fillMask', { text })).value).toMatchObject({ model: 'bert-mini' });
    const asked = { text, model: `${folder}/models/bert` };
    expect(await bridge.api('fillMask', asked)).toMatchObject({ code: 'not-trusted' });
    // Named by the user, it is only not there.
    await bridge.configure({ 'glassbox.models.folders': [`${folder}/models`] });
    expect(await bridge.api('fillMask', asked)).toMatchObject({ code: 'unknown-model' });
    const decoding = { strategy: 'contrastiveDecoding', amateur: `${folder}/other/gpt2` };
    expect(await bridge.api('generate', { text, decoding })).toMatchObject({ code: 'not-trusted' });
  });
});

describe('a broken model', () => {
  const model = {
    'models/broken/config.json': '{ "model_type": "bert", "architectures": ["BertForMaskedLM"]',
    'models/broken/tokenizer.json': '{}',
    'models/broken/tokenizer_config.json': '{}',
    'models/broken/onnx/model.onnx': 'not a model',
  };
  const workbench = useWorkbench({ files: { 'note.md': NOTE, ...model } });

  test('is named, with the ways on', async () => {
    const { page, bridge, folder } = workbench();
    await bridge.configure({ 'glassbox.fillMask.model': `${folder}/models/broken` });
    await placeCursor(workbench(), 'a cup of ');
    await runCommand(page, FILL);
    const broken = 'The model’s files are broken or incomplete.';
    expect(await notification(page, broken)).toContain('broken');
    expect(await notificationButtons(page, broken)).toEqual(expect.arrayContaining(['Try Again', 'Open Settings']));
    await pickClosed(page);
  });

  test('does not stand in the way of others', async () => {
    const { page, bridge, folder } = workbench();
    await bridge.configure({ 'glassbox.models.folders': [`${folder}/models`], 'glassbox.fillMask.model': null });
    await runCommand(page, FILL);
    expect((await pick(page, /%/)).title).toContain('bert-mini');
    await dismissPick(page);
  });

  test('without an editor, the command says what it needs', async () => {
    const { page, bridge } = workbench();
    await bridge.command('workbench.action.closeAllEditors');
    await bridge.command('glassbox.fillMask');
    const none = 'There is no text editor to work in.';
    await notification(page, none);
    expect(await notificationButtons(page, none)).toEqual(['New Text File', 'Open File…']);
  });
});
