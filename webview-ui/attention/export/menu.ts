import { html } from '../../shared/elements.js';
import { menuButton } from '../../shared/menu.js';
import { themeColours } from '../colours.js';
import type { Page } from '../page.js';
import type { Shown } from '../shown.js';
import { captionOf, nameOf } from './caption.js';
import { consoleCommand } from '../../../src/protocol/engine/shell.js';
import { callsFor } from './command.js';
import { drawingSvg } from './drawingSvg.js';
import { matrixSvg } from './matrixSvg.js';
import { pngOf } from './png.js';
import { csvOf, jsonOf } from './table.js';

/**
 * The menu that carries off what is shown: picture, table, data, and the command that asks the engine for it again.
 * @param shown asked for when an entry is chosen; null: nothing is shown, and nothing can be chosen
 */
export function exportMenu(page: Page, shown: () => Shown | null): HTMLElement {
  const { say } = page;
  const button = html('button.export', { attributes: { type: 'button' } }, say('export'));
  const host = menuButton(button, () => {
    const isEmpty = !shown() || !page.subject;
    const entry = (label: string, run: (what: Shown) => void, apart = false) => ({
      label,
      apart,
      disabled: isEmpty,
      choose: () => {
        const what = shown();
        if (what && page.subject) run(what);
      },
    });
    return [
      entry(say('exportSvg'), (what) => page.save('svg', nameOf(what), svgOf(page, what, host).text)),
      entry(say('exportPng'), (what) => void savePng(page, what, host)),
      entry(say('exportCsv'), (what) => page.save('csv', nameOf(what), csvOf(what, page.state))),
      entry(say('exportJson'), (what) => page.save('json', nameOf(what), dataOf(page, what))),
      entry(say('exportCommand'), (what) => page.copy('command', commandFor(page, what)), true),
      entry(say('exportCopyCsv'), (what) => page.copy('csv', csvOf(what, page.state))),
      entry(say('exportCopyJson'), (what) => page.copy('json', dataOf(page, what))),
    ];
  });
  return host;
}

async function savePng(page: Page, shown: Shown, host: HTMLElement): Promise<void> {
  const { text, width, height } = svgOf(page, shown, host);
  try {
    page.save('png', nameOf(shown), await pngOf(text, { width, height }));
  } catch {
    page.announce(page.say('exportPictureFailed'));
  }
}

function dataOf({ state, subject }: Page, shown: Shown): string {
  return subject ? jsonOf(shown, state, subject) : '';
}

function commandFor({ state, subject, shell }: Page, shown: Shown): string {
  return subject ? consoleCommand(callsFor(shown, state, subject), shell) : '';
}

/** The picture as a file's text, and its size in CSS pixels. */
export function svgOf(page: Page, shown: Shown, host: HTMLElement): { text: string; width: number; height: number } {
  const { say, numbers, state, subject } = page;
  const caption = subject ? captionOf(page, shown, state, subject) : [];
  const colours = themeColours(host);
  const font = getComputedStyle(host).fontFamily || 'sans-serif';
  const picture =
    shown.type === 'drawing'
      ? drawingSvg({ shown, colours, caption, font, host })
      : matrixSvg({
          map: shown,
          scale: state.scale,
          threshold: state.threshold,
          colours,
          caption,
          axes: say('captionAxes'),
          font,
          decimal: numbers.decimal,
        });
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
  const side = (name: string) => Number(picture.getAttribute(name));
  return { text, width: side('width'), height: side('height') };
}
