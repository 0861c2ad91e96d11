import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startServer, type RunningServer } from '../../../servers/lib/llama.js';
import { pythonWithLlama } from '../../../servers/lib/python.js';
import { SERVED, writeServedModel } from '../../../servers/lib/servedModel.js';
import { DecodingWindow } from '../../lib/decodingView.js';
import { openFile, placeCursor, selectTexts } from '../../lib/editor.js';
import { dismissPick, pick, runCommand } from '../../lib/palette.js';
import { pictures } from '../../lib/pictures.js';
import { viewMessage, viewRows } from '../../lib/views.js';
import { answerDialog, clearNotifications, notification, statusBarItem, webview } from '../../lib/window.js';
import type { Workbench } from '../../lib/workbench.js';

/** What the tests below read; their window opens it. */
export const SERVED_FILES = {
  'story.md':
    'The children sat on the bank of the river and watched the boats. Their mother had brought bread, cheese and a bottle of xylophones.\n',
  'gap.txt': 'She drank a cup of [MASK] in the morning.\n',
  'lines.txt': 'The cat sleeps on the sofa.\nA cat is asleep on the couch.\nThe bank raised its interest rates.\n',
};

/** A Python where there is one is all that it takes. */
const found = await pythonWithLlama();

/** The views with a real server's model: llama.cpp's with gpt2-mini, which by another of its names is another machine. */
export function servedViews(workbench: () => Workbench, add: (typed: string) => Promise<void>): void {
  describe.skipIf('missing' in found)('a served model', () => {
    const page = () => workbench().page;
    const poll = <T>(read: () => T) => expect.poll(read, { timeout: 60_000 });
    const view = new DecodingWindow(workbench);
    const work = fs.mkdtempSync(path.join(os.tmpdir(), 'glassbox-served-'));
    let server: RunningServer | null = null;
    let here = '';
    let host = '';
    let beyond = '';

    /** The model of commands; of a test of its own the others. */
    const use = (model: string, ...keys: string[]) =>
      workbench().bridge.configure(Object.fromEntries(keys.map((key) => [`glassbox.${key}.model`, model])));

    beforeAll(async () => {
      if ('missing' in found) return;
      const gguf = path.join(work, `${SERVED}.gguf`);
      await writeServedModel(path.join(work, SERVED), gguf);
      server = await startServer(found.python, gguf);
      const { port } = new URL(server.address);
      host = `0.0.0.0:${port}`;
      [here, beyond] = [`${SERVED}@127.0.0.1:${port}`, `${SERVED}@http://${host}`];
      await add(`127.0.0.1:${port}`);
      await notification(page(), `${here} is among the models now`);
      await clearNotifications(page());
      await add(`http://${host}`);
      await answerDialog(page(), 'Text leaves this machine', 'Send Text There');
      await notification(page(), `${beyond} is among the models now`);
      await clearNotifications(page());
    });
    afterAll(async () => {
      await server?.stop();
      fs.rmSync(work, { recursive: true, force: true });
    });

    /** Bits per word and perplexity of the document, as the list of figures has them when all is read. */
    async function figures(model: string): Promise<number[]> {
      await runCommand(page(), 'Glassbox: Surprise in Figures');
      const { rows } = await pick(page(), 'Turn Off');
      const isBy = rows.some(({ label, description }) => label === `Mark by ${model}` && description === 'now');
      const row = rows.find(({ label }) => label === 'Document');
      return isBy && row ? [...row.description.matchAll(/\d+\.\d+/g)].map(Number) : [];
    }

    test('marks surprise, tells the price before and the way of texts, and has the figures of the same model here', async () => {
      await use(beyond, 'surprise');
      await openFile(workbench(), 'story.md');
      await runCommand(page(), 'Glassbox: Show Surprise');
      await statusBarItem(page(), /a request for each token: about \d+/);
      const item = await statusBarItem(page(), /\d\.\d\sbits\sper\sword/);
      await item.hover();
      const tooltip = page().locator('.monaco-hover:visible', { hasText: `goes to ${host}` });
      await tooltip.getByText('only what has been in sight is read').waitFor();
      await pictures(workbench(), 'served-surprise', ['light', 'dark', 'contrast'], [1280]);
      const served = await figures(beyond);
      await pictures(workbench(), 'served-figures', ['light'], [1280]);
      await dismissPick(page());
      await use(SERVED, 'surprise');
      const differences = async () => {
        const own = await figures(SERVED);
        await dismissPick(page());
        return own.map((one, at) => Math.abs(one / served[at]! - 1));
      };
      await poll(differences).toHaveLength(2);
      // What runs here has its weights in 8 bit and works in them.
      expect(Math.max(...(await differences()))).toBeLessThan(0.05);
      await runCommand(page(), 'Glassbox: Show Surprise');
    });

    test('finds passages and compares sentences by the server’s vectors', async () => {
      await use(beyond, 'findSimilar', 'compareSentences');
      await openFile(workbench(), 'lines.txt');
      await runCommand(page(), 'Glassbox: Find Similar');
      await page().locator('.quick-input-widget:visible input[type="text"]').fill('a cat on the couch');
      await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: 'In This File' }).first().click();
      const pane = '.part.panel .pane';
      // Where texts go is said from the first moment, by which model the passages were found with them.
      await poll(() => viewMessage(page(), pane)).toContain(beyond);
      expect(await viewMessage(page(), pane)).toContain(`goes to ${host}`);
      await poll(async () => (await viewRows(page(), pane)).join('\n')).toMatch(/sleeps on the sofa.*meaning 0\.\d\d/);
      await pictures(workbench(), 'served-similar', ['light', 'contrast']);
      await page().keyboard.press('Escape');
      await selectTexts(workbench(), { text: SERVED_FILES['lines.txt'] });
      await runCommand(page(), 'Glassbox: Compare Sentences');
      const frame = await webview(page(), '#sentences .similarities');
      expect(await frame.locator('.similarities tbody tr').count()).toBe(3);
      await pictures(workbench(), 'served-sentences', ['light', 'dark']);
      await runCommand(page(), 'View: Close Editor');
    });

    test('tells labels by how likely they are, and by examples', async () => {
      await use(beyond, 'continueText');
      await openFile(workbench(), 'story.md');
      const type = async (row: RegExp, text: string) => {
        await placeCursor(workbench(), 'children');
        await runCommand(page(), 'Glassbox: Classify Selection or Lines');
        await pick(page(), 'Labels of Your Own');
        if (text.includes('=>')) await pictures(workbench(), 'served-classify', ['light'], [1280]);
        await page().locator('.quick-input-widget:visible .monaco-list-row', { hasText: row }).first().click();
        await page().locator('.quick-input-widget:visible input[type="text"]').fill(text);
        await page().keyboard.press('Enter');
        const shown = await pick(page(), /%/);
        await dismissPick(page());
        return shown;
      };
      const labels = await type(/Labels of Your Own, by/, 'river, war');
      expect(labels.title).toContain(beyond);
      expect(labels.rows.filter(({ description }) => description.includes('%'))).toHaveLength(2);
      const examples = await type(/Examples of Your Own/, 'a good day => good; I slept => bad');
      expect(examples.title).toContain(`${beyond}, examples shown: 2`);
    });

    test('writes beside gpt2-mini and another server, and branches at a token', async () => {
      await openFile(workbench(), 'story.md');
      await placeCursor(workbench(), 'bank of the');
      await view.open();
      const frame = await view.frame();
      await frame.locator('.settings select').first().selectOption(SERVED);
      while ((await view.cards()).length > 1) await view.act(1, 'Remove');
      for (const [at, model] of [beyond, here].entries()) {
        await view.act(at, 'Duplicate');
        const card = await view.card(at + 1);
        await card.getByRole('button', { name: 'parameters' }).click();
        await card.getByLabel('model', { exact: true }).selectOption(model);
        if (at === 0) await pictures(workbench(), 'served-recipe', ['light', 'contrast'], [1280, 300]);
        await card.getByRole('button', { name: 'parameters' }).click();
      }
      await view.run();
      const [own, far, near] = await view.cards();
      expect(far!.title).toContain(beyond);
      expect(near!.title).toContain(here);
      expect([far!.text, near!.text]).toEqual([own!.text, own!.text]);
      const origin = async (index: number) => (await view.card(index)).locator('.origin').innerText();
      expect(await origin(1)).toBe(`text goes to ${host} · decoded here, exactly`);
      expect(await origin(2)).toBe('on this machine · decoded here, exactly');
      await pictures(workbench(), 'served-decoding', undefined, [1280, 640, 300]);
      const card = await view.card(1);
      await card.locator('.piece').first().focus();
      await page().keyboard.press('ArrowRight');
      await card.locator('.chances button.word').first().click();
      await poll(async () => (await view.cards()).length).toBe(4);
      await view.done();
      expect((await view.cards())[2]!.title).toContain(beyond);
      expect((await (await view.card(2)).locator('.origin').allInnerTexts()).join('\n')).toMatch(
        /^Branch of run 2 at token 2/,
      );
      await pictures(workbench(), 'served-branch', ['light'], [1280]);
    });

    test('is not looked into, and the views say so', async () => {
      await use(beyond, 'attention', 'fillMask');
      await openFile(workbench(), 'story.md');
      await placeCursor(workbench(), 'children');
      await runCommand(page(), 'Glassbox: Show Attention');
      expect(await notification(page(), beyond)).toContain('tells neither attention nor hidden states');
      await webview(page(), '#attention');
      await pictures(workbench(), 'served-attention', ['light'], [1280]);
      await clearNotifications(page());
      await runCommand(page(), 'View: Close All Editors');
      await openFile(workbench(), 'gap.txt');
      await placeCursor(workbench(), '[MASK]');
      await runCommand(page(), 'Glassbox: Fill Mask');
      expect(await notification(page(), 'is on a server')).toContain('Choose a model on this machine.');
      await clearNotifications(page());
      await use('bert-mini', 'attention', 'fillMask');
    });

    test('that is gone is told, with what to do', async () => {
      await server?.stop();
      await use(here, 'surprise');
      await openFile(workbench(), 'lines.txt');
      await runCommand(page(), 'Glassbox: Show Surprise');
      expect(await notification(page(), 'could not be reached')).toContain('Look whether it runs');
      await pictures(workbench(), 'served-gone', ['light'], [1280]);
      await runCommand(page(), 'Glassbox: Show Surprise');
      await clearNotifications(page());
      await use(SERVED, 'surprise', 'continueText');
    });
  });
}
