import * as l10n from '@vscode/l10n';
import type { AnatomyValue, PartParameters, SideAnatomy, WeightPart } from '../../../../src/protocol/engine/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { countOf, partName, sideName, type Built } from './anatomyOf.js';

/** A box of the plan, or what belongs to a residual connection. */
export type PlanPart =
  | { kind: 'box'; look: WeightPart | 'data'; title: string; lines: string[]; count: string }
  /** joins what a part gave with what went by it */
  | { kind: 'sum' }
  /** a residual connection begins here */
  | { kind: 'branch' };

/** The same, or the frame of a layer that is there several times. */
export type PlanItem = PlanPart | { kind: 'layer'; times: string; items: PlanPart[] };

export interface PlanColumn {
  side: SideAnatomy;
  title: string;
  items: PlanItem[];
}

/** What stands in a plan, from the text on, side by side: the encoder first. */
export function planColumns({ anatomy, tokens }: Built, numbers: Numbers): PlanColumn[] {
  return anatomy.sides.map((side) => {
    const writer = new PlanWriter(anatomy, side, tokens, numbers);
    return { side, title: anatomy.sides.length > 1 ? sideName(side.side) : '', items: writer.items() };
  });
}

class PlanWriter {
  constructor(
    private readonly anatomy: AnatomyValue,
    private readonly side: SideAnatomy,
    private readonly tokens: number,
    private readonly numbers: Numbers,
  ) {}

  items(): PlanItem[] {
    const { side, anatomy } = this;
    const isWriting = side.side === 'decoder';
    const isLast = side === anatomy.sides.at(-1);
    const layer = this.#layer();
    const times = side.layers === 1 ? l10n.t('× 1 layer') : l10n.t('× {0} layers', this.#size(side.layers));
    const single = this.#hasSingleNorm();
    const text = this.#data(
      side.isCrossing ? l10n.t('text so far') : l10n.t('text'),
      side.isCrossing ? l10n.t('m tokens') : l10n.t('tokens: {0}', this.numbers.number(this.tokens)),
    );
    return [
      text,
      ...this.#inputs(),
      ...(single && side.norms === 'behind' ? [this.#norm()] : []),
      { kind: 'layer', times, items: layer },
      ...(single && side.norms === 'before' ? [this.#norm()] : []),
      ...(isLast ? this.#output(isWriting) : []),
    ];
  }

  #inputs(): PlanItem[] {
    const { vocabularySize, hiddenSize, maxLength } = this.anatomy;
    const words = this.#part('words', null);
    const rows = (count: number) => this.#sizes(count, hiddenSize);
    const found: PlanItem[] = [
      this.#box('words', [vocabularySize === null ? '' : this.#sizes(vocabularySize, this.#width(words))], words),
    ];
    const positions = this.#part('positions', this.side.side);
    // A bias by distance is a small table; positions that are learned have a row each.
    if (positions && hiddenSize && maxLength !== null && countOf(positions) >= maxLength * hiddenSize)
      found.push(this.#box('positions', [rows(countOf(positions) / hiddenSize)], positions));
    const segments = this.#part('segments', this.side.side);
    if (segments && hiddenSize) found.push(this.#box('segments', [rows(countOf(segments) / hiddenSize)], segments));
    return found;
  }

  #layer(): PlanPart[] {
    const { heads, headWidth, innerWidth, feedForwardMatrices, norms } = this.side;
    const { hiddenSize } = this.anatomy;
    const size = this.#size;
    const shape = l10n.t('heads: {0} × {1} numbers', size(heads), size(headWidth));
    const map = (queries: string, keys: string) => l10n.t('maps: {0} × {1} × {2}', size(heads), queries, keys);
    const n = size(this.tokens);
    const own = this.side.isCrossing ? 'm' : n;
    const attention = this.#box('attention', [shape, map(own, own)], this.#perLayer('attention'));
    const gate = feedForwardMatrices === 3 ? l10n.t('{0}, with a gate', size(innerWidth)) : size(innerWidth);
    const feed = this.#box(
      'feedForward',
      [`${size(hiddenSize)} → ${gate} → ${size(hiddenSize)}`],
      this.#perLayer('feedForward'),
    );
    const cross = this.#box('crossAttention', [shape, map('m', n)], this.#perLayer('crossAttention'));
    const parts = this.side.isCrossing ? [attention, cross, feed] : [attention, feed];
    return parts.flatMap((part): PlanPart[] => {
      const [branch, sum] = [{ kind: 'branch' as const }, { kind: 'sum' as const }];
      if (norms === 'before') return [branch, this.#norm(), part, sum];
      if (norms === 'behind') return [branch, part, sum, this.#norm()];
      return [branch, part, sum];
    });
  }

  #output(isWriting: boolean): PlanItem[] {
    const { vocabularySize, hiddenSize, tiedEmbeddings } = this.anatomy;
    const head = this.#part('head', null);
    if (tiedEmbeddings === null)
      return [this.#data(l10n.t('states'), l10n.t('a vector of {0} each', this.#size(hiddenSize)))];
    const shape = this.#sizes(hiddenSize, vocabularySize);
    const lines = tiedEmbeddings ? [shape, l10n.t('the table of words again')] : [shape];
    const logits = isWriting ? l10n.t('next token') : l10n.t('a token at each place');
    return [this.#box('head', lines, head), this.#data(l10n.t('logits'), logits)];
  }

  /** A norm behind the embeddings or before the head, as the norms' parameters tell: those of the layers are less. */
  #hasSingleNorm(): boolean {
    const { layers, isCrossing } = this.side;
    const { hiddenSize } = this.anatomy;
    const norms = this.#part('norms', this.side.side);
    if (!norms || !layers || !hiddenSize) return false;
    const ofLayers = layers * (isCrossing ? 3 : 2);
    // A norm has a scale for each number, LayerNorm an offset as well.
    return [1, 2].some((each) => countOf(norms) === each * hiddenSize * (ofLayers + 1));
  }

  #part(part: WeightPart, side: SideAnatomy['side'] | null): PartParameters | undefined {
    return this.anatomy.parameters.find((one) => one.part === part && one.side === side);
  }

  #perLayer(part: WeightPart): { counted: null; formula: number } | undefined {
    const found = this.#part(part, this.side.side);
    return found && { counted: null, formula: countOf(found) / Math.max(1, this.side.layers ?? 1) };
  }

  #width(words: PartParameters | undefined): number | null {
    const { vocabularySize, hiddenSize } = this.anatomy;
    return words && vocabularySize ? countOf(words) / vocabularySize : hiddenSize;
  }

  #sizes(rows: number | null, columns: number | null): string {
    return `${this.#size(rows)} × ${this.#size(columns)}`;
  }

  /** A size; a question mark where the configuration does not say it. */
  #size = (value: number | null): string => (value === null ? '?' : this.numbers.number(value));

  #norm = (): PlanPart => ({ kind: 'box', look: 'norms', title: l10n.t('norm'), lines: [], count: '' });

  #data = (title: string, line: string): PlanPart => ({ kind: 'box', look: 'data', title, lines: [line], count: '' });

  #box(
    look: WeightPart,
    lines: string[],
    of: { counted: number | null; formula: number | null } | undefined,
  ): PlanPart {
    const count = of && countOf(of) > 0 ? this.numbers.compact(countOf(of)) : '';
    // Beside the words' vectors, and added to them.
    const isAdded = look === 'positions' || look === 'segments';
    const title = isAdded ? `+ ${partName(look)}` : partName(look);
    return { kind: 'box', look, title, lines: lines.filter((line) => line !== ''), count };
  }
}
