/* The hover in the window: what the word under the mouse attends to, in prose and in comments. */
import { describe, expect, test } from 'vitest';
import { enginePids } from '../lib/engineProcess.js';
import { openFile, placeCursor } from '../lib/editor.js';
import { pick, dismissPick, runCommand } from '../lib/palette.js';
import { steadyPicture, setTheme } from '../lib/pictures.js';
import { hover, notification, notificationButtons, pressNotification, webview } from '../lib/window.js';
import { useWorkbench } from '../lib/workbench.js';

const BANK = 'The children sat on the bank of the river and watched the boats.';
const HOSTILE = 'Every [dog](command:evil) **eats** <b>bones</b> and `code` ![x](y) $(zap) &lt; today.';

const workbench = useWorkbench({
  files: {
    'note.txt': `${BANK} She drank a cup of [MASK] in the morning.\n\n${HOSTILE}\n`,
    'code.ts': `// ${BANK}\nexport const value = "The farmer opened the door";\n`,
  },
  settings: { 'editor.wordWrap': 'on', 'typescript.validate.enable': false },
});
const page = () => workbench().page;
const shownHover = () => page().locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: 'looks at' });

describe('the attention hover', () => {
  test('loads no model for somebody who has not used one', async () => {
    await expect(hover(page(), 'bank', 'looks at', 6000)).rejects.toThrow('no hover');
    expect(enginePids(workbench().server.pid)).toEqual([]);
  });

  test('shows what a word looks at most, in words and figures', async () => {
    await placeCursor(workbench(), '[MASK]');
    await runCommand(page(), 'Glassbox: Fill Mask');
    await pick(page(), /%/);
    await dismissPick(page());
    const text = await hover(page(), 'bank', 'looks at');
    expect(text).toMatch(/bank looks at \w+ \d+\s%, \w+ \d+\s%, \w+ \d+\s%/);
    expect(text).toMatch(/itself \d+\s%.*other words \d+\s%/);
    expect(text).toContain('bert-mini · average of all layers and heads · Open Attention · Off');
    const image = shownHover().locator('img');
    expect(await image.getAttribute('alt')).toContain('Arcs');
    // Drawn, not only addressed.
    expect(await image.evaluate((each: HTMLImageElement) => each.naturalWidth)).toBeGreaterThan(100);
    for (const theme of ['light', 'dark', 'contrast'] as const) {
      await setTheme(workbench(), theme);
      await hover(page(), 'bank', 'looks at');
      await steadyPicture(workbench(), `hover-${theme}`);
    }
    await setTheme(workbench(), 'light');
  });

  test('shows the layer and head of the settings', async () => {
    await workbench().bridge.configure({ 'glassbox.hover.layer': 2, 'glassbox.hover.head': 3 });
    expect(await hover(page(), 'river', 'looks at')).toContain('bert-mini · layer 2, head 3');
    await workbench().bridge.configure({ 'glassbox.hover.layer': 99 });
    expect(await hover(page(), 'river', /99|98/)).toContain('Off');
    await workbench().bridge.configure({ 'glassbox.hover.layer': null, 'glassbox.hover.head': null });
  });

  test('shows words that look like Markdown or HTML as words', async () => {
    const text = await hover(page(), 'today', 'looks at');
    expect(text).toMatch(/today looks at/);
    expect(await shownHover().locator('a[href*="evil"], a[data-href*="evil"]').count()).toBe(0);
    expect(await shownHover().locator('img').count()).toBe(1);
    expect(await shownHover().locator('.codicon').count()).toBe(0);
  });

  test('its link opens the panel at the word', async () => {
    await hover(page(), 'boats', 'looks at');
    await shownHover().getByText('Open Attention').click();
    const frame = await webview(page(), '#attention .matrix');
    await expect
      .poll(() => frame.locator('.caption').innerText(), { timeout: 30_000 })
      .toContain('all layers and heads');
    await expect.poll(() => frame.locator('.side').innerText(), { timeout: 30_000 }).toMatch(/boats/i);
    await runCommand(page(), 'View: Close Editor');
  });

  test('is there in comments and strings, and not in code', async () => {
    await openFile(workbench(), 'code.ts');
    expect(await hover(page(), 'bank', 'looks at')).toContain('bank looks at');
    expect(await hover(page(), 'farmer', 'looks at')).toContain('farmer looks at');
    await expect(hover(page(), 'value', 'looks at', 6000)).rejects.toThrow('no hover');
    await workbench().bridge.configure({ 'glassbox.hover.code': false });
    await expect(hover(page(), 'bank', 'looks at', 6000)).rejects.toThrow('no hover');
    await workbench().bridge.configure({ 'glassbox.hover.code': null });
  });

  test('goes away by one click, and says how to get it back', async () => {
    await openFile(workbench(), 'note.txt');
    const turnOff = async () => {
      await hover(page(), 'bank', 'looks at');
      await shownHover().getByText('Off', { exact: true }).click();
    };
    await turnOff();
    const off = 'The attention hover is off.';
    expect(await notification(page(), off)).toContain('glassbox.hover.enabled');
    expect(await notificationButtons(page(), off)).toEqual(['Turn On Again', 'Open Settings']);
    await pressNotification(page(), off, 'Turn On Again');
    await turnOff();
    await notification(page(), off);
    await expect(hover(page(), 'bank', 'looks at', 6000)).rejects.toThrow('no hover');
  });
});
