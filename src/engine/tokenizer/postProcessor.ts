import { GlassboxError } from '../../protocol/engine/errors.js';
import { brief } from './limits.js';
import type { PostProcessorConfig } from './tokenizerSchema.js';

/**
 * A place in the finished sequence: a special token, or all tokens of the first (0) or second (1) text; `segment` is what a
 * model with token types reads there.
 */
export type TemplateItem = ({ special: number } | { sequence: 0 | 1 }) & { segment: number };

/** Where the special tokens go, for one text and for a pair. */
export interface Template {
  single: TemplateItem[];
  pair: TemplateItem[];
}

const FIRST: TemplateItem = { sequence: 0, segment: 0 };
const SECOND: TemplateItem = { sequence: 1, segment: 1 };

/**
 * The template of a tokenizer.json's post-processors; without one that adds tokens, the texts alone.
 * @throws GlassboxError `model-broken` for a special token whose ids are not given
 */
export function createTemplate(configs: readonly PostProcessorConfig[]): Template {
  return configs.reduce<Template>((before, config) => oneTemplate(config) ?? before, {
    single: [FIRST],
    pair: [FIRST, SECOND],
  });
}

function oneTemplate(config: PostProcessorConfig): Template | null {
  switch (config.type) {
    case 'ByteLevel':
      return null;
    case 'BertProcessing':
    case 'RobertaProcessing': {
      const cls = { special: config.cls[1], segment: 0 };
      const sep = { special: config.sep[1], segment: 0 };
      if (config.type === 'BertProcessing') {
        return { single: [cls, FIRST, sep], pair: [cls, FIRST, sep, SECOND, { ...sep, segment: 1 }] };
      }
      // RoBERTa has one segment only.
      return { single: [cls, FIRST, sep], pair: [cls, FIRST, sep, sep, { ...SECOND, segment: 0 }, sep] };
    }
    case 'TemplateProcessing': {
      const items = (list: typeof config.single): TemplateItem[] =>
        list.flatMap((item) =>
          'Sequence' in item
            ? [{ ...(item.Sequence.id === 'A' ? FIRST : SECOND), segment: item.Sequence.type_id }]
            : idsOf(item.SpecialToken.id, config.special_tokens).map((special) => ({
                special,
                segment: item.SpecialToken.type_id,
              })),
        );
      return { single: items(config.single), pair: items(config.pair) };
    }
  }
}

function idsOf(token: string, known: Record<string, { ids: number[] }>): number[] {
  const ids = Object.hasOwn(known, token) ? known[token]?.ids : undefined;
  if (ids) return ids;
  const message = `The post_processor in tokenizer.json puts in ${brief(token)} and gives no ids for it. Install the model again.`;
  throw new GlassboxError('model-broken', message, {
    details: { kind: 'file', file: 'tokenizer.json', problem: 'content', at: 'post_processor' },
  });
}
