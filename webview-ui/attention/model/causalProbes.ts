import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap } from '../../../src/protocol/engine/index.js';
import { subjectParams } from '../../../src/attention/viewState.js';
import type { AttentionData } from './attentionData.js';
import type { HeadFigures } from './headFigures.js';
import type { AttentionPage } from './attentionPage.js';
import type { DisplayedMap } from './displayModel.js';
import { effectAgreement, occlusionEffects, readingWord, predictedToken } from './occlusionEffects.js';
import { trimToken } from '../../../src/text/displayText.js';
import { Probe, type ProbeState } from './probe.js';

/** A word must rest in focus so long before the engine hides others for it, milliseconds. */
const REST_MS = 350;

/** The causal checks of the word in focus: words hidden, heads silenced, and its row in every head. */
export class CausalProbes {
  readonly #occlusion: Probe<'occlusion'>;
  readonly #ablation: Probe<'headAblation'>;
  readonly #rows: Probe<'attention'>;
  #isPredicted = true;
  /** the figures drawn last, and what they were made of: the same ones stay the same */
  #figures: { of: readonly unknown[]; values: (number | null)[] } = { of: [], values: [] };
  #params: { model: string; text: string; target?: string; at: number } | null = null;
  readonly #page: AttentionPage;

  constructor(page: AttentionPage, changed: () => void) {
    this.#page = page;

    this.#occlusion = new Probe(page, 'occlusion', 'occlusion', changed);
    this.#ablation = new Probe(page, 'ablation', 'headAblation', changed);
    this.#rows = new Probe(page, 'rows', 'attention', changed);
  }

  get occlusion(): ProbeState<'occlusion'> | 'not predicted' {
    return this.#isPredicted ? this.#occlusion.state : 'not predicted';
  }

  get ablation(): ProbeState<'headAblation'> {
    return this.#ablation.state;
  }

