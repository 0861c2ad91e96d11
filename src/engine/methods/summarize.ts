import {
  GlassboxError,
  toErrorValue,
  type CheckedParams,
  type GenerationConfig,
  type Span,
  type SummarySentence,
} from '../../protocol/engine/index.js';
import { splitSentences } from '../../text/index.js';
import type { Model } from '../models/model.js';
import { attention } from './attention.js';
import { generate } from './generate.js';
import type { Method, MethodContext, ReportProgress } from './shared/methodContext.js';

/** Beams of four, as Hugging Face's summarisers are set; no three words come twice. */
const DEFAULT: GenerationConfig = {
  strategy: 'beam',
  numBeams: 4,
  lengthPenalty: 2,
  earlyStopping: true,
  noRepeatNgramSize: 3,
};
const MOST_TOKENS = 200;

/** What a model's config.json says of its summaries, in Hugging Face's words. */
interface SummaryTask {
  prefix: string;
  decoding: GenerationConfig;
  /** tokens of a summary; of a short text no more than half of it is asked for */
  least: number;
  most: number;
}

interface Summary {
  text: string;
  sentences: SummarySentence[];
}

/**
 * Sums a text up with an encoder-decoder that was trained to, by its own prefix and decoding where its config.json names
 * them, and says which sentences of the text each sentence of the summary looked at: the share of its cross-attention,
 * averaged over layers, heads and tokens. A text that is longer than the model is summed up in parts of whole sentences.
 * @throws GlassboxError `wrong-architecture`, `too-long` for one sentence that no part holds
 */
export const summarize: Method<'summarize'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('summarize');
  const task = taskOf(model);
  const found: Summary[] = [];
  for (const part of partsOf(model, params.text, task.prefix)) {
    const one = await summaryOf(
      { context, params, report, signal, model, task },
      params.text.slice(part.start, part.end),
    );
    const before = found.reduce((length, { text }) => length + text.length + 1, 0);
    found.push({ text: one.text, sentences: one.sentences.map((sentence) => moved(sentence, before, part.start)) });
  }
  return {
    model: model.info.id,
    text: found.map(({ text }) => text).join(' '),
    sentences: found.flatMap(({ sentences }) => sentences),
    parts: found.length,
  };
};

const moved = ({ start, end, sources }: SummarySentence, inSummary: number, inText: number): SummarySentence => ({
  start: start + inSummary,
  end: end + inSummary,
  sources: sources.map((source) => ({ ...source, start: source.start + inText, end: source.end + inText })),
});

function taskOf(model: Model): SummaryTask {
  const told = model.taskParameters('summarization');
  const number = (field: string) => (Number.isFinite(told[field]) ? (told[field] as number) : undefined);
  const [beams, penalty, ngram] = [number('num_beams'), number('length_penalty'), number('no_repeat_ngram_size')];
  const isEarly = told['early_stopping'];
  return {
    prefix: typeof told['prefix'] === 'string' ? told['prefix'] : '',
    decoding: {
      ...DEFAULT,
      ...(beams !== undefined && { numBeams: beams }),
      ...(penalty !== undefined && { lengthPenalty: penalty }),
      ...(ngram !== undefined && { noRepeatNgramSize: ngram }),
      ...(typeof isEarly === 'boolean' && { earlyStopping: isEarly }),
    },
    // Hugging Face's lengths count the token that a decoder starts with.
    least: Math.max(0, (number('min_length') ?? 1) - 1),
    most: Math.max(1, (number('max_length') ?? MOST_TOKENS + 1) - 1),
  };
}

/** Stretches of whole sentences that the model takes beside its prefix. @throws GlassboxError `too-long` */
function partsOf(model: Model, text: string, prefix: string): Span[] {
  const sentences = splitSentences(text).filter(({ start, end }) => text.slice(start, end).trim() !== '');
  if (sentences.length === 0) {
    throw new GlassboxError('bad-request', 'summarize: text has nothing that the model reads.', {
      details: { kind: 'nothingToRead' },
    });
  }
  const { maxLength } = model.info;
  const whole = { start: sentences[0]!.start, end: sentences.at(-1)!.end };
  const length = ({ start, end }: Span) => model.tokenizer.encode(prefix + text.slice(start, end)).length;
  if (maxLength === null || length(whole) <= maxLength) return [whole];
  const parts: Span[] = [];
  let part: Span | null = null;
  for (const { start, end } of sentences) {
    const longer: Span = { start: part?.start ?? start, end };
    if (part !== null && length(longer) > maxLength) {
      parts.push(part);
      part = { start, end };
    } else part = longer;
    if (part.start === start) model.requireLength(length(part));
  }
  return part === null ? parts : [...parts, part];
}

interface Work {
  context: MethodContext;
  params: CheckedParams<'summarize'>;
  report: ReportProgress;
  signal: AbortSignal | undefined;
  model: Model;
  task: SummaryTask;
}

async function summaryOf({ context, params, report, signal, model, task }: Work, text: string): Promise<Summary> {
  const source = task.prefix + text;
  const half = Math.floor(model.tokenizer.encode(text).length / 2);
  const least = Math.min(task.least, half);
  const decoding: GenerationConfig = params.decoding ?? {
    ...task.decoding,
    ...(least > 0 && { minNewTokens: least }),
  };
  const maxNewTokens = params.maxNewTokens ?? task.most;
  const request = { model: params.model, text: source, decoding, maxNewTokens, stop: undefined, alternatives: 0 };
  const value = await generate(context, { ...request, promptIds: undefined, useCache: true }, report, signal);
  const summary = (value.sequences[0]?.text ?? '').trim();
  const written = splitSentences(summary).filter(({ start, end }) => summary.slice(start, end).trim() !== '');
  if (written.length === 0) return { text: summary, sentences: [] };
  const looked = {
    model: params.model,
    text: source,
    target: summary,
    kinds: ['cross'],
    average: 'all',
    scores: false,
  };
  const maps = await attention(context, looked as CheckedParams<'attention'>, report, signal).catch(
    (error: unknown) => {
      // Read again, what was written can have more tokens than the model takes: it is a summary all the same.
      if (toErrorValue(error).code === 'too-long') return null;
      throw error;
    },
  );
  const from = splitSentences(text)
    .filter(({ start, end }) => text.slice(start, end).trim() !== '')
    .map(({ start, end }) => ({ start, end }));
  const map = maps?.maps[0];
  return {
    text: summary,
    sentences: written.map(({ start, end }) => ({ start, end, sources: map ? lookedAt({ start, end }) : [] })),
  };

  /** The shares of the text's sentences in what the tokens of one of the summary's looked at, the largest first. */
  function lookedAt(sentence: Span): SummarySentence['sources'] {
    const { values, keys } = map!;
    const rows = placesIn(maps?.target ?? [], sentence, 0);
    const weights = from.map((one) => {
      const columns = placesIn(maps?.source ?? [], one, task.prefix.length);
      return rows.reduce(
        (sum, row) => sum + columns.reduce((all, column) => all + (values[row * keys + column] ?? 0), 0),
        0,
      );
    });
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return from
      .map((one, at) => ({ ...one, weight: total > 0 ? weights[at]! / total : 0 }))
      .sort((one, other) => other.weight - one.weight);
  }
}

/** Indices of the tokens that stand in a stretch; `shift`: of the tokens' text before it. */
function placesIn(
  tokens: readonly { start: number | null; end: number | null }[],
  { start, end }: Span,
  shift: number,
): number[] {
  return tokens.flatMap((token, at) => {
    if (token.start === null || token.end === null) return [];
    return token.start - shift < end && token.end - shift > start ? [at] : [];
  });
}
