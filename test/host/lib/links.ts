import type { Page } from 'playwright-core';

/** A link of a stranger's, which runs the bridge's command where the editor makes one of it. */
export const LINK = '[Repair](command:glassboxTest.act)';

/** Everything of the editor's own that shows texts of extensions; a view's pages are frames of their own. */
const SPEAKING = '.notifications-toasts, .notifications-center, .quick-input-widget, .monaco-hover, .part.statusbar';

/** Notes from now on every link to a stranger's command or address that the editor makes, however short it stands. */
export async function watchLinks(page: Page): Promise<void> {
  await page.evaluate((speaking) => {
    const found = new Set<string>();
    const look = () => {
      for (const part of document.querySelectorAll(speaking)) {
        for (const link of part.querySelectorAll<HTMLElement>('[href], [data-href]')) {
          const target = `${link.getAttribute('href') ?? ''} ${link.dataset.href ?? ''}`;
          if (/glassboxTest|evil/.test(target) || /Repair/.test(link.textContent)) found.add(link.outerHTML);
        }
        for (const icon of part.querySelectorAll('.codicon-flame')) found.add(icon.outerHTML);
      }
    };
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(globalThis, { foreignLinks: found });
  }, SPEAKING);
}

/** The links that were made since they were last asked for. */
export function foreignLinks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { foreignLinks: found } = globalThis as unknown as { foreignLinks: Set<string> };
    const all = [...found];
    found.clear();
    return all;
  });
}

/** Where the stranger's words stand in messages and hovers. */
function foreignPlaces(page: Page): Promise<{ x: number; y: number }[]> {
  return page.evaluate(() => {
    const parts = document.querySelectorAll('.notification-list-item-message, .monaco-hover:not(.hidden)');
    return [...parts].flatMap((part) => {
      const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
      const found: { x: number; y: number }[] = [];
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const start = node.textContent?.indexOf('Repair') ?? -1;
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(node, start);
        range.setEnd(node, start + 'Repair'.length);
        const { x, y, width, height } = range.getBoundingClientRect();
        if (width > 0) found.push({ x: x + width / 2, y: y + height / 2 });
      }
      return found;
    });
  });
}

/** Clicks where the stranger's words stand in messages and hovers, as a user would who believes them. */
export async function clickForeign(page: Page): Promise<number> {
  let places = await foreignPlaces(page);
  // A message slides in: a click while it moves would miss it.
  for (let before = ''; before !== JSON.stringify(places); places = await foreignPlaces(page)) {
    before = JSON.stringify(places);
    await page.waitForTimeout(100);
  }
  for (const { x, y } of places) await page.mouse.click(x, y);
  return places.length;
}
