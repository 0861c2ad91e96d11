import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import type { Architecture, Prediction, RightContextValue } from '../../../src/protocol/engine/index.js';
import { html, section } from '../../kit/dom.js';
import { trimToken } from '../../kit/displayText.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { ARCHITECTURES, modelFamily } from './selectModels.js';
import type { ModelResults } from './modelResults.js';
import { lastTokenIn } from './softmaxSteps.js';

/** A cosine this close to 1 is 1 but for rounding. */
const SAME = 1e-5;

/** What each model makes of a word when what follows it is hidden. */
export class RightContextSection {
  readonly #columns = new Map(ARCHITECTURES.map((name) => [name, html(`div.hidden-right.${name}`)] as const));
  readonly #word = html('p');
  readonly element: HTMLElement;
  #asked = 0;

  constructor(
    private readonly page: AttentionPage,
    private readonly results: ModelResults,
  ) {
    this.element = section(
      'right-context',
      page.say('archRight'),
      this.#word,
      html('div.three', {}, ...this.#columns.values()),
    );
  }

  /** @param word of the text that all models read, UTF-16 units */
  ask(text: string, word: { text: string; start: number; end: number }): void {
    const { say } = this.page;
    const turn = ++this.#asked;
    const isLast = text.slice(word.end).trim() === '';
    const left = text.slice(0, word.end);
    this.#word.replaceChildren(
      ...(isLast
        ? [say('archRightLast', word.text)]
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
    const reading = this.results.of(architecture);
    const { say } = this.page;
    if (!place) return;
    if (reading.state !== 'there') return place.replaceChildren();
    const { model, value } = reading;
    const title = html('h3', {}, modelFamily(model), html('span.dim', {}, model.id));
    const at = lastTokenIn(value.source, word.start, word.end);
    if (at < 0) return place.replaceChildren(title, html('p.dim', {}, say('archMissing', word.text)));
    const token = value.source[at];
    if (token && text.slice(word.end, token.end ?? word.end).trim() !== '') {
      const stretch = text.slice(token.start ?? 0, token.end ?? 0).trim();
      return place.replaceChildren(title, html('p.dim', {}, say('archRightCoarse', stretch)));
    }
    if (place.childElementCount === 0) place.replaceChildren(title, html('p.dim', {}, say('archWorking', model.id)));
    try {
      const slot = `right context ${architecture}`;
      const answer = await this.page.request(slot, 'rightContext', { model: model.id, text, at });
      if (turn === this.#asked) place.replaceChildren(title, ...this.#describe(architecture, answer, word.text));
    } catch (error) {
      const { code, message } = toErrorValue(error);
      if (code === 'cancelled' || turn !== this.#asked) return;
      place.replaceChildren(title, html('p.notice.failed', { attributes: { role: 'alert' } }, message));
    }
  }

  #describe(architecture: Architecture, value: RightContextValue, word: string): HTMLElement[] {
    const { say, numbers } = this.page;
    const { cosine, bits, withRight, withoutRight } = value;
    const isSame = 1 - cosine < SAME && (bits ?? 0) < SAME;
    const sentence = isSame
      ? say('archRightSame', word)
      : say(architecture === 'encoder-decoder' ? 'archRightEncoder' : 'archRightChanged', word);
    const figures = [
      [say('archCosine'), numbers.decimal(cosine, 3)],
      ...(bits === null ? [] : [[say('archKl'), say('archBits', numbers.decimal(bits, 2))]]),
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
            this.#predictions(say('archWith'), withRight),
            this.#predictions(say('archWithout'), withoutRight),
          )
        : html('p.dim.small', {}, say(architecture === 'encoder-decoder' ? 'archNoPrediction' : 'archNotPredicted'));
    const how = architecture === 'encoder' ? say('archPredictedMask') : say('archPredictedNext');
    return [
      html('p', {}, sentence),
      list,
      ...(withRight.length > 0 ? [html('p.dim.small', {}, how)] : []),
      predictions,
    ];
  }

  #predictions(title: string, predictions: readonly Prediction[]): HTMLElement {
    const { numbers } = this.page;
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
    for (const architecture of ARCHITECTURES) this.page.cancel(`right context ${architecture}`);
  }
}
