import { GlassboxError, type Span, type Token } from '../../protocol/engine/index.js';
import { cosineSimilarity } from '../../maths/divergence.js';
import { poolStates } from '../../maths/pooling.js';
import { logSoftmax } from '../../maths/softmax.js';
import { AttentionModel } from '../attention/attentionModel.js';
import { chunk } from '../attention/targetPrediction.js';
import { fillJointly } from '../methods/shared/jointFilling.js';
import type { MaskFilling, PredictMasks } from '../methods/shared/maskedLanguageModel.js';
import type { Model } from '../models/model.js';
import { changedArticle, filled, type Gap } from './gap.js';

/** Token ids with a mask among them. */
export interface MaskedRow {
  ids: readonly number[];
  position: number;
}

const overlaps = ({ start, end }: Token, span: Span) =>
  start !== null && end !== null && start < span.end && end > span.start;

/** Looks with a masked language model at what stands in a gap, or could. */
export class GapModel {
  private constructor(
    private readonly model: Model,
    private readonly reader: AttentionModel,
    private readonly mask: number,
    private readonly signal: AbortSignal | undefined,
  ) {}

  /** @throws GlassboxError `no-mask`, `model-broken`, `out-of-memory` */
  static async open(model: Model, signal?: AbortSignal): Promise<GapModel> {
    const { mask } = model.tokenizer.specialIds;
    if (mask === undefined) {
      const message = `The tokenizer of ${model.info.id} has no mask token. Install the model again or choose another.`;
      throw new GlassboxError('no-mask', message, { details: { kind: 'noMaskToken', model: model.info.id } });
    }
    const reader = await AttentionModel.open(model, false, 'logits');
    reader.require({ logits: true, states: true });
    return new GapModel(model, reader, mask, signal);
  }

  /** @throws GlassboxError `too-long` when the model does not take the text as it stands */
  requireRoom(gap: Gap): void {
    this.model.requireLength(this.model.tokenizer.encode(filled(gap, gap.word).text).length);
  }

