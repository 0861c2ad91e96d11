/* A server that tells texts alone, as Ollama does: all is decoded by it, and that is said. */
import { afterAll, expect, test } from 'vitest';
import { StandIn, WORDS_ONLY } from '../../unit/servers/standIn.js';
import { addServer } from '../lib/addServer.js';
import { DecodingWindow } from '../lib/decodingView.js';
import { ghostText, openFile, placeCursor } from '../lib/editor.js';
import { acceptPick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { clearNotifications, notification, statusBarItem, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const words = new StandIn(WORDS_ONLY);
const wordsHere = new URL(await words.start()).host;
afterAll(() => words.stop());

const workbench = useWorkbench({ files: { 'note.txt': 'She went to the river\n' } });
const page = () => workbench().page;
const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });
const decoding = new DecodingWindow(workbench);

test('that tells texts alone continues and compares all the same, which is said', async () => {
  await addServer(page(), wordsHere);
  expect(await notification(page(), `forty@${wordsHere} is among the models now`)).toContain('decoded by the server');
  await clearNotifications(page());
  await runCommand(page(), 'Glassbox: Choose Model…');
  await pick(page(), 'Continue Text');
  await page().keyboard.type('Continue Text');
  await acceptPick(page());
  const { rows } = await pick(page(), `forty@${wordsHere}`);
  expect(rows.find(({ label }) => label === `forty@${wordsHere}`)?.description).toContain('decoded by the server');
  await page().keyboard.type(`forty@${wordsHere}`);
  await acceptPick(page());
  await pickClosed(page());
  // The setting is written after the list has closed.
  await statusBarItem(page(), `Continue Text works with forty@${wordsHere} now`);
  await openFile(workbench(), 'note.txt');
  await placeCursor(workbench(), 'the river');
  words.requests.length = 0;
  await runCommand(page(), 'Glassbox: Continue Text');
  await statusBarItem(page(), 'decoded by the server');
  expect((await ghostText(page())).trim()).not.toBe('');
  expect(words.requests.every(({ path, body }) => path === '/v1/completions' && body['stream'] === true)).toBe(true);
  await page().keyboard.press('Tab');
  await runCommand(page(), 'Glassbox: Explain Last Result');
  const explained = await webview(page(), '#explain');
  await poll(() => explained.locator('body').innerText()).toContain('decoded by the server');
  await pictures(workbench(), 'servers-words-explained', ['light', 'dark'], [1280]);
  await decoding.open();
  await decoding.prompt('She went to the river');
  await (await decoding.frame()).locator('select').first().selectOption(`forty@${wordsHere}`);
  await decoding.run();
  await decoding
    .poll(async () => (await decoding.cards()).some(({ notes }) => notes.includes('decoded by the server')))
    .toBe(true);
  const cards = await decoding.cards();
  expect(cards.find(({ notes }) => notes.includes('decoded by the server'))!.text.trim()).not.toBe('');
  await pictures(workbench(), 'servers-words-decoding', ['light', 'dark'], [1280]);
});
