import * as l10n from '@vscode/l10n';
import type { AttentionSummaryMap, Params } from '../../../src/protocol/engine/index.js';
import { subjectParams } from '../../../src/attention/viewState.js';
import { headMatrix } from '../../../src/attention/weightMatrix.js';
import type { AttentionData } from './attentionData.js';
import type { Word } from '../../../src/attention/tokenWords.js';
import type { HeadFigures } from './headFigures.js';
import type { AttentionPage } from './attentionPage.js';
import type { DisplayedMap } from './displayModel.js';
import { agreementOf, type ComparedWords, fewWordsText, weightsAt, wordsToCompare } from './agreement.js';
import { type ComparedRows, mergedRow, shownRows } from './comparedRows.js';
import { chooseText } from './mapNames.js';
import { occlusionEffects } from './wordEffects.js';
import { predictedToken } from './watchedWord.js';
import { trimToken } from '../../../src/text/displayText.js';
import { Probe, type ProbeState, type Unpredicted } from './probe.js';

/** A word must rest in focus so long before the engine hides others for it, milliseconds. */
const REST_MS = 350;

/** The checks of the word in focus: words hidden, gradients, heads silenced, and its row in every head. */
export class CausalProbes {
  readonly #occlusion: Probe<'occlusion'>;
  readonly #saliency: Probe<'saliency'>;
  readonly #ablation: Probe<'headAblation'>;
  readonly #rows: Probe<'attention'>;
  readonly #maskedRollout: Probe<'attentionSummary'>;
  /** why nothing is predicted for the word in focus; null: something is, or there is no word */
  #unpredicted: Unpredicted | null = null;
  /** the figures drawn last, and what they were made of: the same ones stay the same */
  #figures: { of: readonly unknown[]; values: (number | null)[] } = { of: [], values: [] };
  #params: Params<'occlusion'> | null = null;
  /** the pieces of the word in focus that are masked while hiding is measured; null: none are */
  #masked: number[] | null = null;
  #compared: { of: readonly unknown[]; rows: ComparedRows } | null = null;
  readonly #page: AttentionPage;

  constructor(page: AttentionPage, changed: () => void) {
    this.#page = page;

    this.#occlusion = new Probe(page, 'occlusion', 'occlusion', changed);
    this.#saliency = new Probe(page, 'saliency', 'saliency', changed);
    this.#ablation = new Probe(page, 'ablation', 'headAblation', changed);
    this.#rows = new Probe(page, 'rows', 'attention', changed);
    this.#maskedRollout = new Probe(page, 'masked rollout', 'attentionSummary', changed);
  }

  get occlusion(): ProbeState<'occlusion'> | Unpredicted {
    return this.#unpredicted ?? this.#occlusion.state;
  }

  get saliency(): ProbeState<'saliency'> {
    return this.#saliency.state;
  }

  get ablation(): ProbeState<'headAblation'> {
    return this.#ablation.state;
  }

