import { expect } from 'vitest';
import type { Page } from 'playwright-core';

/** All that the window has written into the browser's databases, as one text. */
function storedTexts(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const settled = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('the browser’s database cannot be read'));
      });
    const texts: string[] = [];
    for (const { name = '' } of await indexedDB.databases()) {
      const database = await settled(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const values = await settled(database.transaction(store).objectStore(store).getAll());
        texts.push(...values.map((value: unknown) => (typeof value === 'string' ? value : '')));
      }
      database.close();
    }
    return texts.join('\n');
  });
}

/** Waits until the window has written a text: it writes its state every five seconds only, and a reload shows what it wrote. */
export async function untilStored(page: Page, text: string | RegExp): Promise<void> {
  const poll = expect.poll(() => storedTexts(page), { timeout: 20_000 });
  await (typeof text === 'string' ? poll.toContain(text) : poll.toMatch(text));
}
