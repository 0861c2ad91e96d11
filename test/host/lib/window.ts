import { setTimeout as sleep } from 'node:timers/promises';
import type { Frame, Locator, Page } from 'playwright-core';
import { runCommand } from './palette.js';

const TOAST = '.notification-toast .notification-list-item';

/** The notification that contains `text`; waits for it. */
async function toast(page: Page, text: string | RegExp): Promise<Locator> {
  const found = page.locator(TOAST, { hasText: text }).first();
  await found.waitFor();
  return found;
}

/** Waits for a notification that contains `text` and gives the whole message. */
export async function notification(page: Page, text: string | RegExp): Promise<string> {
  const message = await (await toast(page, text)).locator('.notification-list-item-message').innerText();
  return message.replaceAll('\u00a0', ' ').trim();
}

/** The buttons of the notification that contains `text`. */
export async function notificationButtons(page: Page, text: string | RegExp): Promise<string[]> {
  return (await toast(page, text)).locator('.notification-list-item-buttons-container a').allInnerTexts();
}

/** Presses a button of the notification that contains `text`. */
export async function pressNotification(page: Page, text: string | RegExp, button: string): Promise<void> {
  const found = await toast(page, text);
  await found.hover();
  await found.getByRole('button', { name: button, exact: true }).click();
}

/** Closes all notifications, by the palette: a toast's own button shows only while the mouse rests on it. */
export async function clearNotifications(page: Page): Promise<void> {
  if ((await page.locator(TOAST).count()) === 0) return;
  await runCommand(page, 'Notifications: Clear All Notifications');
  await page.locator(TOAST).first().waitFor({ state: 'detached' });
}

/** Waits for a status-bar item that contains `text`; its text and what a screen reader says stand in it. */
export async function statusBarItem(page: Page, text: string | RegExp): Promise<Locator> {
  const item = page.locator('.statusbar-item', { hasText: text }).first();
  await item.waitFor();
  return item;
}

/** A modal dialogue with `text`; waits for it and presses the button. */
export async function answerDialog(page: Page, text: string | RegExp, button: string | RegExp): Promise<void> {
  const dialog = page.locator('.monaco-dialog-box', { hasText: text });
  await dialog.getByRole('button', { name: button }).click();
  await dialog.waitFor({ state: 'hidden' });
}

/** Answers the question whether the folder's authors are trusted (the workbench's option `trust`). */
export async function answerTrust(page: Page, trusted: boolean): Promise<void> {
  await answerDialog(page, /trust the authors/i, trusted ? /Yes, I trust/ : /No, I don't trust/);
}

/** The entries of the editor's context menu, opened over the cursor. */
export async function contextMenu(page: Page): Promise<string[]> {
  await page.keyboard.press('Shift+F10');
  const items = page.locator('.monaco-menu .action-item .action-label');
  await items.first().waitFor();
  const labels = await items.allInnerTexts();
  await page.keyboard.press('Escape');
  return labels.map((label) => label.trim()).filter((label) => label !== '');
}

/** Opens a view container of the activity bar by its title. */
export async function openViewContainer(page: Page, title: string): Promise<void> {
  await page.locator(`.activitybar .action-label[aria-label^="${title}"]`).click();
}

/**
 * The frame of the webview that contains `selector` (playwright's syntax). A webview's document is two iframes below the
 * page, so the page's own locators do not see it; this frame's locators do.
 */
export async function webview(page: Page, selector: string, timeout = 60_000): Promise<Frame> {
  for (const deadline = Date.now() + timeout; Date.now() < deadline; await sleep(100)) {
    for (const frame of page.frames().slice(1)) {
      const count = await frame
        .locator(selector)
        .count()
        .catch(() => 0); // a frame may go away while it is asked
      if (count > 0) return frame;
    }
  }
  const frames = page.frames().map((frame) => frame.url());
  throw new Error(`no webview with ${selector}; frames:\n${frames.join('\n')}`);
}

/** The middle of a word in the editor, in CSS pixels. */
async function middleOf(page: Page, word: string): Promise<{ x: number; y: number }> {
  const line = page.locator('.view-line', { hasText: word }).first();
  await line.waitFor();
  // The editor draws neighbouring words of one colour as one element, so the place is found by text range.
  return line.evaluate((element, text) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const start = node.textContent?.indexOf(text) ?? -1;
      if (start < 0) continue;
      const range = document.createRange();
      range.setStart(node, start);
      range.setEnd(node, start + text.length);
      const box = range.getBoundingClientRect();
      return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
    }
    throw new Error(`"${text}" spans several elements of the editor's line`);
  }, word);
}

/** Moves the mouse over `word` in the editor and gives the text of the hover that contains `expected`. */
export async function hover(page: Page, word: string, expected: string | RegExp, timeout = 60_000): Promise<string> {
  const content = page.locator('.monaco-hover:not(.hidden) .hover-contents', { hasText: expected }).first();
  // The editor asks for the hover once: a provider that starts up meanwhile needs the mouse to come again.
  for (const deadline = Date.now() + timeout; Date.now() < deadline;) {
    await page.mouse.move(0, 0);
    // An editor that has just opened still moves its lines.
    const { x, y } = await middleOf(page, word);
    await page.mouse.move(x, y, { steps: 5 });
    const shown = await content.waitFor({ timeout: 5000 }).then(
      () => true,
      () => false,
    );
    if (shown) return (await content.innerText()).trim();
  }
  throw new Error(`no hover with "${String(expected)}" over "${word}"`);
}
