import {
  GlassboxError,
  type Doubt,
  type GenerationConfig,
  type LaidSign,
  type TranslatedSegment,
} from '../../protocol/engine/index.js';
import { localTypography, plainTypography, replaceSpans, type TextSpan } from '../../text/index.js';
import type { Model } from '../models/model.js';
import { type Candidate, figuresOf, isBetter } from './candidate.js';
import { alignWords, type Alignment, wordsOfTokens } from './alignment.js';
import { compose, wordSpans } from './compose.js';
import { doubtsOf } from './doubts.js';
import type { Identifier } from '../languages/identifier.js';
import { measuredDoubts } from './measuredDoubts.js';
import type { Measures } from './measures.js';
import { findHeldOut, type HeldOutOptions } from './heldOut.js';
import { encodeSource, writeSequences } from './modelRun.js';
import { inertIn, innerMarks, type Piece, placeOf } from './pieces.js';
import { isPersonsName, knownLabel, mayBeName } from './labelWords.js';
import { sentenceForms } from './sentenceForm.js';
import { withoutMarks } from './partEnds.js';
import { marksIn, partsOf } from './parts.js';
import { InsideSegments } from './insideSegments.js';
import { mendQuotes, type QuotePart, readableQuotes } from './quotes.js';
import { inOrder } from './structure.js';
import { restore, type Wording, wordFor } from './wording.js';

/** A sentence is tried so often, each time with other stand-ins, before it is taken apart. */
const ROUNDS = 2;

export interface TranslatorOptions extends HeldOutOptions {
  /** what the model reads before a sentence */
  prefix: string;
  decoding: GenerationConfig;
  /** tells what a translation looks like */
  identify: Identifier;
  /** told of the figures by which a piece is doubted; with it all of them are taken */
  onMeasured?: (measures: Measures) => void;
  /** what a piece is not to become */
  avoid?: readonly string[];
  /** the language whose marks are written */
  typography: 'target' | 'source';
}

/** A piece's translation as it stands in the document. */
interface TranslatedPiece {
  target: string;
  logProbability: number;
  doubts: Doubt[];
  /** those that were laid over words by attention */
  signs?: LaidSign[];
  /** the source stands there */
  kept?: true;
}

/** Translates the pieces of a document, in the order of `findPieces`. */
export class Translator {
  /** what prose inside of inert things became */
  readonly #inside = new InsideSegments();

  constructor(
    private readonly document: string,
    private readonly model: Model,
    private readonly options: TranslatorOptions,
  ) {}

