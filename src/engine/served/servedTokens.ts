import * as v from 'valibot';
import type { GlassboxError, Token } from '../../protocol/engine/index.js';
import { END_NAMES, readTokenIds, tokenizeBody, type ServerToken } from '../../servers/index.js';
import { wellFormed, withoutUnseen } from '../../text/wholeCharacters.js';
import type { TokenTexts } from '../models/writingModel.js';
import type { DecodeOptions } from '../tokenizer/tokenizer.js';
import type { TextStreamer } from '../tokenizer/textStreamer.js';
import { placesIn, type TextPart } from './placesIn.js';

/** No text has it: what stands between tokens whose texts are asked for together. */
const BETWEEN = '\u241E';
const UNKNOWN = '\uFFFD';

/** What tokenizers leave of a text whatever they do to its spaces, cases and widths. */
const lettersOf = (text: string) =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s\u2581]/g, '');

/** Whether tokens have all of a text between what a tokenizer puts around it; unknown pieces of characters may be any. */
const makesUp = (ofTokens: string, text: string): boolean =>
  ofTokens.includes(UNKNOWN) || lettersOf(ofTokens).includes(lettersOf(text));

const textOf = (bytes: Uint8Array) => new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);

/** Asks the server that has the model. */
export type Ask = (path: string, body: object, signal?: AbortSignal) => Promise<unknown>;

const detokenized = v.union([v.object({ prompt: v.string() }), v.object({ content: v.string() })]);
const pieces = v.object({
  tokens: v.array(v.object({ id: v.number(), piece: v.union([v.string(), v.array(v.number())]) })),
});

/**
 * The tokens of a model on a server: their texts become known as they are told. Of pieces of a character some servers tell
 * the bytes; of others only the text of several pieces together can be had. Texts are told without signs that turn around
 * or hide what stands beside them.
 */
export class ServedTokens implements TokenTexts {
  readonly #bytes = new Map<number, Uint8Array>();
  /** of tokens that are no whole characters, and whose bytes are not told */
  readonly #pieces = new Set<number>();
  /** texts of several such tokens in a row */
  readonly #runs = new Map<string, string>();
  #between: Promise<number[] | null> | null = null;

  /** @param ends are left out of texts, as other special tokens */
  constructor(
    private readonly model: string,
    private readonly ask: Ask,
    private readonly ends: ReadonlySet<number>,
    private readonly shapeError: () => GlassboxError,
  ) {}

  /** Takes note of what a server has told with the tokens. */
  note(tokens: readonly ServerToken[]): void {
    for (const { id, bytes } of tokens) {
      // Of an end servers tell no text: it has its name, which is asked for.
      if (id !== null && bytes !== null && !this.ends.has(id)) this.#bytes.set(id, Uint8Array.from(bytes));
    }
  }

  /** @throws GlassboxError `server-failed` where the tokens are not those of the text */
  async encode(given: string, signal?: AbortSignal): Promise<Token[]> {
    // Half a character cannot be sent.
    const text = wellFormed(given);
    const body = { ...tokenizeBody(this.model, text, true), with_pieces: true };
    const answer = await this.ask('/tokenize', body, signal);
    const told = v.safeParse(pieces, answer);
    if (told.success) {
      for (const { id, piece } of told.output.tokens) {
        if (!this.ends.has(id)) this.#bytes.set(id, Buffer.from(piece));
      }
    }
    return this.placed(readTokenIds(answer) ?? [], text, signal);
  }

