import type { Page } from 'playwright-core';

/** The quick input: the command palette, and every list that an extension shows. */
const WIDGET = '.quick-input-widget:visible';
const ROW = `${WIDGET} .quick-input-list .monaco-list-row`;

/** Runs a command from the command palette; `title` as the palette shows it, "Category: Title". */
export async function runCommand(page: Page, title: string): Promise<void> {
  await page.keyboard.press('F1');
  await page.locator(`${WIDGET} input[type="text"]`).fill(`>${title}`);
  await page
    .locator(ROW, { has: page.getByText(title, { exact: true }) })
    .first()
    .click();
  // What a command asks for next would be typed into the palette, which goes a moment later.
  const isGone = () => {
    const inputs = [...document.querySelectorAll<HTMLInputElement>('.quick-input-widget input[type="text"]')];
    return inputs.every((input) => input.offsetParent === null || !input.value.startsWith('>'));
  };
  await page.waitForFunction(isGone, undefined, { timeout: 5000 }).catch(() => undefined);
}

/** The commands that the palette offers for a text, in its order. */
export async function offeredCommands(page: Page, text: string): Promise<string[]> {
  await page.keyboard.press('F1');
  await page.locator(`${WIDGET} input[type="text"]`).fill(`>${text}`);
  // The list is filtered a moment after the typing; every row then contains the text, or the one row says that none does.
  await page
    .locator(ROW, { hasText: new RegExp(`${text}|no matching`, 'i') })
    .first()
    .waitFor();
  const labels = await page.locator(`${ROW} .quick-input-list-label, ${ROW} .label-name`).allInnerTexts();
  await page.keyboard.press('Escape');
  return [...new Set(labels.map((label) => label.replaceAll('\u00a0', ' ').trim()))];
}

export interface PickRow {
  label: string;
  description: string;
  detail: string;
  focused: boolean;
}

export interface Pick {
  title: string;
  placeholder: string;
  value: string;
  rows: PickRow[];
}

const plain = (text: string | null | undefined) => (text ?? '').replaceAll('\u00a0', ' ').trim();

/** Waits for a list (with a row that contains `text`, when given) and gives what it shows. */
export async function pick(page: Page, text: string | RegExp = ''): Promise<Pick> {
  await page.locator(ROW, { hasText: text }).first().waitFor();
  const rows = await page.locator(ROW).evaluateAll((elements) =>
    elements.map((row) => ({
      index: Number(row.getAttribute('data-index')),
      label: row.querySelector('.quick-input-list-row .monaco-icon-label .label-name')?.textContent,
      description: row.querySelector('.label-description')?.textContent,
      detail: row.querySelector('.quick-input-list-label-meta')?.textContent,
      focused: row.classList.contains('focused'),
    })),
  );
  const input = page.locator(`${WIDGET} input[type="text"]`);
  return {
    title: plain(await page.locator(`${WIDGET} .quick-input-title`).textContent()),
    placeholder: (await input.getAttribute('placeholder')) ?? '',
    value: await input.inputValue(),
    rows: rows
      .sort((a, b) => a.index - b.index)
      .map(({ label, description, detail, focused }) => ({
        label: plain(label),
        description: plain(description),
        detail: plain(detail),
        focused,
      })),
  };
}

/** The rows of a list that have a probability: words, and not the ways to other lists. */
export const wordsOf = (rows: readonly PickRow[]) => rows.filter(({ description }) => description.includes('%'));

/** Moves through the list by the arrow keys, downwards for positive counts, and gives the row that then has the focus. */
export async function movePick(page: Page, count: number): Promise<PickRow> {
  for (let i = 0; i < Math.abs(count); i++) await page.keyboard.press(count > 0 ? 'ArrowDown' : 'ArrowUp');
  const focused = (await pick(page)).rows.find((row) => row.focused);
  if (focused === undefined) throw new Error('no row of the list has the focus');
  return focused;
}

/** Gives the keyboard to the list: one that stays open may have lost it to a click elsewhere. */
async function focusPick(page: Page): Promise<void> {
  await page.locator(`${WIDGET} input[type="text"]`).focus();
}

/** Takes the focused row; while the rows are changing there is none, and Enter would do nothing. */
export async function acceptPick(page: Page): Promise<void> {
  await focusPick(page);
  await page.locator(`${ROW}.focused`).first().waitFor();
  await page.keyboard.press('Enter');
}

/** Waits until no list is open any more. */
export async function pickClosed(page: Page): Promise<void> {
  await page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
}

/** Leaves the list by Escape. */
export async function dismissPick(page: Page): Promise<void> {
  await focusPick(page);
  await page.keyboard.press('Escape');
  await pickClosed(page);
}
