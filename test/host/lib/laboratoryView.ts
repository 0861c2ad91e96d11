import type { Frame, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { runCommand } from './palette.js';
import { webview } from './window.js';
import type { Workbench } from './workbench.js';

/** The Laboratory as a user uses it. Its frame is looked for anew each time: a page that was hidden is another one. */
export class LaboratoryWindow {
  constructor(private readonly workbench: () => Workbench) {}

  /** Opens it with the text at the cursor. */
  async open(): Promise<void> {
    await runCommand(this.workbench().page, 'Glassbox: Open Laboratory');
    await this.frame('.list');
  }

  frame(selector = '.house'): Promise<Frame> {
    return webview(this.workbench().page, `#laboratory ${selector}`);
  }

  poll<T>(read: () => Promise<T>, timeout = 60_000): ReturnType<typeof expect.poll<T>> {
    return expect.poll(read, { timeout, interval: 50 });
  }

  /** Presses the first button of that name. */
  async press(name: string): Promise<void> {
    await (await this.frame()).getByRole('button', { name, exact: true }).first().click();
  }

  /** Opens an experiment from the list, by way of the list where another one is open. */
  async choose(title: string): Promise<void> {
    const frame = await this.frame();
    if ((await frame.locator('.house.open').count()) > 0) await this.press('All experiments');
    const entries = (await this.frame('.list')).locator('.entry');
    await entries.filter({ has: frame.getByText(title, { exact: true }) }).click();
    await frame.locator('h1.name', { hasText: title }).waitFor();
  }

  async tab(name: string): Promise<void> {
    await (await this.frame()).getByRole('tab', { name, exact: true }).click();
  }

  /** The texts of a measurement: its own, and the second one where it takes two. */
  async field(at = 0): Promise<Locator> {
    return (await this.frame()).locator('.experiment .input textarea').nth(at);
  }

  /** A choice beside the text, by its label. */
  async choice(label: string): Promise<Locator> {
    // A label's text is that of its options, too.
    return (await this.frame()).locator('.choices label', { hasText: new RegExp(`^${label}`) }).locator('select');
  }

  /** Takes an example, by its place in the list from 1. */
  async example(at: number): Promise<void> {
    await (await this.frame()).locator('.examples select').selectOption({ index: at });
  }

  /** Does what begins a measurement, and waits for its end; that it has begun is seen first: an earlier one would pass for it. */
  async measuredBy(act: () => Promise<void>): Promise<void> {
    const begun = await (
      await this.frame('.outcome')
    ).evaluateHandle(() => ({
      whenBusy: new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, { subtree: true, attributeFilter: ['aria-busy'] });
      }),
    }));
    await act();
    await begun.evaluate(({ whenBusy }) => whenBusy);
    await this.rests();
  }

  measure = (): Promise<void> => this.measuredBy(() => this.press('Measure'));

  /** Waits until nothing is measured. */
  async rests(): Promise<void> {
    await this.poll(async () => (await this.frame()).locator('.outcome[aria-busy="false"]').count()).toBe(1);
  }

  /** The sentence of what was seen. */
  seen = async (): Promise<string> =>
    (await (await this.frame('.seen')).locator('.seen').innerText()).replaceAll('\u00a0', ' ');

  /** The cells of the table, row by row; it says itself how many there are. */
  async rows(): Promise<string[][]> {
    const frame = await this.frame('.table');
    const cells = await frame
      .locator('.table tbody tr')
      .evaluateAll((rows) => rows.map((row) => [...row.querySelectorAll('td')].map((cell) => cell.textContent)));
    expect(await frame.locator('.table summary').innerText()).toBe(`Table (rows: ${cells.length})`);
    return cells;
  }

  /** What the form asks to install. */
  async notice(): Promise<string> {
    return (await this.frame('.input .notice')).locator('.input .notice').innerText();
  }
}