  /** Follows the word in focus. @param row −1: none */
  follow(map: DisplayedMap | null, row: number, data: AttentionData): void {
    const { subject, state, models } = this.#page;
    const word = map?.rows.words[row];
    const value = data.value;
    const { architecture, tasks } = models.find(({ id }) => id === state.model) ?? {};
    const predicts = tasks?.includes('occlusion') !== false;
    const at = map && word && value && architecture && predicts ? predictedToken(architecture, map, word) : null;
    this.#unpredicted = !word || at !== null ? null : predicts ? 'not predicted' : 'no predictions';
    const before = JSON.stringify(this.#params);
    const target = value?.targetText;
    this.#params =
      at === null || !subject
        ? null
        : { ...subjectParams(state, subject), ...(target !== undefined && { target }), at, words: state.words };
    this.#occlusion.ask(this.#params, REST_MS);
    if (JSON.stringify(this.#params) !== before) for (const probe of [this.#saliency, this.#ablation]) probe.ask(null);
    this.#followMeasured(map, word, architecture === 'encoder');
  }

  /** Asks for the rows that are compared with what hiding changes or gradients say, once that is known. */
  #followMeasured(map: DisplayedMap | null, word: Word | undefined, isMasked: boolean): void {
    const { subject, state } = this.#page;
    this.#masked = null;
    const isMeasured = [this.#occlusion, this.#saliency].some((probe) => probe.state.state === 'known');
    if (!map || !word || !subject || !this.#params || !isMeasured)
      return [this.#rows, this.#maskedRollout].forEach((probe) => probe.ask(null));
    const queryIndices = Array.from({ length: word.to - word.from }, (_, piece) => word.from + piece);
    // BERT's hiding is measured with a mask in the word's place: what is compared with it reads the same.
    this.#masked = isMasked ? queryIndices : null;
    const { target } = this.#params;
    const asked = {
      ...subjectParams(state, subject),
      ...(target !== undefined && { target }),
      ...(this.#masked && { masked: this.#masked }),
    };
    // Of all heads at once: going to another one asks for nothing.
    const isWanted = this.#masked !== null || state.sort === 'agreement';
    this.#rows.ask(isWanted ? { ...asked, kinds: [map.kind], queryIndices } : null);
    this.#maskedRollout.ask(this.#masked && asked);
  }

  /** Hides words for the word in focus after it was stopped. */
  occlude(): void {
    this.#occlusion.restart(this.#params);
  }

  stopOcclusion(): void {
    this.#occlusion.stop();
  }

  /** Goes back from the prediction to the words. */
  explain(): void {
    this.#saliency.restart(this.#params);
  }

  stopSaliency(): void {
    this.#saliency.stop();
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
    for (const probe of [this.#saliency, this.#ablation, this.#rows, this.#maskedRollout]) probe.ask(null);
  }

  /** What the word in focus reads, on the input that hiding is measured on. */
  comparedRows(
    map: DisplayedMap,
    row: number,
    shown: { weights: DisplayedMap | null; rollout: DisplayedMap | null },
  ): ComparedRows {
    const [read, rolled] = [this.#rows.state, this.#maskedRollout.state];
    const { layer, head } = this.#page.state;
    const of = [map, row, shown.weights, shown.rollout, read, rolled, layer, head, this.#masked === null];
    const before = this.#compared;
    if (before?.of.every((each, at) => each === of[at])) return before.rows;
    const rows = this.#makeRows(map, row, shown);
    this.#compared = { of, rows };
    return rows;
  }

  #makeRows(
    map: DisplayedMap,
    row: number,
    shown: { weights: DisplayedMap | null; rollout: DisplayedMap | null },
  ): ComparedRows {
    if (!this.#masked) return shownRows(row, shown.weights, shown.rollout);
    const [read, rolled] = [this.#rows.state, this.#maskedRollout.state];
    const { layer, head } = this.#page.state;
    const [all] = read.state === 'known' ? read.value.maps : [];
    const weights = all && headMatrix(all, layer, layer === null ? null : head);
    const [summary] = rolled.state === 'known' ? rolled.value.maps : [];
    const [first = 0] = this.#masked;
    const pieces = this.#masked.length;
    const rollout = summary && { keys: summary.keys, values: summary.rollout };
    return {
      weights: weights ? mergedRow(map, weights, 0, pieces) : null,
      rollout: rollout ? mergedRow(map, rollout, first * rollout.keys, pieces) : null,
      isMasked: true,
    };
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
        if (this.#unpredicted && state.sort === 'effect') return none(unpredictedText());
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
        if (this.#unpredicted) return none(unpredictedText());
        const compared = this.#comparedWords(map, row);
        const values = compared && this.#agreements(summary, map, compared);
        if (!compared || !values)
          return none(
            row < 0
              ? chooseText(map)
              : l10n.t(
                  'The heads are compared as soon as it is known what hiding words changes for the word in focus.',
                ),
          );
        return {
          figures: { sort: 'agreement', values },
          note: [
            l10n.t(
              'Bars: rank correlation of the head’s weights with what hiding words changes for {0}, over {1} words; the longest is {2}.',
              name,
              String(compared.columns.length),
              longest(values),
            ),
            fewWordsText(compared.columns.length) ?? '',
          ]
            .join(' ')
            .trim(),
        };
      }
    }
  }

  /** The words of the map that hiding was measured for; null while it is unknown, or where others were hidden. */
  #comparedWords(map: DisplayedMap, row: number): ComparedWords | null {
    const { state, subject } = this.#page;
    const hidden = this.#occlusion.state;
    if (hidden.state !== 'known' || !subject || row < 0 || map.columns.subjectAt === null) return null;
    return wordsToCompare(map, row, occlusionEffects(hidden.value, state.prefix + subject.text, state.words));
  }

  #agreements(summary: AttentionSummaryMap, map: DisplayedMap, compared: ComparedWords): (number | null)[] | null {
    const rows = this.#rows.state;
    const [all] = rows.state === 'known' ? rows.value.maps : [];
    const { bits } = compared;
    if (!all || !bits) return null;
    const pieces = all.queries;
    return this.#memoize([this.#occlusion.state, rows, summary, map.columns.words], () =>
      summary.heads.map(({ layer, head }) => {
        const start = (all.layerIndices.indexOf(layer) * all.heads + all.headIndices.indexOf(head)) * pieces * all.keys;
        return agreementOf(weightsAt(compared, mergedRow(map, all, start, pieces)), bits);
      }),
    );
  }

  #memoize(of: readonly unknown[], make: () => (number | null)[]): (number | null)[] {
    const before = this.#figures;
    if (before.of.length !== of.length || before.of.some((each, at) => each !== of[at]))
      this.#figures = { of, values: make() };
    return this.#figures.values;
  }
}

const unpredictedText = () => l10n.t('Nothing is predicted here that a hidden word or a silenced head could change.');