  /** Follows the word in focus. @param row −1: none */
  follow(map: DisplayedMap | null, row: number, data: AttentionData): void {
    const { subject, state, models } = this.#page;
    const word = map?.rows.words[row];
    const value = data.value;
    const architecture = models.find(({ id }) => id === state.model)?.architecture;
    const at = map && word && value && architecture ? predictedToken(architecture, map.kind, word) : null;
    this.#isPredicted = !word || at !== null;
    const before = JSON.stringify(this.#params);
    const target = value?.targetText;
    this.#params =
      at === null || !subject
        ? null
        : { ...subjectParams(state, subject), ...(target !== undefined && { target }), at };
    this.#occlusion.ask(this.#params, REST_MS);
    if (JSON.stringify(this.#params) !== before) this.#ablation.ask(null);
    const rows = state.sort === 'agreement' && word && map && this.#occlusion.state.state === 'known';
    const queryIndices = rows ? Array.from({ length: word.to - word.from }, (_, piece) => word.from + piece) : [];
    const { model = '', text = '' } = this.#params ?? {};
    const asked = { model, text, ...(target !== undefined && { target }) };
    this.#rows.ask(rows && this.#params ? { ...asked, kinds: [map.kind], queryIndices } : null);
  }

  /** Hides words for the word in focus after it was stopped. */
  occlude(): void {
    this.#occlusion.restart(this.#params);
  }

  stopOcclusion(): void {
    this.#occlusion.stop();
  }

  ablate(): void {
    this.#ablation.restart(this.#params);
  }

  stopAblation(): void {
    this.#ablation.stop();
  }

  /** Another text: what was asked about the one before is taken back. */
  stop(): void {
    this.#params = null;
    this.#occlusion.ask(null);
    this.#ablation.ask(null);
    this.#rows.ask(null);
  }

  /** A figure for each head, for the order that is chosen, and what it is or why there is none. */
  figures(
    summary: AttentionSummaryMap | null,
    map: DisplayedMap | null,
    row: number,
  ): { figures: HeadFigures | null; note: string | null } {
    const { state } = this.#page;
    const none = (note: string | null) => ({ figures: null, note });
    if (!summary || !map) return none(null);
    const name = trimToken(map.rows.words[row]?.text ?? '');
    const longest = (values: readonly (number | null)[]) =>
      this.#page.numbers.decimal(Math.max(0, ...values.map((value) => value ?? 0)), 2);
    const { state: now } = this.#ablation;
    switch (state.sort) {
      case 'layer':
      case 'pattern':
      case 'effect': {
        if (now.state !== 'known') {
          if (state.sort !== 'effect') return none(null);
          return none(
            now.state === 'waiting'
              ? l10n.t('Silencing one head after the other …')
              : l10n.t('Known after “Silence Each Head” at the end of the other column.'),
          );
        }
        const bits = new Map(
          now.value.effects
            .filter(({ kind }) => kind === map.kind)
            .map(({ layer, head, bits }) => [`${layer} ${head}`, bits]),
        );
        const values = this.#memoize([now, summary], () =>
          summary.heads.map(({ layer, head }) => bits.get(`${layer} ${head}`) ?? null),
        );
        return {
          figures: { sort: 'effect', values },
          note: l10n.t(
            'Bars: how the prediction at {0} changes with the head silenced; the longest is {1} bits.',
            name,
            longest(values),
          ),
        };
      }
      case 'agreement': {
        const values = this.#agreements(summary, map, row);
        if (!values)
          return none(
            row < 0
              ? l10n.t(
                  'Choose a word: click it in the picture, move there with the arrow keys, or put the cursor on it in the text.',
                )
              : l10n.t(
                  'The heads are compared as soon as it is known what hiding words changes for the word in focus.',
                ),
          );
        return {
          figures: { sort: 'agreement', values },
          note: l10n.t(
            'Bars: rank correlation of the head’s weights with what hiding words changes for {0}; the longest is {1}.',
            name,
            longest(values),
          ),
        };
      }
    }
  }

  #agreements(summary: AttentionSummaryMap, map: DisplayedMap, row: number): (number | null)[] | null {
    const { state, subject } = this.#page;
    const hidden = this.#occlusion.state;
    const rows = this.#rows.state;
    const word = map.rows.words[row];
    if (hidden.state !== 'known' || rows.state !== 'known' || !subject || !word) return null;
    const text = state.prefix + subject.text;
    const [all] = rows.value.maps;
    if (!all || map.columns.subjectAt === null) return null;
    const effects = occlusionEffects(hidden.value, text, state.words);
    // The pieces of the word are averaged as they are in the picture.
    const pieces = all.queries;
    return this.#memoize([hidden, rows, summary, map.columns.words], () =>
      summary.heads.map(({ layer, head }) => {
        const start = (all.layerIndices.indexOf(layer) * all.heads + all.headIndices.indexOf(head)) * pieces * all.keys;
        const values = new Float32Array(all.keys);
        for (let piece = 0; piece < pieces; piece++) {
          for (let key = 0; key < all.keys; key++) values[key]! += all.values[start + piece * all.keys + key]! / pieces;
        }
        return effectAgreement(map.columns.words, this.#mergeTokens(map, values), effects, readingWord(map, row));
      }),
    );
  }

  #memoize(of: readonly unknown[], make: () => (number | null)[]): (number | null)[] {
    const before = this.#figures;
    if (before.of.length !== of.length || before.of.some((each, at) => each !== of[at]))
      this.#figures = { of, values: make() };
    return this.#figures.values;
  }

  /** Weights of tokens as weights of the map's columns. */
  #mergeTokens({ columns }: DisplayedMap, values: Float32Array): Float32Array {
    return Float32Array.from(columns.words, ({ from, to }) => {
      let sum = 0;
      for (let token = from; token < to; token++) sum += values[token] ?? 0;
      return sum;
    });
  }
}
