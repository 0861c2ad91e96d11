import * as l10n from '@vscode/l10n';
import { headMatrix } from '../../../src/attention/weightMatrix.js';
import { writtenTokens } from '../../../src/attention/writtenTokens.js';
import type { Architecture, MapKind, Span } from '../../../src/protocol/engine/index.js';
import { themeColours } from '../../kit/colours.js';
import type { AttentionPage } from '../model/attentionPage.js';
import { scaleMaximum } from '../model/prepareMap.js';
import { buildWordMap, type WordMap, coarseTokenNames } from './wordMap.js';
import type { ModelCard } from './modelCard.js';
import { type ComparisonControls, partsName } from './comparisonControls.js';
import type { ModelResult, ModelResults } from './modelResults.js';
import type { RenderStyle } from './smallMap.js';

type LoadedResult = Extract<ModelResult, { state: 'there' }>;

/** The words that all models have read. */
export interface ExcerptWords {
  text: string;
  spans: readonly Span[];
  names: readonly string[];
}

/** The maps of all models, of the same words and in the same colours. */
export class WordMaps {
  #maps = new Map<Architecture, Map<MapKind, WordMap>>();
  #style: RenderStyle | null = null;
  readonly #page: AttentionPage;
  readonly #cards: ReadonlyMap<Architecture, ModelCard>;
  readonly #results: ModelResults;
  readonly #controls: ComparisonControls;

  constructor(
    page: AttentionPage,
    cards: ReadonlyMap<Architecture, ModelCard>,
    results: ModelResults,
    controls: ComparisonControls,
  ) {
    this.#page = page;
    this.#cards = cards;
    this.#results = results;
    this.#controls = controls;
  }

  /** How they are drawn; null before the first one is there. */
  get style(): RenderStyle | null {
    return this.#style;
  }

  get isEmpty(): boolean {
    return this.#maps.size === 0;
  }

  /** A model has failed: its map no longer counts. */
  forget(architecture: Architecture): void {
    this.#maps.delete(architecture);
  }

  /**
   * All maps anew: a larger weight makes the colours of all fainter.
   * @param host what the colours are taken from
   * @returns null when no model has read these words yet
   */
  draw({ text, spans, names }: ExcerptWords, host: HTMLElement): RenderStyle | null {
    const there = [...this.#cards].flatMap(([architecture, card]) => {
      const reading = this.#results.of(architecture);
      return reading.state === 'there' && reading.text === text ? [{ architecture, card, reading }] : [];
    });
    if (there.length === 0) return null;
    this.#maps = new Map(
      there.map(({ architecture, reading }) => [architecture, this.#buildMaps(reading, text, spans)] as const),
    );
    const all = [...this.#maps.values()].flatMap((maps) => [...maps.values()]);
    const top = Math.max(...all.map(({ matrix }) => scaleMaximum(matrix.values)));
    const { scale, threshold } = this.#page.state;
    const look = { scale, threshold, top, colours: themeColours(host) };
    this.#style = look;
    for (const { architecture, card, reading } of there) {
      card.update(this.#maps.get(architecture) ?? new Map(), names, look, this.#note(reading, text, spans));
    }
    this.#controls.update(
      Math.max(...there.map(({ reading }) => reading.layers)),
      Math.max(...there.map(({ reading }) => reading.heads)),
      look,
    );
    return look;
  }

  /** Which layers and heads they are, and what its tokenizer does not tell apart. */
  #note({ parts, value }: LoadedResult, text: string, spans: readonly Span[]): string {
    const stretches = [
      ...new Set([value.source, value.target ?? []].flatMap((all) => coarseTokenNames(all, text, spans))),
    ];
    const notes = stretches.map((stretch) =>
      l10n.t('It has one token for “{0}”: that weight is shared out among the words by their length.', stretch),
    );
    return [partsName(parts), ...notes].join(' · ');
  }

  #buildMaps({ value }: LoadedResult, text: string, spans: readonly Span[]): Map<MapKind, WordMap> {
    const target = value.target ?? value.source;
    const sides = {
      encoder: [value.source, value.source],
      decoder: [target, target],
      // Cross-attention serves to write: its rows are named by what is written there.
      cross: [writtenTokens(target, ''), value.source],
    } as const;
    return new Map(
      value.maps.map((map) => {
        const [rows, columns] = sides[map.kind];
        const weights = headMatrix(map, null, null);
        return [map.kind, buildWordMap(weights, rows, columns, text, spans, this.#page.state.specials)] as const;
      }),
    );
  }
}
