import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { runCommand } from './palette.js';

/** The Models view in the side bar. */
const PANE = '.pane:has(> .pane-header h3.title:text-is("Models"))';

/** Opens the view, alone in the side bar: the Decoding view above it is folded. */
export async function openModels(page: Page): Promise<void> {
  await runCommand(page, 'Glassbox: Show Models');
  await modelRow(page, 'Installed').waitFor();
  const decoding = page.locator('.pane-header', { hasText: 'Decoding' });
  await decoding.waitFor();
  if ((await decoding.getAttribute('aria-expanded')) === 'true') await decoding.click();
}

/** How long a menu is deaf after it has opened. */
const MENU_MS = 300;

/** The row whose name is `label`; it may be out of sight. */
export const modelRow = (page: Page, label: string): Locator =>
  page.locator(`${PANE} .monaco-list-row`, { has: page.locator('.label-name', { hasText: new RegExp(`^${label}$`) }) });

/** What the rows in sight say: name and description. */
export const modelRows = (page: Page): Promise<string[]> =>
  page.locator(`${PANE} .monaco-list-row`).evaluateAll((rows) =>
    rows
      .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
      .map((row) =>
        ['.label-name', '.label-description']
          .map((part) => row.querySelector(part)?.textContent ?? '')
          .join(' | ')
          .replaceAll('\u00a0', ' '),
      ),
  );

/** How long a row takes to open or close at most, ms. */
const OPEN_MS = 15_000;

/** Opens a row or closes it. Rows move while others are being opened: a click that has met another one is given again. */
async function setOpen(page: Page, label: string, isOpen: boolean): Promise<void> {
  const row = modelRow(page, label);
  await row.waitFor();
  const isAsWanted = async () => (await row.getAttribute('aria-expanded')) === String(isOpen);
  const deadline = Date.now() + OPEN_MS;
  while (!(await isAsWanted())) {
    if (Date.now() > deadline) throw new Error(`the row ${label} does not ${isOpen ? 'open' : 'close'}`);
    await row.locator('.monaco-tl-twistie').click();
    for (let looks = 0; looks < 20 && !(await isAsWanted()); looks++) await sleep(50);
  }
}

/** Shows what is below a row. */
export const openRow = (page: Page, label: string): Promise<void> => setOpen(page, label, true);

export const closeRow = (page: Page, label: string): Promise<void> => setOpen(page, label, false);

/** Presses one of the icons at a row's end. */
export async function pressRow(page: Page, label: string, action: string): Promise<void> {
  const row = modelRow(page, label);
  await row.hover();
  await row.locator(`.actions a[aria-label^="${action}"]`).click();
}

/** Takes an entry of a row's context menu. */
export async function chooseOfRow(page: Page, label: string, entry: string): Promise<void> {
  await modelRow(page, label).click({ button: 'right' });
  const item = page.locator('.monaco-menu .action-label', { hasText: new RegExp(`^${entry}$`) }).first();
  await item.hover();
  // A menu takes no click in its first moments: it may be the one that has opened it.
  await page.waitForTimeout(MENU_MS);
  await item.click();
}
