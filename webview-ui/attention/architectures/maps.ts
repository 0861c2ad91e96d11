import { headMatrix } from '../../../src/attention/weightMatrix.js';
import type { Architecture, MapKind, Span } from '../../../src/protocol/engine/index.js';
import { themeColours } from '../colours.js';
import type { Page } from '../page.js';
import { topOfScale } from '../question.js';
import { aligned, type Aligned, coarse } from './align.js';
import type { Card } from './card.js';
import type { controls } from './controls.js';
import type { Reading, Readings } from './readings.js';
import type { Look } from './smallMap.js';

type There = Extract<Reading, { state: 'there' }>;

/** The words that all models have read. */
export interface Words {
  text: string;
  spans: readonly Span[];
  names: readonly string[];
}

/** The maps of all models, of the same words and in the same colours. */
export class Maps {
  #maps = new Map<Architecture, Map<MapKind, Aligned>>();
  #look: Look | null = null;

  constructor(
    private readonly page: Page,
    private readonly cards: ReadonlyMap<Architecture, Card>,
    private readonly readings: Readings,
    private readonly bar: ReturnType<typeof controls>,
  ) {}

  /** How they are drawn; null before the first one is there. */
  get look(): Look | null {
    return this.#look;
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
  draw({ text, spans, names }: Words, host: HTMLElement): Look | null {
    const there = [...this.cards].flatMap(([architecture, card]) => {
      const reading = this.readings.of(architecture);
      return reading.state === 'there' && reading.text === text ? [{ architecture, card, reading }] : [];
    });
    if (there.length === 0) return null;
    this.#maps = new Map(
      there.map(({ architecture, reading }) => [architecture, this.#aligned(reading, text, spans)] as const),
    );
    const all = [...this.#maps.values()].flatMap((maps) => [...maps.values()]);
    const top = Math.max(...all.map(({ matrix }) => topOfScale(matrix.values)));
    const { scale, threshold } = this.page.state;
    const look = { scale, threshold, top, colours: themeColours(host) };
    this.#look = look;
    for (const { architecture, card, reading } of there) {
      card.show(this.#maps.get(architecture) ?? new Map(), names, look, this.#note(reading, text, spans));
    }
    this.bar.counts(
      Math.max(...there.map(({ reading }) => reading.layers)),
      Math.max(...there.map(({ reading }) => reading.heads)),
      look,
    );
    return look;
  }

  /** Which layer and head it is, and what its tokenizer does not tell apart. */
  #note({ part, value }: There, text: string, spans: readonly Span[]): string {
    const stretches = [...new Set([value.source, value.target ?? []].flatMap((all) => coarse(all, text, spans)))];
    const notes = stretches.map((stretch) => this.page.say('archCoarse', stretch));
    return [this.bar.partText(part), ...notes].join(' · ');
  }

  #aligned({ value }: There, text: string, spans: readonly Span[]): Map<MapKind, Aligned> {
    const target = value.target ?? value.source;
    const sides = {
      encoder: [value.source, value.source],
      decoder: [target, target],
      cross: [target, value.source],
    } as const;
    return new Map(
      value.maps.map((map) => {
        const [rows, columns] = sides[map.kind];
        const weights = headMatrix(map, null, null);
        return [map.kind, aligned(weights, rows, columns, text, spans, this.page.state.specials)] as const;
      }),
    );
  }
}
