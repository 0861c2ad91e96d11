import * as l10n from '@vscode/l10n';
import { html } from '../../kit/dom.js';
import { menuButton } from '../../kit/menuButton.js';
import { themeColours } from '../../kit/colours.js';
import type { AttentionPage } from '../model/attentionPage.js';
import type { Displayed } from '../model/displayModel.js';
import { axesText } from '../model/mapNames.js';
import { captionOf, proposedFileName } from './caption.js';
import { consoleCommand } from '../../../src/protocol/engine/shell.js';
import { engineCalls } from './engineCommand.js';
import { drawingSvg } from '../../kit/picture/drawingSvg.js';
import { matrixSvg } from './matrixSvg.js';
import { renderPng } from '../../kit/picture/png.js';
import { detailsText, htmlFile } from './htmlFile.js';
import { mapCsv, mapJson } from './exportData.js';

/**
 * The menu that carries off what is shown: picture, table, data, and the command that asks the engine for it again.
 * @param shown asked for when an entry is chosen; null: nothing is shown, and nothing can be chosen
 */
export function exportMenu(page: AttentionPage, shown: () => Displayed | null): HTMLElement {
  const button = html('button.export', { attributes: { type: 'button' } }, l10n.t('Export'));
  const host = menuButton(button, () => {
    const isEmpty = !shown() || !page.subject;
    const entry = (label: string, run: (what: Displayed) => void, apart = false) => ({
      label,
      apart,
      disabled: isEmpty,
      choose: () => {
        const what = shown();
        if (what && page.subject) run(what);
      },
    });
    return [
      entry(l10n.t('Picture as SVG …'), (what) =>
        page.save('svg', proposedFileName(what), pictureSvg(page, what, host).text),
      ),
      entry(l10n.t('Picture as PNG …'), (what) => void savePng(page, what, host)),
      entry(l10n.t('All in One HTML File …'), (what) =>
        page.save('html', proposedFileName(what), displayedHtml(page, what, host)),
      ),
      entry(l10n.t('Table as CSV …'), (what) => page.save('csv', proposedFileName(what), mapCsv(what, page.state))),
      entry(l10n.t('Data as JSON …'), (what) => page.save('json', proposedFileName(what), displayedJson(page, what))),
      entry(l10n.t('Copy Command'), (what) => page.copy('command', displayedCommand(page, what)), true),
      entry(l10n.t('Copy CSV'), (what) => page.copy('csv', mapCsv(what, page.state))),
      entry(l10n.t('Copy JSON'), (what) => page.copy('json', displayedJson(page, what))),
    ];
  });
  return host;
}

async function savePng(page: AttentionPage, shown: Displayed, host: HTMLElement): Promise<void> {
  const { text, width, height } = pictureSvg(page, shown, host);
  try {
    page.save('png', proposedFileName(shown), await renderPng(text, { width, height }));
  } catch {
    page.announce(l10n.t('The picture could not be drawn as PNG. Save it as SVG instead.'));
  }
}

function displayedJson({ state, subject }: AttentionPage, shown: Displayed): string {
  return subject ? mapJson(shown, state, subject) : '';
}

/** Picture, figures and text of the panel in one document. */
export function displayedHtml(page: AttentionPage, shown: Displayed, host: HTMLElement): string {
  const { numbers, state, subject } = page;
  return htmlFile({
    shown,
    picture: pictureSvg(page, shown, host).text.replace(/^<\?xml[^>]*\?>\n/, ''),
    caption: subject ? captionOf(page, shown, state, subject) : [],
    language: document.documentElement.lang || 'en',
    details:
      shown.type === 'map'
        ? detailsText(document.querySelector('.side'))
        : detailsText(document.querySelector('.two-maps')),
    decimal: numbers.decimal,
  });
}

function displayedCommand({ state, subject, shell }: AttentionPage, shown: Displayed): string {
  return subject ? consoleCommand(engineCalls(shown, state, subject), shell) : '';
}

/** The picture as a file's text, and its size in CSS pixels. */
export function pictureSvg(
  page: AttentionPage,
  shown: Displayed,
  host: HTMLElement,
): { text: string; width: number; height: number } {
  const { numbers, state, subject } = page;
  const caption = subject ? captionOf(page, shown, state, subject) : [];
  const colours = themeColours(host);
  const font = getComputedStyle(host).fontFamily || 'sans-serif';
  const picture =
    shown.type === 'drawing'
      ? drawingSvg({ drawing: shown.drawing, colours, caption, font, host })
      : matrixSvg({
          map: shown,
          scale: state.scale,
          threshold: state.threshold,
          colours,
          caption,
          axes: axesText(shown),
          font,
          decimal: numbers.decimal,
        });
  const text = `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture)}\n`;
  const side = (name: string) => Number(picture.getAttribute(name));
  return { text, width: side('width'), height: side('height') };
}