  /** The language whose marks are written. */
  get #writtenLanguage(): string {
    const { typography, from, to } = this.options;
    return typography === 'source' ? from : to;
  }

  /**
   * A piece's translation, with its place; what is inside of an inert thing is written into the piece around it, too.
   * @throws GlassboxError `cancelled`, `too-long`, `out-of-memory`, `model-broken`
   */
  async segment(piece: Piece, signal?: AbortSignal): Promise<TranslatedSegment> {
    const { doubts, ...translated } = await this.#translate(piece, signal);
    const segment = { ...placeOf(piece), ...translated, ...(doubts.length > 0 && { doubts }) };
    if (piece.unit.isInside) this.#inside.add(segment);
    return segment;
  }

  /** As a whole; else in parts; else as it stands. */
  async #translate(piece: Piece, signal?: AbortSignal): Promise<TranslatedPiece> {
    const { reading, start, end } = piece;
    if (!/\p{L}/u.test(reading.text.slice(start, end))) {
      const named = reading.inert.get(start)?.named === undefined ? null : this.#heldAlone(piece);
      return named ?? this.#keep(piece, this.#isUnreadable(piece) ? ['language'] : []);
    }
    if (piece.isLabel) return this.#label(piece, signal);
    const alone = this.#heldAlone(piece);
    if (alone !== null) return alone;
    const best = await this.#bestCandidate(piece, signal);
    if (best?.doubts.length === 0) {
      const whole = await this.#write(piece, best, signal);
      if (whole !== null) return { ...whole, doubts: await this.#measuredDoubts(best, signal) };
    }
    const parts = partsOf(piece, best?.doubts ?? null, this.#writtenLanguage, this.options);
    if (parts.length > 1) return this.#translateParts(piece, parts, signal);
    if (best === null) return this.#keep(piece, ['structure']);
    const doubtful = best.doubts.includes('repetition') ? null : await this.#write(piece, best, signal);
    return doubtful ?? this.#keep(piece, best.doubts.length > 0 ? best.doubts : ['structure']);
  }

  /** What stands before a colon: a name stays, and so does what the model is not sure about. */
  async #label(piece: Piece, signal?: AbortSignal): Promise<TranslatedPiece> {
    const label = piece.reading.text.slice(piece.start, piece.end);
    if (isPersonsName(label)) return this.#keep(piece, []);
    const known = knownLabel(label, this.options.from, this.options.to);
    if (known !== null) return { ...this.#keep(piece, []), target: piece.unit.write(known, label) };
    const translated = await this.#translate({ ...piece, isLabel: undefined }, signal);
    if (translated.doubts.length === 0) return translated;
    const kept = this.#keep(piece, []);
    // What the model writes alike is a name as well, however sure it is.
    const isName = mayBeName(label) || translated.target === kept.target;
    return isName ? kept : this.#keep(piece, translated.doubts);
  }

  /** The source as it stands, but for what is translated inside of inert things. */
  #keep(piece: Piece, doubts: Doubt[]): TranslatedPiece {
    const target = this.#withInside(placeOf(piece));
    return { target, logProbability: 0, doubts, ...(doubts.length > 0 && { kept: true }) };
  }

  /** The first that nothing is to be doubted in; else the one with the fewest doubts; null where a stand-in is always lost. */
  async #bestCandidate(piece: Piece, signal?: AbortSignal): Promise<Candidate | null> {
    let best: Candidate | null = null;
    for (let round = 0; round < ROUNDS; round++) {
      const heldOut = findHeldOut(piece, this.options, round > 0);
      // Without stand-ins another round is the same.
      if (round > 0 && heldOut.length === 0) break;
      const wording = wordFor(piece.reading, piece, heldOut, round, this.options.from);
      for await (const candidate of this.#candidates(wording, signal)) {
        if (await this.#isSeen(piece, candidate, signal)) continue;
        if (best === null || isBetter(candidate, best)) best = candidate;
        if (candidate.doubts.length === 0 && candidate.isExact) return candidate;
      }
    }
    return best;
  }

  /** Whether a candidate would be written as one that is to be avoided. */
  async #isSeen(piece: Piece, candidate: Candidate, signal?: AbortSignal): Promise<boolean> {
    const { avoid = [] } = this.options;
    return avoid.length > 0 && avoid.includes((await this.#write(piece, candidate, signal))?.target ?? '');
  }

  /** What the model writes for a wording, best first. */
  async *#candidates(wording: Wording, signal?: AbortSignal): AsyncGenerator<Candidate> {
    const { from, to, prefix, decoding, identify } = this.options;
    const plain = plainTypography(wording.text);
    const quotes = readableQuotes(wording.text, plain, this.#writtenLanguage);
    const placeAt = (at: number) => wording.places[plain.sourceOffset(at)];
    const withoutStandIns = (text: string) =>
      wording.standIns.reduce((left, { standIn }) => left.replace(standIn.pattern, ' '), text);
    const standIns = wording.standIns.map(({ standIn }) => standIn);
    for (const form of sentenceForms(quotes.text, from, to, standIns)) {
      const source = { ...encodeSource(this.model, prefix, form.text), text: form.text };
      const beams = await writeSequences(this.model, source, decoding, signal);
      for (const sequence of beams) {
        const decoded = this.model.tokenizer.decode(sequence.ids, { skipSpecialTokens: true }).trim();
        const finished = form.finish(decoded);
        const mended = mendQuotes(finished, quotes.text, quotes);
        const written = mended ?? finished;
        const restored = restore(written, wording);
        if (restored === null) continue;
        const [given, found] = [withoutStandIns(plain.text), withoutStandIns(written)];
        // With the stand-ins: a model may make up a unit or a "billion" behind one.
        const ended = sequence.finish !== 'length';
        const doubts = doubtsOf({ text: plain.text, language: from }, { text: written, language: to }, ended, identify);
        if (mended === null) doubts.push('structure');
        const isExact = figuresOf(given) === figuresOf(found);
        yield { restored, sequence, beams, decoded, wording, source, placeAt, doubts, isExact };
      }
    }
  }

  /** What is to be doubted in a translation that its text is sound of, by the model's own figures. */
  async #measuredDoubts(candidate: Candidate, signal?: AbortSignal): Promise<Doubt[]> {
    const { source, sequence, decoded, beams } = candidate;
    const { from, to, onMeasured } = this.options;
    const target = { ids: sequence.ids, text: decoded };
    const others = beams.filter((one) => one !== sequence);
    const written = { source, target, beams: [sequence, ...others], from, to };
    return measuredDoubts(this.model, written, onMeasured, signal);
  }

  /** @returns null where its signs have no certain place */
  async #write(piece: Piece, candidate: Candidate, signal?: AbortSignal): Promise<TranslatedPiece | null> {
    const { restored, wording, sequence, doubts } = candidate;
    const text = localTypography(restored.text, this.#writtenLanguage, plainTypography(wording.text).marks);
    const isPlaced = innerMarks(piece.reading, piece).length > 0 || marksIn(piece).length > 0;
    const alignment = isPlaced ? await this.#align(candidate, text, signal) : null;
    if (isPlaced && alignment === null) return null;
    const composed = compose(this.document, piece, { text, order: restored.order }, alignment, (inert) =>
      this.#withInside(inert),
    );
    if (composed === null) return null;
    const { text: target, signs } = composed;
    return { target, logProbability: sequence.logProbability, doubts, ...(signs.length > 0 && { signs }) };
  }

  /** @returns null where the model does not show its attention, or words were joined or parted by their typography */
  async #align(
    { restored, sequence, source, placeAt }: Candidate,
    text: string,
    signal?: AbortSignal,
  ): Promise<Alignment | null> {
    const { ids, spans } = source;
    const words = wordSpans(restored.text).map(({ start, end }) => ({
      start: restored.offsets[start]!,
      end: restored.offsets[end - 1]! + 1,
    }));
    if (wordSpans(text).length !== words.length) return null;
    const places = spans.map((span) => {
      const [start, end] = span === null ? [] : [placeAt(span.start), placeAt(span.end - 1)];
      return start === undefined || end === undefined ? null : { start, end: end + 1 };
    });
    try {
      const wordOf = wordsOfTokens(this.model.tokenizer, sequence.ids, words);
      return await alignWords(this.model, { ids, places }, sequence.ids, wordOf, signal);
    } catch (error) {
      if (error instanceof GlassboxError && error.code === 'model-broken') return null;
      throw error;
    }
  }

  /** Each part by itself; what lies between them stays, marks included. */
  async #translateParts(piece: Piece, parts: readonly QuotePart[], signal?: AbortSignal): Promise<TranslatedPiece> {
    const done: (TextSpan & TranslatedPiece)[] = [];
    const isQuoted = parts.some(({ target }) => target !== undefined);
    for (const { target, ...part } of parts) {
      if (target !== undefined) {
        done.push({
          ...placeOf({ ...piece, ...part }),
          target: piece.unit.write(target, ''),
          logProbability: 0,
          doubts: [],
        });
        continue;
      }
      const trimmed = isQuoted ? part : withoutMarks(piece.reading.text, part);
      if (trimmed === null) continue;
      const sub = { ...piece, ...trimmed };
      const isRead = /\p{L}/u.test(piece.reading.text.slice(trimmed.start, trimmed.end));
      done.push({
        ...placeOf(sub),
        ...(isRead ? await this.#translate(sub, signal) : (this.#heldAlone(sub) ?? this.#keep(sub, []))),
      });
    }
    const whole = placeOf(piece);
    const target = replaceSpans(this.document, inOrder([...this.#inside.within(whole), ...done]), whole);
    const signs = done.flatMap((part) => part.signs ?? []);
    const isKept = done.some(({ kept }) => kept) && target === this.document.slice(whole.start, whole.end);
    return {
      target,
      logProbability: done.reduce((sum, part) => sum + part.logProbability, 0),
      doubts: [...new Set(done.flatMap(({ doubts }) => doubts))],
      ...(signs.length > 0 && { signs }),
      ...(isKept && { kept: true }),
    };
  }

  /** A date, an amount or a term by itself, as it is written in the other language; null where there is more. */
  #heldAlone(piece: Piece): TranslatedPiece | null {
    const [held] = findHeldOut(piece, this.options, true);
    const isAll = held?.start === piece.start && held.end === piece.end;
    return isAll && held.target !== null ? { ...this.#keep(piece, []), target: held.target } : null;
  }

  /** Whether words in a script that the model cannot read are all that there is, and more than a short name. */
  #isUnreadable(piece: Piece): boolean {
    const words = inertIn(piece).map(([, { start, end }]) => this.document.slice(start, end));
    const letters = words.filter((word) => /^(?!\p{scx=Latin})\p{L}[\p{L}\p{M}]*$/u.test(word)).join('');
    return [...letters].length > 3;
  }

  /** A stretch of the document with the translations of the prose inside of its inert things. */
  #withInside(stretch: TextSpan): string {
    return replaceSpans(this.document, this.#inside.within(stretch), stretch);
  }
}
