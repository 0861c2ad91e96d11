import {
  brokenOff,
  describeWarning,
  GlassboxError,
  isServerFailure,
  type Generation,
  type Progress,
  type ServerFailure,
} from '../../protocol/engine/index.js';
import type { TextStreamer } from '../tokenizer/textStreamer.js';
import type { TokenTexts } from '../models/writingModel.js';
import { computeMetrics } from '../../decoding/metrics/generationMetrics.js';
import { isStochastic } from '../../decoding/config/fields.js';
import { generateAll, type TokenGenerator, type DecodingOutput } from '../../decoding/output.js';
import type { ResolvedGenerationConfig } from '../../decoding/config/resolve.js';
import type { ProgressReporter } from './progressReporter.js';
import { streamUntilStop } from './stopStrings.js';
import { toNodeValue, toSequenceValue } from './outputValues.js';

export interface GenerationOptions {
  tokenizer: TokenTexts;
  config: ResolvedGenerationConfig;
  /** what the new text follows or is made from; for figures */
  promptIds: readonly number[];
  eosIds: readonly number[];
  stop: readonly string[];
  /** which of several decodings this is */
  run: number;
  report: (progress: Progress) => void;
  /** of a job: takes the place of the reports of text */
  live?: ProgressReporter | undefined;
  /**
   * Has all of it written elsewhere where the first step cannot be taken here; null where that cannot be asked for.
   * @param step from 1
   */
  handOver?: (step: number) => Promise<Generation> | null;
}

/** Runs a token generator to its end: reports tokens and text as they come, adds texts and figures to what it returns. */
export async function runGeneration(decoder: TokenGenerator, options: GenerationOptions): Promise<Generation> {
  const { tokenizer, config, promptIds, eosIds, stop } = options;
  const start = performance.now();
  let hasBegun = false;
  const begun = () => void (hasBegun = true);
  let outcome: DecodingOutput;
  try {
    outcome = await runAndReport(decoder, options, begun);
  } catch (error) {
    const step = hasBegun ? null : uncertainStep(error);
    const elsewhere = step === null ? null : options.handOver?.(step);
    if (!elsewhere) throw error;
    return elsewhere;
  }
  const seconds = (performance.now() - start) / 1000;
  const measured = outcome.sequences.map(({ ids, logProbability }) => ({
    ids: eosIds.includes(ids.at(-1)!) ? ids.slice(0, -1) : ids,
    newTokens: ids.length,
    logProbability,
  }));
  const warnings = [...config.warnings];
  if (outcome.sequences.length < config.numReturnSequences) {
    const { length: count } = outcome.sequences;
    warnings.push({ kind: 'fewerSequences', count, wanted: config.numReturnSequences });
  }
  const sequences = outcome.sequences.map((sequence) => toSequenceValue(sequence, tokenizer, stop));
  // Texts of tokens here are whole as far as the tokens are.
  if (tokenizer.settle && sequences.some(({ text }) => text.includes('\uFFFD')))
    warnings.push({ kind: 'lostCharacters' });
  if (outcome.fault) warnings.push(brokenOff(outcome.fault.details));
  return {
    sequences,
    metrics: computeMetrics(measured, promptIds, seconds, config.forcedGreedy),
    warnings: warnings.map(describeWarning),
    ...(warnings.length > 0 && { warningDetails: warnings }),
    ...(isStochastic(config) && { seed: config.seed }),
    ...(outcome.tree && {
      tree: { nodes: outcome.tree.map((node) => toNodeValue(node, tokenizer)) },
    }),
  };
}

/** The step, from 1, that a run over a server's tokens could not take. */
function uncertainStep(error: unknown): number | null {
  const { details } = error instanceof GlassboxError ? error : {};
  return details?.kind === 'uncertainStep' ? details.step : null;
}

async function runAndReport(
  decoder: TokenGenerator,
  { tokenizer, stop, run, report, live }: GenerationOptions,
  onBegin: () => void,
): Promise<DecodingOutput> {
  const streams: TextStreamer[] = [];
  const open = () => {
    const stream = tokenizer.stream({ skipSpecialTokens: true });
    return stop.length > 0 ? streamUntilStop(stream, stop) : stream;
  };
  const output = await generateAll(decoder, (token) => {
    onBegin();
    const { sequence, id } = token;
    while (streams.length <= sequence) streams.push(open());
    const text = streams[sequence]!.push(id);
    if (live) live.token(run, token, text);
    else report({ kind: 'text', run, sequence, ids: [id], text });
  });
  const fault = output.fault ?? (await settleAll(output, tokenizer));
  for (const [sequence, stream] of streams.entries()) {
    const text = stream.end();
    if (live) live.text(run, sequence, text);
    else if (text !== '') report({ kind: 'text', run, sequence, ids: [], text });
  }
  return { ...output, ...(fault && { fault }) };
}

/** Has the texts of all tokens ready. @returns how the server failed at that: then a piece of a character stays one */
async function settleAll({ sequences }: DecodingOutput, tokenizer: TokenTexts): Promise<ServerFailure | null> {
  try {
    for (const { ids } of sequences) await tokenizer.settle?.(ids);
    return null;
  } catch (error) {
    if (!isServerFailure(error)) throw error;
    return error;
  }
}
