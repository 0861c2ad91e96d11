import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** How long the dialogue takes to look at a path that was typed. */
const READING_MS = 700;

/**
 * Answers a dialogue for opening or saving a file, which VS Code's server shows as a list with a field.
 * @param file its whole path
 */
export async function answerFileDialog(page: Page, file: string): Promise<void> {
  const field = page.locator('.quick-input-widget:visible input[type="text"]');
  const poll = <T>(read: () => Promise<T>) => expect.poll(read, { timeout: 20_000 });
  await poll(() => field.inputValue()).toContain(path.dirname(file));
  // The dialogue fills its field once more when it has read the folder.
  await poll(async () => {
    if ((await field.inputValue()) === file) return true;
    await field.fill(file);
    await page.waitForTimeout(READING_MS);
    return false;
  }).toBe(true);
  await page.keyboard.press('Enter');
}

/**
 * Answers a dialogue for choosing a folder.
 * @param folder its whole path; it is there
 * @param button what the button says that takes it
 */
export async function answerFolderDialog(page: Page, folder: string, button: string): Promise<void> {
  const field = page.locator('.quick-input-widget:visible input[type="text"]');
  const typed = `${folder}/`;
  await page.locator('.quick-input-widget:visible .monaco-button', { hasText: button }).waitFor();
  await expect
    .poll(
      async () => {
        if ((await field.inputValue()) === typed) return true;
        await field.fill(typed);
        await page.waitForTimeout(READING_MS);
        return false;
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await page.locator('.quick-input-widget:visible .monaco-button', { hasText: button }).click();
}
