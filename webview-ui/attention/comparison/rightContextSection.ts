import * as l10n from '@vscode/l10n';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import { errorText } from '../../../src/wording/index.js';
import type { Architecture, Prediction, RightContextValue } from '../../../src/protocol/engine/index.js';
import { html, section } from '../../kit/dom.js';
import { trimToken } from '../../../src/text/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { ARCHITECTURES, modelFamily } from './selectModels.js';
import type { ModelResults } from './modelResults.js';
import { lastTokenIn } from '../../kit/mask/maskSteps.js';

/** A cosine this close to 1 is 1 but for rounding. */
const SAME = 1e-5;

/** What each model makes of a word when what follows it is hidden. */
export class RightContextSection {
  readonly #columns = new Map(ARCHITECTURES.map((name) => [name, html(`div.hidden-right.${name}`)] as const));
  readonly #word = html('p');
  readonly element: HTMLElement;
  #asked = 0;
  readonly #page: AttentionPage;
  readonly #results: ModelResults;

  constructor(page: AttentionPage, results: ModelResults) {
    this.#page = page;
    this.#results = results;

    this.element = section(
      'right-context',
      l10n.t('When what follows is hidden'),
      this.#word,
      html('div.three', {}, ...this.#columns.values()),
    );
  }

  /** @param word of the text that all models read, UTF-16 units */
  ask(text: string, word: { text: string; start: number; end: number }): void {
    const turn = ++this.#asked;
    const isLast = text.slice(word.end).trim() === '';
    const left = text.slice(0, word.end);
    this.#word.replaceChildren(
      ...(isLast
        ? [l10n.t('Nothing follows “{0}”: there is nothing to hide. Choose an earlier word.', word.text)]
        : [html('span.kept', {}, left), html('s.dim', {}, text.slice(word.end))]),
    );
    for (const architecture of ARCHITECTURES) {
      if (isLast) this.#columns.get(architecture)?.replaceChildren();
      else void this.#askOne(architecture, text, word, turn);
    }
  }

  async #askOne(
    architecture: Architecture,
    text: string,
    word: { text: string; start: number; end: number },
    turn: number,
  ): Promise<void> {
    const place = this.#columns.get(architecture);
    const reading = this.#results.of(architecture);
    if (!place) return;
    if (reading.state !== 'there') return place.replaceChildren();
    const { model, value } = reading;
    const title = html('h3', {}, modelFamily(model), html('span.dim', {}, model.id));
    const at = lastTokenIn(value.source, word.start, word.end);
    if (at < 0)
      return place.replaceChildren(title, html('p.dim', {}, l10n.t('The model has no token for “{0}”.', word.text)));
    const token = value.source[at];
    if (token && text.slice(word.end, token.end ?? word.end).trim() !== '') {
      const stretch = text.slice(token.start ?? 0, token.end ?? 0).trim();
      return place.replaceChildren(
        title,
        html(
          'p.dim',
          {},
          l10n.t('It reads “{0}” as one token: what follows the word cannot be hidden by itself.', stretch),
        ),
      );
    }
    if (place.childElementCount === 0)
      place.replaceChildren(title, html('p.dim', {}, l10n.t('{0} is reading …', model.id)));
    try {
      const slot = `right context ${architecture}`;
      const answer = await this.#page.request(slot, 'rightContext', { model: model.id, text, at });
      if (turn === this.#asked) place.replaceChildren(title, ...this.#describe(architecture, answer, word.text));
    } catch (error) {
      const value = toErrorValue(error);
      if (value.code === 'cancelled' || turn !== this.#asked) return;
      place.replaceChildren(
        title,
        html('p.notice.failed', { attributes: { role: 'alert' } }, errorText(value, this.#page.numbers.number)),
      );
    }
  }

  #describe(architecture: Architecture, value: RightContextValue, word: string): HTMLElement[] {
    const { numbers } = this.#page;
    const { cosine, bits, withRight, withoutRight } = value;
    const isSame = 1 - cosine < SAME && (bits ?? 0) < SAME;
    const sentence = isSame
      ? l10n.t('Nothing changes for “{0}”: it never read what follows.', word)
      : architecture === 'encoder-decoder'
        ? l10n.t('“{0}” becomes another vector in the encoder.', word)
        : l10n.t('“{0}” becomes another vector, and another prediction.', word);
    const figures = [
      [l10n.t('Cosine of its vectors, with and without'), numbers.decimal(cosine, 3)],
      ...(bits === null
        ? []
        : [[l10n.t('Change of the prediction (KL divergence)'), l10n.t('{0} bits', numbers.decimal(bits, 2))]]),
    ] as const;
    const list = html(
      'dl.figures',
      {},
      ...figures.map(([name, figure]) =>
        html('div', {}, html('dt.dim', {}, name ?? ''), html('dd.number', {}, figure ?? '')),
      ),
    );
    const predictions =
      withRight.length > 0
        ? html(
            'div.before-after',
            {},
            this.#predictions(l10n.t('with what follows'), withRight),
            this.#predictions(l10n.t('without'), withoutRight),
          )
        : html(
            'p.dim.small',
            {},
            architecture === 'encoder-decoder'
              ? l10n.t('An encoder that feeds a decoder predicts nothing itself.')
              : l10n.t('This model predicts nothing at this place.'),
          );
    const how =
      architecture === 'encoder'
        ? l10n.t('Predicted with [MASK] in its place:')
        : l10n.t('Predicted before it was read:');
    return [
      html('p', {}, sentence),
      list,
      ...(withRight.length > 0 ? [html('p.dim.small', {}, how)] : []),
      predictions,
    ];
  }

  #predictions(title: string, predictions: readonly Prediction[]): HTMLElement {
    const { numbers } = this.#page;
    const rows = predictions.map(({ text, probability }) =>
      html('li', {}, html('span.word', {}, trimToken(text)), html('span.number', {}, numbers.percent(probability))),
    );
    return html(
      'div',
      {},
      html('h4.dim.small', {}, title),
      html('ol', { attributes: { 'aria-label': title } }, ...rows),
    );
  }

  dispose(): void {
    for (const architecture of ARCHITECTURES) this.#page.cancel(`right context ${architecture}`);
  }
}
