/* The window in Chinese: commands, lists, messages and a page have their texts from the two Chinese files. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { placeCursor } from '../lib/editor.js';
import { dismissPick, pick, pickClosed, runCommand, wordsOf } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { notification, notificationButtons, webview } from '../lib/window.js';
import { ROOT, useWorkbench } from '../lib/workbench.js';

const LANGUAGE = 'zh-cn';

const textsOf = (file: string) => JSON.parse(readFileSync(path.join(ROOT, file), 'utf8')) as Record<string, string>;
const manifest = textsOf(`package.nls.${LANGUAGE}.json`);
const bundle = textsOf(`l10n/bundle.l10n.${LANGUAGE}.json`);

/** A text in Chinese with its values; it fails where there is none. */
function chinese(english: string, ...values: string[]): string {
  const text = bundle[english];
  if (text === undefined) throw new Error(`there is no Chinese for: ${english}`);
  return values.reduce((filled, value, index) => filled.replaceAll(`{${index}}`, value), text);
}

const command = (name: string) => `Glassbox: ${manifest[`command.${name}`] ?? name}`;

const workbench = useWorkbench({
  files: { 'notes.txt': 'She drank a cup of [MASK] in the morning.\n' },
  locale: LANGUAGE,
});
const page = () => workbench().page;

test('commands, and the list of candidates', async () => {
  await placeCursor(workbench(), 'a cup of ');
  await runCommand(page(), command('fillMask'));
  const { rows, placeholder } = await pick(page(), /%/);
  expect(wordsOf(rows)).toHaveLength(10);
  expect(placeholder).toMatch(/\p{Script=Han}/u);
  await dismissPick(page());
});

test('a setting that is no whole number', async () => {
  await workbench().bridge.configure({ 'glassbox.fillMask.candidates': 1.5 });
  await runCommand(page(), command('fillMask'));
  await pick(page(), /%/);
  await dismissPick(page());
  const key = 'glassbox.fillMask.candidates';
  expect(await notification(page(), key)).toBe(
    chinese(
      'The setting {0} is {1}, and must be a whole number ({2}). {3} is used instead.',
      key,
      '1.5',
      '1 … 50',
      '10',
    ),
  );
});

test('an error of the engine, with its ways on', async () => {
  await workbench().bridge.configure({ 'glassbox.fillMask.model': 'no-such-model' });
  await runCommand(page(), command('fillMask'));
  const summary = chinese('The model was not found.');
  const message = await notification(page(), summary);
  const [before = ''] = chinese('There is no model {0}. Known models: {1}.', 'no-such-model').split('{1}');
  // The sentences follow each other without a space.
  expect(message.startsWith(summary + before)).toBe(true);
  expect(await notificationButtons(page(), summary)).toEqual([chinese('Open Settings')]);
  await pickClosed(page());
});

test('a page', async () => {
  await workbench().bridge.configure({ 'glassbox.fillMask.model': null });
  await runCommand(page(), command('explainLastResult'));
  const frame = await webview(page(), '#explain h1, #explain .fillMask');
  expect(await frame.locator('#explain').innerText()).toMatch(/\p{Script=Han}/u);
  await pictures(workbench(), 'chinese', ['light'], [1280]);
});
