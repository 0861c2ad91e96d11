/* The engine is killed at work, twenty times in a row: each time the text stays, the user is told, the next run works. */
import { expect, test } from 'vitest';
import { editorText, ghostText, noGhostText, placeCursor } from '../lib/editor.js';
import { engineRunning } from '../lib/engineProcess.js';
import { clearNotifications, notification, statusBarItem } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const TIMES = 20;
const STORY = 'Once upon a time, there was a little girl who\n\nThe end.\n';

// Contrastive search among many candidates takes long for each token, and without its penalties it goes round in circles
// like greedy search: the run is still at work when it is killed.
const workbench = useWorkbench({
  files: { 'story.txt': STORY },
  settings: {
    'glassbox.continueText.strategy': 'contrastiveSearch',
    'glassbox.continueText.topK': 100,
    'glassbox.continueText.penaltyAlpha': 0,
    'glassbox.continueText.repetitionPenalty': 1,
    'glassbox.continueText.stop': 'none',
  },
});

/** Presses Continue Text's keys with the cursor at the story's end. */
async function ask(maxNewTokens: number): Promise<void> {
  const { page, bridge } = workbench();
  await bridge.configure({ 'glassbox.continueText.maxNewTokens': maxNewTokens });
  // Asking twice for an unchanged text would ask for another continuation, which is sampled.
  await bridge.edit({ line: 3, character: 0 }, { line: 3, character: 0 }, 'x');
  await bridge.edit({ line: 3, character: 0 }, { line: 3, character: 1 }, '');
  await placeCursor(workbench(), 'girl who');
  await page.keyboard.press('Control+Alt+g');
  await page.keyboard.press('c');
}

test(`the engine is killed at work ${TIMES} times in a row`, { timeout: 600_000 }, async () => {
  const { page, server } = workbench();
  const pids = new Set<number>();
  for (let time = 0; time < TIMES; time++) {
    await ask(400);
    const pid = await engineRunning(server.pid);
    pids.add(pid);
    await ghostText(page);
    process.kill(pid, 'SIGKILL');
    expect(await notification(page, 'engine stopped')).toContain('your text is as it was');
    await noGhostText(page);
    expect(await editorText(workbench())).toBe(STORY);
    await clearNotifications(page);

    await ask(4);
    await ghostText(page);
    await statusBarItem(page, /^\s*Glassbox\s*$/);
    await page.keyboard.press('Escape');
    expect(await editorText(workbench())).toBe(STORY);
  }
  expect(pids.size).toBe(TIMES);
});
