import type { Page } from 'playwright-core';

/** The pane of a view by its title. */
export const paneOf = (title: string): string => `.pane:has(> .pane-header h3.title:text-is("${title}"))`;

/** The rows of a view as they are read, in order: label, and behind a bar what stands beside it. @param pane a selector */
export const viewRows = (page: Page, pane: string): Promise<string[]> =>
  page
    .locator(`${pane} .monaco-list-row`)
    .evaluateAll((found) =>
      found
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) =>
          ['.label-name', '.label-description']
            .map((part) => (row.querySelector(part)?.textContent ?? '').replaceAll('\u00a0', ' '))
            .join(' | '),
        ),
    );

/** The first row of a view that has this text. */
export const viewRow = (page: Page, pane: string, text: string) =>
  page.locator(`${pane} .monaco-list-row`, { hasText: text }).first();

/** What a view says above its rows. */
export const viewMessage = (page: Page, pane: string): Promise<string> => page.locator(`${pane} .message`).innerText();

/** How many stretches the editors in sight have marked. */
export const markCount = (page: Page): Promise<number> => page.locator('.view-overlays [class*="ced-"]').count();

/** The field of the list that is open. */
export const pickField = (page: Page) => page.locator('.quick-input-widget:visible input[type="text"]');
