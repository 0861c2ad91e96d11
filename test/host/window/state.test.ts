/* The engine as a user sees it: the item of the status bar, its state, its log, and starting it anew. */
import { beforeEach, describe, expect, test } from 'vitest';
import { ghostText, noGhostText, placeCursor } from '../lib/editor.js';
import { enginePids, engineRunning, killEngine, slowed } from '../lib/engineProcess.js';
import { acceptPick, dismissPick, movePick, pick, runCommand } from '../lib/palette.js';
import { picture, pictures } from '../lib/pictures.js';
import { clearNotifications, notification, statusBarItem } from '../lib/window.js';
import { ENDLESS_SAMPLING } from '../lib/settings.js';
import { useWorkbench } from '../lib/workbench.js';

const MASKED = 'She drank a cup of [MASK] in the morning.\n';
const STATE = 'Glassbox: Show Engine State';

const workbench = useWorkbench({
  files: { 'note.txt': `${MASKED}\nWhen the rain stopped, the children\n` },
  settings: ENDLESS_SAMPLING,
});

const page = () => workbench().page;

/** Loads a model by using it. */
async function fillOnce() {
  await placeCursor(workbench(), '[MASK]');
  await runCommand(page(), 'Glassbox: Fill Mask');
  await pick(page(), /%/);
  await dismissPick(page());
}

/**
 * Writes down what the status bar says from now on, to the eye and to screen readers: a run may be over before a test
 * looks.
 */
async function listenToStatusBar(): Promise<() => Promise<string[]>> {
  await page().evaluate(() => {
    const said: string[] = [];
    const bar = document.querySelector('.part.statusbar')!;
    const listen = () => {
      for (const item of bar.querySelectorAll('a')) said.push(item.textContent, item.getAttribute('aria-label') ?? '');
    };
    new MutationObserver(listen).observe(bar, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
    Object.assign(globalThis, { said });
  });
  return () => page().evaluate(() => (globalThis as unknown as { said: string[] }).said);
}

/** Moves to a row of the open list and takes it. */
async function take(label: string) {
  const { rows } = await pick(page(), label);
  for (let i = 0; i < rows.length && (await movePick(page(), 1)).label !== label; i++);
  await acceptPick(page());
}

describe('before the first use', () => {
  test('the state says that no engine runs, and looking starts none', async () => {
    await runCommand(page(), STATE);
    const { rows } = await pick(page(), 'not running');
    expect(rows.map(({ label }) => label)).toContain('Open Settings');
    await picture(workbench(), 'state-not-running');
    await dismissPick(page());
    expect(enginePids(workbench().server.pid)).toEqual([]);
  });

  test('starting it anew says that it was not running', async () => {
    await runCommand(page(), 'Glassbox: Restart Engine');
    expect(await notification(page(), 'engine')).toMatch(/was not running/);
    await clearNotifications(page());
  });
});

describe('with the engine at work', () => {
  beforeEach(fillOnce);

  test('the state lists what is in memory and what is installed', async () => {
    await page().locator('.statusbar-item', { hasText: 'Glassbox' }).click();
    const { rows } = await pick(page(), 'gpt2-mini');
    const pid = await engineRunning(workbench().server.pid);
    expect(rows.map(({ label }) => label)).toContain(`Process ${pid}`);
    expect(rows.find(({ label }) => label === 'bert-mini')?.description).toMatch(/^\d[\d.]* MB · last used \d/);
    expect(rows.find(({ label }) => label === 't5-mini')?.description).toMatch(/^\d[\d.]* MB · encoder-decoder/);
    await pictures(workbench(), 'state');
    await dismissPick(page());
  });

  test('a model can be unloaded, and the open list follows', async () => {
    await runCommand(page(), STATE);
    expect((await pick(page(), 'gpt2-mini')).rows.find(({ label }) => label === 'bert-mini')?.detail).toBe('Unload it');
    await take('bert-mini');
    await expect
      .poll(async () => (await pick(page(), 'gpt2-mini')).rows.find(({ label }) => label === 'bert-mini')?.description)
      .toMatch(/encoder/);
    await dismissPick(page());
  });

  test('the item of the status bar tells tokens per second, and is quiet afterwards', async () => {
    await placeCursor(workbench(), 'the children');
    const said = await listenToStatusBar();
    await runCommand(page(), 'Glassbox: Continue Text');
    await ghostText(page());
    await picture(workbench(), 'state-running');
    await expect.poll(said).toContainEqual(expect.stringMatching(/Glassbox.\d+.tokens\/s/));
    expect(await said()).toContainEqual(expect.stringMatching(/gpt2-mini is at work/));
    await page().keyboard.press('Escape');
    await noGhostText(page());
    await statusBarItem(page(), /^\s*Glassbox\s*$/);
  });

  test('starting it anew ends the process; the next command starts another', async () => {
    const before = await engineRunning(workbench().server.pid);
    await runCommand(page(), 'Glassbox: Restart Engine');
    expect(await notification(page(), 'engine')).toMatch(/has ended/);
    await clearNotifications(page());
    await expect.poll(() => enginePids(workbench().server.pid)).toEqual([]);
    await fillOnce();
    expect(await engineRunning(workbench().server.pid)).not.toBe(before);
  });

  test('a process that dies at work is told in the status bar until the next use', async () => {
    await placeCursor(workbench(), 'the children');
    const letRun = slowed(await engineRunning(workbench().server.pid));
    try {
      await runCommand(page(), 'Glassbox: Continue Text');
      await ghostText(page());
      await killEngine(workbench().server.pid);
    } finally {
      letRun();
    }
    const item = await statusBarItem(page(), 'engine stopped');
    expect(await item.locator('a').getAttribute('aria-label')).toMatch(/SIGKILL/);
    await pictures(workbench(), 'state-failed');
    await item.click();
    const { rows } = await pick(page(), 'SIGKILL');
    expect(rows[0]?.label).toMatch(/SIGKILL/);
    await dismissPick(page());
    await clearNotifications(page());
    await fillOnce();
    await statusBarItem(page(), /^\s*Glassbox\s*$/);
  });

  test('the log opens and holds nothing of the text', async () => {
    await runCommand(page(), 'Glassbox: Show Log');
    const log = page().locator('.panel .view-lines', { hasText: /process.\d+.started/ });
    await log.waitFor();
    expect(await log.innerText()).toMatch(/process.\d+.is.ended/);
    expect(await log.innerText()).not.toMatch(/drank|morning|children/);
    await picture(workbench(), 'state-log');
  });
});
