/* A server that goes away in the middle of work, is too busy, or may not be asked any more: nothing of a text is lost. */
import fs from 'node:fs';
import path from 'node:path';
import type { ServerResponse } from 'node:http';
import { parse } from 'csv-parse/sync';
import { afterAll, expect, test } from 'vitest';
import { StandIn } from '../../unit/servers/standIn.js';
import { addServer } from '../lib/addServer.js';
import { DecodingWindow } from '../lib/decodingView.js';
import { editorText, openFile, placeCursor } from '../lib/editor.js';
import { answerFileDialog } from '../lib/fileDialog.js';
import { pick, runCommand } from '../lib/palette.js';
import { pictures } from '../lib/pictures.js';
import { answerDialog, clearNotifications, notification, pressNotification } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

/** What the stand-in does with requests for text; null: answers. */
let instead: ((response: ServerResponse, count: number) => boolean) | null = null;
let asked = 0;
const standIn = new StandIn(undefined, (response, place) => {
  if (place !== '/v1/completions') return false;
  asked += 1;
  return instead?.(response, asked) ?? false;
});
const { port, host: here } = new URL(await standIn.start());
const beyond = `0.0.0.0:${port}`;
const [local, remote] = [`forty@${here}`, `forty@http://${beyond}`];
afterAll(() => standIn.stop());

const NOTE = 'She went to the river\n';
const TEXTS = Array.from({ length: 40 }, () => 'one two the old man');
const workbench = useWorkbench({
  files: { 'note.txt': NOTE, 'texts.csv': `text\n${TEXTS.join('\n')}\n` },
  width: 1280,
});
const page = () => workbench().page;
const decoding = new DecodingWindow(workbench);
const placeOf = (name: string) => path.join(workbench().folder, name);
const after = (count: number, fails: (response: ServerResponse) => void) => {
  asked = 0;
  instead = (response, at) => {
    if (at <= count) return false;
    fails(response);
    return true;
  };
};

test('in the middle of runs side by side: what they have stays, with a word', async () => {
  await addServer(page(), here);
  await notification(page(), `${local} is among the models now`);
  await clearNotifications(page());
  await decoding.open();
  await (await decoding.frame()).locator('select').first().selectOption(local);
  await decoding.prompt('She went to the river');
  after(6, (response) => void response.destroy());
  await decoding.run();
  const [greedy, drawn, beams, contrastive] = await decoding.cards();
  for (const one of [greedy!, drawn!, beams!]) {
    expect(one.notes).toContain(`${here} broke its answer off: what had come until then stays`);
    expect(one.text).not.toBe('');
    expect(one.figures).toMatch(/^1 token ·/);
  }
  expect(contrastive!.notes).toContain('which does not tell what this takes');
  await pictures(workbench(), 'servers-gone-decoding', ['light', 'dark', 'contrast'], [1280]);
  instead = null;
  await decoding.run();
  expect((await decoding.cards())[0]).toMatchObject({ figures: expect.stringMatching(/^40 tokens ·/) as string });
  expect((await decoding.cards())[0]!.notes).not.toContain('broke');
});

/** Chooses the open file, perplexity, the server's model and CSV. */
async function choose() {
  await runCommand(page(), 'Glassbox: Score Many Texts…');
  for (const [label, rows] of [
    ['texts.csv', /Folder/],
    ['Perplexity', /Embeddings/],
    [local, local],
    ['CSV', /Parquet/],
  ] as const) {
    await pick(page(), rows);
    await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: label }).first().click();
  }
  await answerFileDialog(page(), placeOf('texts.perplexity.csv'));
}

test('many texts of a server that is too busy: it is asked again as it says, and none is lost', async () => {
  await openFile(workbench(), 'texts.csv');
  after(20, (response) => void response.writeHead(429, { 'retry-after': '1' }).end());
  await choose();
  await answerDialog(page(), 'Texts: 40', 'Begin');
  await notification(page(), 'waiting for the server, which is asked again in');
  instead = null;
  await notification(page(), 'texts.perplexity.csv is written. Rows: 40.');
  const [head, ...rows]: string[][] = parse(fs.readFileSync(placeOf('texts.perplexity.csv'), 'utf8'));
  // A text whose answer broke off has its error by its line; none is lost, and their order is that of the file.
  expect(rows.map((row) => Number(row[head!.indexOf('line')]))).toEqual(TEXTS.map((_, at) => at + 2));
  const figures = rows.map((row) => row[head!.indexOf('perplexity')]!);
  const whole = figures.filter((figure) => figure !== '');
  expect(new Set(whole).size).toBe(1);
  expect(whole.length + rows.filter((row) => row[head!.indexOf('error')] === 'server-failed').length).toBe(
    TEXTS.length,
  );
});

test('many texts of a server that goes away: what is done is kept', async () => {
  await clearNotifications(page());
  fs.rmSync(placeOf('texts.perplexity.csv'), { force: true });
  await choose();
  after(12, (response) => void response.destroy());
  await answerDialog(page(), 'Texts: 40', 'Begin');
  await notification(page(), 'waiting for the server, which is asked again in');
  await pressNotification(page(), 'Scoring texts.csv', 'Cancel');
  await notification(page(), 'What is done is kept');
  instead = null;
  await clearNotifications(page());
  await choose();
  await answerDialog(page(), 'Done already in a run before:', 'Go On');
  await notification(page(), 'texts.perplexity.csv is written. Rows: 40.');
  await clearNotifications(page());
});

test('offline in the middle: nothing goes there, and the text stays', async () => {
  await workbench().bridge.configure({ 'glassbox.offline': false });
  await addServer(page(), `http://${beyond}`);
  await answerDialog(page(), 'Text leaves this machine', 'Send Text There');
  await notification(page(), 'is among the models now');
  await clearNotifications(page());
  await workbench().bridge.configure({ 'glassbox.continueText.model': remote, 'glassbox.offline': true });
  await openFile(workbench(), 'note.txt');
  await placeCursor(workbench(), 'the river');
  const before = standIn.requests.length;
  await runCommand(page(), 'Glassbox: Continue Text');
  const told = await notification(page(), 'the extension is offline');
  expect(told).toContain('forty is on another machine, and the extension is offline.');
  expect(await editorText(workbench())).toBe(NOTE);
  await clearNotifications(page());
  await (await decoding.frame()).locator('select').first().selectOption(remote);
  await decoding.press(/^Run/);
  await decoding.poll(async () => (await decoding.cards())[0]!.notes).toContain('and the extension is offline');
  expect(standIn.requests.length).toBe(before);
  await pictures(workbench(), 'servers-offline-decoding', ['light', 'dark'], [1280, 300]);
});
