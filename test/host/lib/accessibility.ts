import axe from 'axe-core';
import type { Frame } from 'playwright-core';

/** What axe-core finds wrong in a part of a page, one line for each place. */
export async function violations(frame: Frame, selector: string): Promise<string[]> {
  // Run by the browser's debugger, which the page's content policy does not bind.
  await frame.evaluate(axe.source);
  const found = await frame.evaluate(async (part) => {
    const { axe: checker } = window as unknown as { axe: typeof axe };
    const { violations } = await checker.run(part);
    return violations.map(({ id, help, nodes }) => ({ id, help, places: nodes.map(({ target }) => target.join(' ')) }));
  }, selector);
  return found.flatMap(({ id, help, places }) => places.map((place) => `${id} (${help}): ${place}`));
}