  /** The gap masked. @throws GlassboxError `too-long` */
  masked(gap: Gap, article?: string): MaskedRow {
    const { text, start } = filled(gap, this.#maskText, article);
    const tokens = this.model.tokenizer.encode(text);
    this.model.requireLength(tokens.length);
    return this.#rowOf(tokens, (token) => token.start === start || token.end === start + this.#maskText.length);
  }

  /**
   * The gap masked, and the text as it stands before that: what is meant by the word is then in sight (Qiang et al. 2020,
   * "Lexical simplification with pretrained encoders"). Both are read as one segment: bert-mini was never shown a second
   * one. Null where the model has no room for both.
   */
  maskedBeside(gap: Gap, article?: string): MaskedRow | null {
    const { text, start } = filled(gap, this.#maskText, article);
    const tokens = this.model.tokenizer.encodePair(filled(gap, gap.word).text, text);
    if (tokens.length > (this.model.info.maxLength ?? Number.POSITIVE_INFINITY)) return null;
    return this.#rowOf(
      tokens,
      (token) => token.sequence === 1 && (token.start === start || token.end === start + this.#maskText.length),
    );
  }

  /**
   * How much likelier another article is before the gap than the one that stands there, whatever the word: the difference
   * of their log probabilities, both places masked.
   */
  async articleOdds(gap: Gap, article: string): Promise<number> {
    if (gap.article === null) return 0;
    const { start, article: present } = gap.article;
    const tokensWith = (written: string) => this.model.tokenizer.encode(filled(gap, this.#maskText, written).text);
    const found = await this.distribution(this.#rowOf(tokensWith(this.#maskText), (token) => token.start === start));
    const [other, own] = [article, present].map((written) => {
      const pieces = tokensWith(written).filter((token) => overlaps(token, { start, end: start + written.length }));
      return pieces.length === 1 ? found[pieces[0]!.id] : undefined;
    });
    return other === undefined || own === undefined ? 0 : other - own;
  }

  /** Natural-log probabilities over the vocabulary at a row's mask. */
  async distribution(row: MaskedRow): Promise<Float32Array> {
    const [first = new Float32Array(0)] = await this.#predict([row.ids], row.position);
    return first;
  }

  /** How a word is spelled in the gap, and the ids of the whole text with it. */
  spell(gap: Gap, word: string): { ids: number[]; pieces: number[]; positions: number[] } {
    const placed = filled(gap, word, changedArticle(gap, word));
    const tokens = this.model.tokenizer.encode(placed.text);
    const positions = tokens.flatMap((token, at) => (overlaps(token, placed) ? [at] : []));
    return { ids: tokens.map(({ id }) => id), pieces: positions.map((at) => tokens[at]!.id), positions };
  }

  /**
   * Log probabilities of words at a row's mask: that of a piece, or the sum of a word's pieces, with as many masks, left
   * to right. −Infinity for what the model cannot spell or has no room for.
   */
  async logProbabilities(row: MaskedRow, spellings: readonly (readonly number[])[]): Promise<number[]> {
    const { unk } = this.model.tokenizer.specialIds;
    const found = spellings.map(() => Number.NEGATIVE_INFINITY);
    const byLength = new Map<number, number[]>();
    spellings.forEach((pieces, at) => {
      const longest = this.model.info.maxLength ?? Number.POSITIVE_INFINITY;
      if (pieces.length === 0 || pieces.includes(unk ?? -1) || row.ids.length + pieces.length - 1 > longest) return;
      byLength.set(pieces.length, [...(byLength.get(pieces.length) ?? []), at]);
    });
    for (const [count, indices] of byLength) {
      const sums = await this.#sumOfPieces(
        row,
        indices.map((at) => spellings[at]!),
        count,
      );
      indices.forEach((at, one) => (found[at] = sums[one]!));
    }
    return found;
  }

  /** Cosines of each word's last hidden states with those of the word that stands there, each in the text. */
  async similarities(gap: Gap, words: readonly string[]): Promise<number[]> {
    const spelled = [gap.word, ...words].map((word) => this.spell(gap, word));
    const vectors: Float64Array[] = [];
    const byLength = new Map<number, number[]>();
    spelled.forEach(({ ids }, at) => byLength.set(ids.length, [...(byLength.get(ids.length) ?? []), at]));
    for (const [length, all] of byLength) {
      for (const some of chunk(all, this.reader.maxBatchRows(length))) {
        const batch = { source: some.map((at) => spelled[at]!.ids) };
        const positions = Array.from({ length }, (_, at) => at);
        const { states } = await this.reader.run(batch, { positions, states: true }, this.signal);
        const width = (states?.length ?? 0) / some.length / length;
        some.forEach((at, row) => {
          const own = spelled[at]!.positions.map((position) => {
            const start = (row * length + position) * width;
            return states!.subarray(start, start + width);
          });
          vectors[at] = poolStates(Float32Array.from(own.flatMap((state) => [...state])), own.length, 'mean');
        });
      }
    }
    return words.map((_, at) => cosineSimilarity(vectors[0]!, vectors[at + 1]!));
  }

  /** The best joint fillings of a row's mask by so many pieces, the most probable first. */
  async fillings(row: MaskedRow, pieces: number, width: number): Promise<MaskFilling[]> {
    const ids = this.#widen(row, pieces);
    const open = Array.from({ length: pieces }, (_, at) => row.position + at);
    if (ids.length > (this.model.info.maxLength ?? Number.POSITIVE_INFINITY)) return [];
    const predict: PredictMasks = async (rows) => {
      // All rows of a search are filled at the same place.
      const position = rows[0]!.indexOf(this.mask, row.position);
      const found = await this.#predict(rows, position);
      return (index) => found[index]!;
    };
    return fillJointly({ ids, open, filled: [], logProbability: 0 }, { predict, width }, this.signal);
  }

  get #maskText(): string {
    return this.model.tokenizer.tokenText(this.mask);
  }

  #rowOf<T extends Token>(tokens: readonly T[], isHere: (token: T) => boolean): MaskedRow {
    const position = tokens.findIndex((token) => token.id === this.mask && isHere(token));
    return { ids: tokens.map(({ id }) => id), position };
  }

  /** The row with so many masks in place of its one. */
  #widen({ ids, position }: MaskedRow, count: number): number[] {
    return ids.toSpliced(position, 1, ...Array<number>(count).fill(this.mask));
  }

  async #predict(rows: readonly (readonly number[])[], position: number): Promise<Float32Array[]> {
    const found: Float32Array[] = [];
    for (const some of chunk(rows, this.reader.maxBatchRows(rows[0]?.length ?? 0))) {
      const { logits } = await this.reader.run({ source: some }, { positions: [position], logits: true }, this.signal);
      const width = (logits?.length ?? 0) / some.length;
      some.forEach((_, at) => found.push(logSoftmax(logits!.subarray(at * width, (at + 1) * width))));
    }
    return found;
  }

  async #sumOfPieces(row: MaskedRow, spellings: readonly (readonly number[])[], count: number): Promise<number[]> {
    const ids = this.#widen(row, count);
    const rows = spellings.map(() => [...ids]);
    const sums = spellings.map(() => 0);
    for (let piece = 0; piece < count; piece++) {
      // At the first piece all rows are one.
      const found = await this.#predict(piece === 0 ? rows.slice(0, 1) : rows, row.position + piece);
      spellings.forEach((pieces, at) => {
        sums[at]! += found[piece === 0 ? 0 : at]![pieces[piece]!] ?? Number.NEGATIVE_INFINITY;
        rows[at]![row.position + piece] = pieces[piece]!;
      });
    }
    return sums;
  }
}
