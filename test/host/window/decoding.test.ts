/* The Decoding view in the window: prompt, presets, runs that stream, stop, branch, laboratory, insert and undo, copies. */
import { beforeAll, describe, expect, test } from 'vitest';
import { DecodingWindow } from '../lib/decodingView.js';
import { editorText, focusEditor, placeCursor, untilText } from '../lib/editor.js';
import { pictures } from '../lib/pictures.js';
import { stays } from '../lib/stays.js';
import { useWorkbench } from '../lib/workbench.js';

const TEXT = 'When the rain stopped, the children\n\nOnce upon a time, there was a king.\n';
const workbench = useWorkbench({ files: { 'story.txt': TEXT }, settings: { 'editor.wordWrap': 'on' } });
const view = new DecodingWindow(workbench);
const page = () => workbench().page;
const clipboard = () => page().evaluate(() => navigator.clipboard.readText());
const prompt = async () => (await view.frame()).locator('textarea').inputValue();

describe('the Decoding view', () => {
  beforeAll(async () => {
    await placeCursor(workbench(), 'the children');
    await view.open();
  });

  test('takes its prompt from the cursor, keeps in step, and can be pinned or typed', async () => {
    await view.poll(prompt).toBe('When the rain stopped, the children');
    await focusEditor(workbench());
    await placeCursor(workbench(), 'Once upon a time');
    await view.poll(prompt).toMatch(/Once upon a time$/);
    await view.press('Pin');
    await placeCursor(workbench(), 'the children');
    await stays(async () => expect(await prompt()).toMatch(/Once upon a time$/));
    await view.press('Follow Cursor');
    await view.poll(prompt).toBe('When the rain stopped, the children');
  });

  test('runs a few strategies at first, side by side', async () => {
    expect((await view.cards()).map(({ figures }) => figures)).toEqual(Array(4).fill('not run yet'));
    await view.run();
    for (const { text, figures } of await view.cards()) {
      expect(text.trim()).not.toBe('');
      expect(figures).toMatch(/\d+ tokens/);
    }
    await pictures(workbench(), 'decoding', undefined, [1280]);
  });

  test('reorders runs by dragging their handles, and with arrow keys', async () => {
    const titles = async () => (await view.cards()).map(({ title }) => title);
    const [first, second, ...others] = await titles();
    // Upwards: where the second card ends depends on what was written, and the window's edge would scroll.
    const handle = (await view.card(1)).locator('.handle');
    await handle.scrollIntoViewIfNeeded();
    const from = (await handle.boundingBox())!;
    const onto = (await (await view.card(0)).boundingBox())!;
    const { mouse, keyboard } = page();
    const drag = async () => {
      await mouse.move(from.x + from.width / 2, from.y + from.height / 2);
      await mouse.down();
      await mouse.move(onto.x + 40, onto.y + 4, { steps: 6 });
      await (await view.frame()).locator('.drop-line').waitFor();
    };
    await drag();
    await keyboard.press('Escape');
    await mouse.up();
    expect(await (await view.frame()).locator('.dragged').count()).toBe(0);
    expect(await titles()).toEqual([first, second, ...others]);
    await drag();
    await pictures(workbench(), 'decoding-dragged', ['dark'], [1280]);
    await mouse.up();
    await view.poll(titles).toEqual([second, first, ...others]);
    await keyboard.press('ArrowDown');
    await view.poll(titles).toEqual([first, second, ...others]);
    const said = (await view.frame()).locator('[role="status"][aria-live]');
    await view.poll(() => said.textContent()).toMatch(/: place 2 of 4\.$/);
  });

  test('has presets for the classical comparisons, whose runs stream', async () => {
    await view.choose('Presets', 'Nine strategies');
    await view.poll(async () => (await view.cards()).length).toBe(9);
    await view.press(/^Run 9/);
    // Some have written before all have ended.
    await view
      .poll(async () => {
        const frame = await view.frame();
        const busy = await frame.locator('li.card[aria-busy="true"]').count();
        return busy > 0 && (await frame.locator('li.card[aria-busy="true"] .piece').count()) > 0;
      })
      .toBe(true);
    await view.done();
    const cards = await view.cards();
    expect(cards.filter(({ text }) => text.trim() !== '')).toHaveLength(9);
    expect(new Set(cards.map(({ title }) => title)).size).toBe(9);
  });

  test('changes one recipe and runs only that one again', async () => {
    const before = await view.cards();
    const card = await view.card(6);
    await card.getByRole('button', { name: 'parameters' }).click();
    const field = card.getByRole('spinbutton', { name: /top-p/i });
    await field.fill('3');
    await view.poll(async () => (await view.cards())[6]?.notes ?? '').toMatch(/from 0 to 1/);
    await field.fill('0.5');
    await view.poll(async () => (await view.cards())[6]?.title ?? '').toMatch(/0\.5/);
    await view.done();
    const after = await view.cards();
    expect(after[6]?.notes).not.toMatch(/from 0 to 1/);
    for (const index of [0, 1, 2, 3, 4, 5, 7, 8]) expect(after[index]?.text).toBe(before[index]?.text);
    await card.getByRole('button', { name: 'parameters' }).click();
  });

  test('shows the distribution at a token and branches from it', async () => {
    // A mouse that rests where the page scrolls to would point at a token there.
    await page().mouse.move(0, 0);
    const card = await view.card(0);
    await card.locator('.piece').first().focus();
    await page().keyboard.press('ArrowRight');
    await card.locator('.chances').waitFor();
    const other = card.locator('.chances button.word').first();
    const word = (await other.innerText()).trim();
    await pictures(workbench(), 'decoding-token', ['dark'], [1280]);
    await other.click();
    await view.poll(async () => (await view.cards()).length).toBe(10);
    await view.done();
    expect(await (await view.card(1)).locator('.origin').innerText()).toMatch(/Branch of run 1 at token 2/);
    expect(await (await view.card(1)).locator('.given').innerText()).toContain(word);
  });

  test('shows the beams’ tree', async () => {
    const card = await view.card(2);
    await card.getByRole('button', { name: 'tree' }).click();
    await card.getByRole('tree').waitFor();
    expect(await card.getByRole('treeitem').count()).toBeGreaterThan(4);
    await card.scrollIntoViewIfNeeded();
    await pictures(workbench(), 'decoding-tree', ['dark'], [1280]);
    await card.getByRole('button', { name: 'tree' }).click();
  });

  test('has a laboratory over the model’s real logits', async () => {
    const frame = await view.frame();
    await (await view.card(0)).locator('.piece').nth(1).focus();
    await frame.locator('summary', { hasText: 'Laboratory' }).click();
    await view.poll(() => frame.locator('.laboratory-part').innerText()).toMatch(/run 1, token 2/);
    const kept = () => frame.locator('.laboratory-part').innerText();
    const before = await kept();
    const slider = frame.locator('.laboratory-part input[type="range"]').first();
    await slider.focus();
    for (let press = 0; press < 5; press++) await page().keyboard.press('ArrowLeft');
    await view.poll(kept).not.toBe(before);
    await pictures(workbench(), 'decoding-lab', ['dark'], [1280]);
    await frame.locator('summary', { hasText: 'Laboratory' }).click();
  });

  test('puts a run’s text in at the cursor, which one undo takes back', async () => {
    const text = (await view.cards())[3]?.text ?? '';
    await (await view.card(3)).getByRole('button', { name: 'Insert' }).click();
    await untilText(workbench(), /^When the rain stopped, the children.{5}/);
    // The card shows a line break as a sign.
    const inOneLine = (written: string) => written.replace(/[↵\s]+/g, ' ').trim();
    expect(inOneLine(await editorText(workbench()))).toContain(inOneLine(text));
    await focusEditor(workbench());
    await page().keyboard.press('Control+z');
    await untilText(workbench(), TEXT);
  });

  test('copies text and recipe', async () => {
    const text = (await view.cards())[0]?.text ?? '';
    await view.act(0, 'Copy Text');
    await view.poll(clipboard).toContain(text.trim().slice(0, 12));
    await view.act(4, 'Copy Recipe as Python');
    await view.poll(clipboard).toMatch(/from transformers import[\s\S]*temperature=0\.7/);
    await view.act(4, 'Copy Recipe as Console Command');
    await view.poll(clipboard).toMatch(/^npm run --silent engine -- generate '\{.*"temperature":0\.7.*\}'$/s);
    await view.act(4, 'Copy Recipe as JSON');
    await view.poll(clipboard).toMatch(/"temperature": 0\.7/);
  });

  test('stops one run, and all', async () => {
    const frame = await view.frame();
    await view.choose('Presets', 'Beam width and length penalty');
    await view.poll(async () => (await view.cards()).length).toBe(6);
    await frame
      .getByRole('spinbutton', { name: /length/i })
      .first()
      .fill('400');
    await page().keyboard.press('Tab');
    await view.press(/^Run 6/);
    const last = await view.card(5);
    await last.getByRole('button', { name: /Stop/ }).click();
    await view.poll(async () => (await view.cards())[5]?.figures ?? '').toMatch(/stopped/);
    await view.press('Stop');
    await view.poll(() => frame.locator('li.card[aria-busy="true"]').count()).toBe(0);
    await frame
      .getByRole('spinbutton', { name: /length/i })
      .first()
      .fill('40');
    await page().keyboard.press('Tab');
  });

  test('checks determinism', async () => {
    await view.choose('Presets', 'Nucleus, beams, sampled beams');
    await view.poll(async () => (await view.cards()).length).toBe(3);
    const card = await view.card(0);
    await card.getByRole('button', { name: 'determinism' }).click();
    await view.poll(() => card.getByRole('button', { name: 'Check Again' }).isVisible()).toBe(true);
    await pictures(workbench(), 'decoding-determinism', ['dark'], [1280]);
  });

  test('says what is wrong with a prompt', async () => {
    const frame = await view.frame();
    await view.prompt('  ');
    await view.press(/^Run/);
    await view.poll(() => frame.locator('.banner').innerText()).toMatch(/prompt is empty/i);
    await view.prompt('word '.repeat(600));
    await view.press(/^Run/);
    await view.poll(() => frame.locator('.banner').innerText()).toMatch(/512 positions/);
    await view.prompt('Once upon a time');
    await view.run();
    expect(await frame.locator('.banner').isHidden()).toBe(true);
  });

  test('translates with the same view', async () => {
    const frame = await view.frame();
    await frame.getByRole('combobox', { name: 'Model' }).selectOption('t5-mini');
    await view.prompt('The weather is very nice this morning.');
    await view.choose('Presets', 'Nine strategies');
    await view.poll(async () => (await view.cards()).length).toBe(8);
    await view.run();
    expect((await view.cards())[1]?.text).toMatch(/Wetter/);
    await pictures(workbench(), 'decoding-translation', ['light'], [1280]);
  });

  test('breaks none of its page’s rules', () => {
    expect(workbench().windowErrors.filter((error) => /Content Security Policy|decoding/i.test(error))).toEqual([]);
  });
});
