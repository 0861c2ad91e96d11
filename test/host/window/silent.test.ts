/* The engine stops answering: the user is told while a command waits, and starts it anew; the text stays as it was. */
import { afterEach, expect, test } from 'vitest';
import { editorText, placeCursor } from '../lib/editor.js';
import { enginePids, engineRunning } from '../lib/engineProcess.js';
import { dismissPick, pick, runCommand } from '../lib/palette.js';
import { picture } from '../lib/pictures.js';
import {
  clearNotifications,
  notification,
  notificationButtons,
  pressNotification,
  statusBarItem,
} from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const NOTE = 'She drank a cup of [MASK] in the morning.\n';
const SILENT = /The engine has not answered for \d+ s; it had nothing to do before/;

const workbench = useWorkbench({ files: { 'note.txt': NOTE } });
const page = () => workbench().page;
let stopped: number | null = null;

afterEach(() => {
  if (stopped !== null && enginePids(workbench().server.pid).includes(stopped)) process.kill(stopped, 'SIGCONT');
});

/** Fills once, so that an engine is there, stops it, and asks it again. */
async function askStopped(): Promise<number> {
  await placeCursor(workbench(), '[MASK]');
  await runCommand(page(), 'Glassbox: Fill Mask');
  await pick(page(), /%/);
  await dismissPick(page());
  await statusBarItem(page(), /^\s*Glassbox\s*$/);
  stopped = await engineRunning(workbench().server.pid);
  process.kill(stopped, 'SIGSTOP');
  await runCommand(page(), 'Glassbox: Fill Mask');
  return stopped;
}

test('a stopped engine is told, is started anew, and the text is as it was', async () => {
  const pid = await askStopped();
  const asked = Date.now();
  expect(await notification(page(), SILENT)).toContain('your text is as it was');
  console.log(`told after ${((Date.now() - asked) / 1000).toFixed(1)} s`);
  expect(await notificationButtons(page(), SILENT)).toEqual(['Restart Engine', 'Wait']);
  const item = await statusBarItem(page(), /no answer for \d+ s/);
  expect(await item.locator('a').getAttribute('aria-label')).toMatch(SILENT);
  await picture(workbench(), 'state-silent');

  await pressNotification(page(), SILENT, 'Restart Engine');
  expect(await notification(page(), 'engine stopped')).toContain('your text is as it was');
  await expect.poll(() => enginePids(workbench().server.pid)).not.toContain(pid);
  await clearNotifications(page());
  expect(await editorText(workbench())).toBe(NOTE);

  await runCommand(page(), 'Glassbox: Fill Mask');
  await pick(page(), /%/);
  await dismissPick(page());
  expect(await engineRunning(workbench().server.pid)).not.toBe(pid);
  await statusBarItem(page(), /^\s*Glassbox\s*$/);
});

test('the state says it, too', async () => {
  const pid = await askStopped();
  const item = await statusBarItem(page(), /no answer for \d+ s/);
  await item.click();
  expect((await pick(page(), SILENT)).rows[0]?.label).toMatch(SILENT);
  await dismissPick(page());
  process.kill(pid, 'SIGCONT');
  await statusBarItem(page(), /^\s*Glassbox\s*$/);
  await clearNotifications(page());
});

test('one that goes on serves what waited, and says so', async () => {
  const pid = await askStopped();
  await notification(page(), SILENT);
  await pressNotification(page(), SILENT, 'Wait');
  process.kill(pid, 'SIGCONT');
  await pick(page(), /%/);
  await dismissPick(page());
  expect(await notification(page(), 'answers again')).toMatch(/after \d+ s/);
  await statusBarItem(page(), /^\s*Glassbox\s*$/);
  expect(await engineRunning(workbench().server.pid)).toBe(pid);
  expect(await editorText(workbench())).toBe(NOTE);
});
