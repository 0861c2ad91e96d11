import type { Page } from 'playwright-core';
import { runCommand } from './palette.js';

/** Types into the box that asks for something, and takes it. */
export async function answerBox(page: Page, title: string, text: string): Promise<void> {
  const widget = page.locator('.quick-input-widget:visible', { hasText: title });
  await widget.waitFor();
  await widget.locator('input').first().fill(text);
  await page.keyboard.press('Enter');
}

/** *Add Server…* up to its key. */
export async function addServer(page: Page, typed: string, key = ''): Promise<void> {
  await runCommand(page, 'Glassbox: Add Server…');
  await answerBox(page, 'Add Server: Address', typed);
  await answerBox(page, 'Add Server: Key', key);
}
