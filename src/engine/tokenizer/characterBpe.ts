import { BPE } from '@huggingface/tokenizers';
import { byteTokens } from './byteFallback.js';
import type { TokenizerModelConfig } from './tokenizerSchema.js';
import type { Segmentation } from './unigram.js';

type Config = Extract<TokenizerModelConfig, { type: 'BPE' }>;

/** A vocabulary, and what cuts a piece into its tokens: their ids, and how many UTF-8 bytes each takes. */
export interface CharacterBpe {
  vocabulary: readonly string[];
  ids: ReadonlyMap<string, number>;
  segment: (text: string) => Segmentation;
}

/**
 * Byte-pair encoding over characters: that of sentencepiece, or GPT-1's with a sign for a word's end. What it lacks is
 * spelled in bytes, or is the unknown token (tokenizers/src/models/bpe/model.rs).
 */
export function createCharacterBpe(config: Config): CharacterBpe {
  const suffix = config.end_of_word_suffix ?? '';
  const model = new BPE({ ...config, end_of_word_suffix: suffix });
  const ids = model.tokens_to_ids;
  const unknown = config.unk_token === null ? undefined : ids.get(config.unk_token);

  const segment = (text: string): Segmentation => {
    const found: Segmentation = { ids: [], lengths: [] };
    const push = (id: number, length: number) => {
      found.ids.push(id);
      found.lengths.push(length);
    };
    const whole = config.ignore_merges ? ids.get(text) : undefined;
    if (whole !== undefined) return { ids: [whole], lengths: [Buffer.byteLength(text)] };
    const parts = model.bpe(text);
    for (const [index, part] of parts.entries()) {
      const length = Buffer.byteLength(part) - (index === parts.length - 1 ? suffix.length : 0);
      const id = ids.get(part);
      const bytes = id === undefined && config.byte_fallback ? byteTokens(part).map((byte) => ids.get(byte)) : [];
      if (id !== undefined) push(id, length);
      else if (bytes.length > 0 && bytes.every((byte) => byte !== undefined)) for (const byte of bytes) push(byte, 1);
      else if (unknown === undefined) continue;
      else if (config.fuse_unk && found.ids.at(-1) === unknown) found.lengths[found.lengths.length - 1]! += length;
      else push(unknown, length);
    }
    return found;
  };
  return { vocabulary: model.vocab, ids, segment };
}