  /**
   * Tokens with their texts and places.
   * @throws GlassboxError `server-failed` where they are not those of the text
   */
  async placed(ids: readonly number[], text: string, signal?: AbortSignal): Promise<Token[]> {
    await this.settle(ids, signal);
    if (!makesUp(textOf(this.#bytesOf(ids)), text)) throw this.shapeError();
    const places = placesIn(text, this.#partsOf(ids));
    return ids.map((id, at) => ({ id, text: this.tokenText(id), ...places[at]! }));
  }

  /** Asks for the texts of tokens that are not known, and of pieces that stand together. */
  async settle(ids: readonly number[], signal?: AbortSignal): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#bytes.has(id) && !this.#pieces.has(id));
    if (unknown.some((id) => this.ends.has(id))) await this.#nameEnds(signal);
    const fresh = unknown.filter((id) => !this.ends.has(id));
    if (fresh.length > 0) {
      const texts = (await this.#together(fresh, signal)) ?? (await this.#oneByOne(fresh, signal));
      fresh.forEach((id, at) => {
        const text = texts[at]!;
        if (text.includes(UNKNOWN)) this.#pieces.add(id);
        else this.#bytes.set(id, Buffer.from(text));
      });
    }
    for (const run of this.#runsIn(ids)) {
      const name = run.join();
      if (!this.#runs.has(name)) this.#runs.set(name, await this.#textOf(run, signal));
    }
  }

  /** A token that is known to be of whole characters; null where none is. */
  async anyWhole(ids: readonly number[], signal?: AbortSignal): Promise<number | null> {
    const isWhole = (id: number) => this.#bytes.has(id) && !this.ends.has(id) && !this.tokenText(id).includes(UNKNOWN);
    const known = ids.find(isWhole) ?? [...this.#bytes.keys()].find(isWhole);
    if (known !== undefined) return known;
    const [letter] = readTokenIds(await this.ask('/tokenize', tokenizeBody(this.model, 'x', false), signal)) ?? [];
    return letter ?? null;
  }

  tokenText(id: number): string {
    return withoutUnseen(textOf(this.#bytes.get(id) ?? Buffer.from(UNKNOWN)));
  }

  decode(ids: readonly number[], { skipSpecialTokens = false }: DecodeOptions = {}): string {
    return withoutUnseen(textOf(this.#bytesOf(this.#kept(ids, skipSpecialTokens))));
  }

  stream({ skipSpecialTokens = false }: DecodeOptions = {}): TextStreamer {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
    let held: number[] = [];
    const release = (last: boolean) => {
      const text = decoder.decode(this.#bytesOf(held), { stream: !last });
      held = [];
      return withoutUnseen(text);
    };
    return {
      push: (id) => {
        held.push(...this.#kept([id], skipSpecialTokens));
        // Pieces wait for those that come behind them, and for the text of all together.
        const isPiece = this.#pieces.has(held.at(-1) ?? -1);
        return isPiece || this.#runsIn(held).some((run) => !this.#runs.has(run.join())) ? '' : release(false);
      },
      end: () => release(true),
    };
  }

  /** Ends are called as the tokenizer reads them. One that has no such name is empty. */
  async #nameEnds(signal?: AbortSignal): Promise<void> {
    const unnamed = () => [...this.ends].filter((id) => !this.#bytes.has(id));
    for (const name of END_NAMES) {
      if (unnamed().length === 0) return;
      const answer = await this.ask('/tokenize', tokenizeBody(this.model, name, false), signal);
      const [id, ...more] = readTokenIds(answer) ?? [];
      if (id !== undefined && more.length === 0 && this.ends.has(id)) this.#bytes.set(id, Buffer.from(name));
    }
    for (const id of unnamed()) this.#bytes.set(id, new Uint8Array());
  }

  #kept(ids: readonly number[], skips: boolean): readonly number[] {
    return skips ? ids.filter((id) => !this.ends.has(id)) : ids;
  }

  #bytesOf(ids: readonly number[]): Buffer {
    return Buffer.concat(this.#partsOf(ids).map(({ bytes }) => bytes));
  }

  /** Tokens with their bytes, those together that have them together only. */
  #partsOf(ids: readonly number[]): TextPart[] {
    const parts: TextPart[] = [];
    for (let at = 0; at < ids.length; at += parts.at(-1)!.tokens) {
      const known = this.#bytes.get(ids[at]!);
      const run = known ? [ids[at]!] : this.#runAt(ids, at);
      parts.push({ tokens: run.length, bytes: known ?? Buffer.from(this.#runs.get(run.join()) ?? UNKNOWN) });
    }
    return parts;
  }

  #runAt(ids: readonly number[], start: number): number[] {
    let end = start + 1;
    while (end < ids.length && this.#pieces.has(ids[end]!)) end++;
    return ids.slice(start, end);
  }

  #runsIn(ids: readonly number[]): number[][] {
    const runs: number[][] = [];
    for (let at = 0; at < ids.length; at++) {
      if (!this.#pieces.has(ids[at]!)) continue;
      const run = this.#runAt(ids, at);
      runs.push(run);
      at += run.length - 1;
    }
    return runs;
  }

  /** Texts of tokens by one request, with a text between them; null where that does not come back as it went. */
  async #together(ids: readonly number[], signal?: AbortSignal): Promise<string[] | null> {
    const between = await this.#betweenIds();
    if (between === null || ids.length === 1) return null;
    const all = ids.flatMap((id) => [...between, id]);
    const texts = (await this.#textOf([...all, ...between], signal)).split(BETWEEN).slice(1, -1);
    return texts.length === ids.length ? texts : null;
  }

  /** Behind a letter, so that no space is taken for the beginning of a text. */
  #betweenIds(): Promise<number[] | null> {
    const found = (this.#between ??= this.#findBetween());
    // What failed once may be there the next time.
    found.catch(() => (this.#between = null));
    return found;
  }

  /** For all that wait for it: whoever asked first may be cancelled. */
  async #findBetween(): Promise<number[] | null> {
    const idsOf = async (text: string) =>
      readTokenIds(await this.ask('/tokenize', tokenizeBody(this.model, text, false))) ?? [];
    const [letter, both] = [await idsOf('x'), await idsOf(`x${BETWEEN}`)];
    const isPrefix = letter.length > 0 && letter.every((id, at) => both[at] === id);
    return isPrefix ? both.slice(letter.length) : null;
  }

  /** Behind one and the same text, which is taken off: alone, a token may lose its space. */
  async #oneByOne(ids: readonly number[], signal?: AbortSignal): Promise<string[]> {
    const between = await this.#betweenIds();
    const one = async (id: number) => {
      if (between === null) return this.#textOf([id], signal);
      const text = await this.#textOf([...between, id], signal);
      return text.slice(text.indexOf(BETWEEN) + 1);
    };
    return Promise.all(ids.map(one));
  }

  async #textOf(ids: readonly number[], signal?: AbortSignal): Promise<string> {
    const answer = await this.ask('/detokenize', { model: this.model, tokens: ids }, signal);
    const found = v.safeParse(detokenized, answer);
    if (!found.success) return UNKNOWN;
    return 'prompt' in found.output ? found.output.prompt : found.output.content;
  }
}
