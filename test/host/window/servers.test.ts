/* Servers as models: added with consent, seen in pickers and views, refused offline, removed with all that was kept. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { ALL, StandIn } from '../../unit/servers/standIn.js';
import { addServer, answerBox } from '../lib/addServer.js';
import { ghostText, openFile, placeCursor } from '../lib/editor.js';
import { modelRows, openModels } from '../lib/modelsView.js';
import { acceptPick, pick, pickClosed, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import {
  answerDialog,
  clearNotifications,
  notification,
  pressNotification,
  statusBarItem,
  webview,
} from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const KEY = 'sk-very-secret';
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-servers-'));
const standIn = new StandIn(ALL);
const address = await standIn.start();
const { port } = new URL(address);
const here = `127.0.0.1:${port}`;
/** By another name it is another machine: text that goes there leaves this one. */
const beyond = `0.0.0.0:${port}`;
/** Without TLS the whole address is in the name. */
const beyondModel = `forty@http://${beyond}`;

afterAll(async () => {
  await standIn.stop();
  fs.rmSync(home, { recursive: true, force: true });
});

const poll = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

describe('a server', () => {
  const workbench = useWorkbench({
    files: { 'note.txt': 'She went to the river\n' },
    settings: { 'glassbox.offline': false },
    env: { GLASSBOX_HOME: home },
  });
  const page = () => workbench().page;

  const add = (typed: string, key?: string) => addServer(page(), typed, key);

  beforeEach(async () => {
    await clearNotifications(page());
    standIn.requests.length = 0;
  });

  test('says what is no address while it is typed, and keeps a key from going where all can read it', async () => {
    await runCommand(page(), 'Glassbox: Add Server…');
    const widget = page().locator('.quick-input-widget:visible');
    await widget.locator('input').first().fill('ftp://host');
    await widget.getByText('is no address of a server').waitFor();
    await answerBox(page(), 'Add Server: Address', `http://${beyond}`);
    await widget.locator('input').first().fill(KEY);
    await widget.getByText('for everybody to read').waitFor();
    await page().keyboard.press('Escape');
    expect(standIn.requests).toEqual([]);
  });

  test('on this machine is added without a question, with what it can do in plain words', async () => {
    await add(here, KEY);
    const told = await notification(page(), `forty@${here} is among the models now (on this machine).`);
    expect(told).toContain('The server tells the 20 likeliest tokens at each step');
    expect(standIn.requests.every(({ key }) => key === `Bearer ${KEY}`)).toBe(true);
    await pictures(workbench(), 'servers-added', ['light', 'dark'], [1280]);
    await pressNotification(page(), 'is among the models now', 'What It Can Do');
    const shown = await webview(page(), 'table');
    expect(await shown.locator('table').innerText()).toContain('Ignored in silence');
    await pictures(workbench(), 'servers-page', ['light', 'dark'], [1280]);
    const log = fs.readFileSync(path.join(home, 'connections.jsonl'), 'utf8');
    expect(log).toContain('what the server can do');
    expect(log).not.toMatch(/secret|one two/);
  });

  test('elsewhere is asked about once, and not added where the user does not agree', async () => {
    await add(`http://${beyond}`);
    await answerDialog(page(), `Text leaves this machine: ${beyond} reads it.`, 'Cancel');
    expect(await notification(page(), 'was not added')).toContain(beyond);
    await clearNotifications(page());
    await add(`http://${beyond}`);
    await page().locator('.monaco-dialog-box').waitFor();
    await pictures(workbench(), 'servers-consent', ['light', 'dark'], [1280]);
    // Whoever types on agrees to nothing: they read what is sent.
    await page().keyboard.press('Enter');
    await notification(page(), 'was not added');
    await webview(page(), 'h1:has-text("Servers that run models")');
    await clearNotifications(page());
    await add(`http://${beyond}`);
    await answerDialog(page(), 'Text leaves this machine', 'Send Text There');
    expect(await notification(page(), 'is among the models now')).toContain(`text goes to ${beyond}`);
    await clearNotifications(page());
    await add(`http://${beyond}`);
    await notification(page(), 'is among the models now');
  });

  test('elsewhere is not asked while offline, one on this machine is', async () => {
    await workbench().bridge.configure({ 'glassbox.offline': true });
    await add(`http://${beyond}`);
    await notification(page(), 'the extension is offline');
    expect(standIn.requests).toEqual([]);
    await clearNotifications(page());
    await add(here);
    await notification(page(), 'is among the models now');
    await workbench().bridge.configure({ 'glassbox.offline': false });
  });

  test('that is down is told with ways on', async () => {
    await add('127.0.0.1:1');
    expect(await notification(page(), 'could not be reached')).toContain('127.0.0.1:1');
    await pressNotification(page(), 'could not be reached', 'Change Address…');
    await page().locator('.quick-input-widget:visible', { hasText: 'Add Server: Address' }).waitFor();
    await page().keyboard.press('Escape');
  });

  test('is in the view with where texts go, and in the pickers behind what is here', async () => {
    await openModels(page());
    await poll(() => modelRows(page())).toContainEqual(expect.stringContaining(`forty | ${here}`));
    expect(await modelRows(page())).toContainEqual(expect.stringContaining(`forty | ${beyond}`));
    await pictures(workbench(), 'servers-view', ['light', 'dark'], [1280]);
    await runCommand(page(), 'Glassbox: Choose Model…');
    await pick(page(), 'Continue Text');
    await page().keyboard.type('Continue Text');
    await acceptPick(page());
    const { rows } = await pick(page(), beyondModel);
    const labels = rows.map(({ label }) => label);
    expect(labels.indexOf(`forty@${here}`)).toBeGreaterThan(labels.indexOf('gpt2-mini'));
    expect(rows.find(({ label }) => label === beyondModel)?.description).toBe(`text goes to ${beyond} · 64 tokens`);
    await pictures(workbench(), 'servers-choose', ['light', 'dark'], [1280]);
    await page().keyboard.type(beyondModel);
    await acceptPick(page());
    await pickClosed(page());
    await statusBarItem(page(), beyond);
  });

  test('continues the text, and each time it is said where that goes', async () => {
    await openFile(workbench(), 'note.txt');
    await placeCursor(workbench(), 'the river');
    await runCommand(page(), 'Glassbox: Continue Text');
    await statusBarItem(page(), `goes to ${beyond}`);
    expect((await ghostText(page())).trim()).toMatch(/^(one|two|She|went|to|the|river|old|man|was|good|and|word\d+)\b/);
    await page().keyboard.press('Escape');
    const sent = standIn.requests.filter(({ body }) => JSON.stringify(body).includes('She went'));
    expect(sent.length).toBeGreaterThan(0);
    expect(sent.every(({ key }) => key === undefined)).toBe(true);
  });

  test('is forgotten with its key, its consent and what named it', async () => {
    await openModels(page());
    await runCommand(page(), 'Glassbox: Remove Server…');
    await pick(page(), beyondModel);
    await page().keyboard.type(beyond);
    await acceptPick(page());
    const question = await page().locator('.monaco-dialog-box').innerText();
    expect(question).toContain(`Your consent to text going to ${beyond} goes with it.`);
    expect(question).not.toContain('key');
    await answerDialog(page(), `Remove ${beyondModel} from the models?`, 'Remove');
    await poll(() => modelRows(page())).not.toContainEqual(expect.stringContaining(beyond));
    await page().locator('.statusbar-item', { hasText: beyond }).waitFor({ state: 'detached' });
    await add(`http://${beyond}`);
    await answerDialog(page(), 'Text leaves this machine', 'Cancel');
  });
});
