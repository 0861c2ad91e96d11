import type { Frame, Locator } from 'playwright-core';
import { expect } from 'vitest';
import { runCommand } from './palette.js';
import { webview } from './window.js';
import type { Workbench } from './workbench.js';

/** What the card of a run says. */
export interface CardText {
  title: string;
  text: string;
  figures: string;
  notes: string;
}

/** The Decoding view as a user uses it. Its frame is looked for anew each time: a page that was hidden is another one. */
export class DecodingWindow {
  constructor(private readonly workbench: () => Workbench) {}

  /** Opens the view in the side bar. */
  async open(): Promise<void> {
    await runCommand(this.workbench().page, 'Glassbox: Compare Decoding Strategies');
    await this.frame();
    // The engine has told of its models.
    await (await this.frame()).locator('select option').first().waitFor({ state: 'attached' });
  }

  frame(): Promise<Frame> {
    return webview(this.workbench().page, '#decoding .decoding');
  }

  poll<T>(read: () => Promise<T>, timeout = 60_000): ReturnType<typeof expect.poll<T>> {
    return expect.poll(read, { timeout, interval: 50 });
  }

  async card(index: number): Promise<Locator> {
    return (await this.frame()).locator('li.card').nth(index);
  }

  async cards(): Promise<CardText[]> {
    return (await this.frame()).locator('li.card').evaluateAll((cards) =>
      cards.map((card) => {
        const of = (selector: string) => card.querySelector(selector)?.textContent ?? '';
        // The token that ends a text is none of it, and neither is how it ended.
        const pieces = [...card.querySelectorAll('.given, .piece:not(.end), .plain')];
        const text = pieces.map((piece) => piece.textContent).join('');
        return { title: of('.title'), text, figures: of('.figures'), notes: of('.notes') };
      }),
    );
  }

  /** Presses a button of the head by its name. */
  async press(name: string | RegExp): Promise<void> {
    await (await this.frame()).locator('.head').getByRole('button', { name }).first().click();
  }

  /** Chooses from a menu of the head. */
  async choose(menu: string, item: string): Promise<void> {
    await this.press(menu);
    await (await this.frame()).getByRole('menuitem', { name: item }).click();
  }

  /** Chooses from a card's menu. */
  async act(index: number, item: string): Promise<void> {
    await (await this.card(index)).getByRole('button', { name: /^Actions for run/ }).click();
    await (await this.frame()).getByRole('menuitem', { name: item }).click();
  }

  /** Types a prompt. */
  async prompt(text: string): Promise<void> {
    await (await this.frame()).locator('textarea').fill(text);
  }

  /** Runs all and waits until none goes on; that it has begun is seen first, since texts from before would pass for its own. */
  async run(): Promise<void> {
    const begun = await (
      await this.frame()
    ).evaluateHandle(() => ({
      whenBusy: new Promise<void>((resolve) => {
        const observer = new MutationObserver(() => {
          if (document.querySelector('li.card[aria-busy="true"]') === null) return;
          observer.disconnect();
          resolve();
        });
        observer.observe(document.body, { subtree: true, childList: true, attributeFilter: ['aria-busy'] });
      }),
    }));
    await this.press(/^Run/);
    await begun.evaluate(({ whenBusy }) => whenBusy);
    await this.done();
  }

  /** Waits until every run has ended and has written something. */
  async done(): Promise<void> {
    await this.poll(async () => {
      const frame = await this.frame();
      const busy = await frame.locator('li.card[aria-busy="true"]').count();
      return busy === 0 && (await frame.locator('.piece, .plain:not(:empty)').count()) > 0;
    }).toBe(true);
  }
}
