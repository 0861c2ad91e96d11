import type { ModelInfo, Token } from '../../../src/protocol/engine/index.js';
import type { Bench } from './experiment.js';

/** A text as a masked model reads it. */
export interface MaskedText {
  /** with the model's own name of its mask in the gaps */
  text: string;
  tokens: Token[];
  /** which tokens are masks */
  masks: number[];
}

/** What stands for a word that is missing. */
const GAPS = /\[MASK\]|<mask>|_{2,}/g;

/** What masks are called, by model. */
const NAMES = ['[MASK]', '<mask>'] as const;

/** The tokens of a text whose gaps (`[MASK]`, `<mask>` or `__`) are masks of the model's. @throws GlassboxError the engine's */
export async function readMasked(bench: Bench, { id }: ModelInfo, given: string): Promise<MaskedText> {
  const gaps = given.match(GAPS)?.length ?? 0;
  let read: MaskedText | null = null;
  for (const name of NAMES) {
    const text = given.replace(GAPS, name);
    const { tokens } = await bench.ask('tokens', { model: id, text });
    const masks = tokens.flatMap(({ start, end }, index) =>
      start !== null && text.slice(start, end ?? start).trim() === name ? [index] : [],
    );
    read ??= { text, tokens, masks };
    if (masks.length === gaps) return { text, tokens, masks };
  }
  return read!;
}

/** A beginning with so many masks behind it and a full stop behind these; a text that has gaps of its own stays. */
export function withMasks(text: string, count: number): string {
  if (text.search(GAPS) >= 0) return text;
  const stop = /\p{Script=Han}/u.test(text) ? '。' : '.';
  return `${text.trimEnd()} ${Array<string>(count).fill(NAMES[0]).join(' ')} ${stop}`;
}

/** What stands in front of a text's first gap. */
export function beforeGaps(text: string): string {
  const at = text.search(GAPS);
  return (at < 0 ? text : text.slice(0, at)).trimEnd();
}

/** Tokens as a text: pieces join on, words and signs as the script has them. */
export function joinTokens(texts: readonly string[]): string {
  // Tokens that bring their spaces along need no others.
  if (texts.some((text) => /^\s/.test(text))) return texts.join('').trim();
  return texts
    .join(' ')
    .replace(/ ##/g, '')
    .replace(/ (?=[.,;:!?)\]%’”])/g, '')
    .replace(/(?<=[([“]) /g, '')
    .replace(/(?<=['’-]) | (?=['’-])/g, '')
    .replace(/(?<=[\p{Script=Han}，。！？；：、]) (?=[\p{Script=Han}，。！？；：、])/gu, '');
}
