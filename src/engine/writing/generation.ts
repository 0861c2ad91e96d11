import type { Generation, Progress } from '../../protocol/index.js';
import type { StreamingText } from '../text/streamingText.js';
import type { TextTokenizer } from '../text/tokenizer.js';
import { measure } from '../../decoding/metrics.js';
import type { Decoder, Outcome } from '../../decoding/outcome.js';
import type { Plan } from '../../decoding/plan.js';
import type { LiveReport } from './live.js';
import { untilStop } from './stops.js';
import { nodeValue, sequenceValue } from './values.js';

export interface GenerationOptions {
  tokenizer: TextTokenizer;
  plan: Plan;
  /** what the new text follows or is made from; for figures */
  promptIds: readonly number[];
  eosIds: readonly number[];
  stop: readonly string[];
  /** which of several decodings this is */
  run: number;
  report: (progress: Progress) => void;
  /** of a job: takes the place of the reports of text */
  live?: LiveReport | undefined;
}

/** Runs a decoder to its end: reports tokens and text as they come, adds texts and figures to what it returns. */
export async function generation(decoder: Decoder, options: GenerationOptions): Promise<Generation> {
  const { tokenizer, plan, promptIds, eosIds, stop } = options;
  const start = performance.now();
  const outcome = await reported(decoder, options);
  const seconds = (performance.now() - start) / 1000;
  const measured = outcome.sequences.map(({ ids, logProbability }) => ({
    ids: eosIds.includes(ids.at(-1)!) ? ids.slice(0, -1) : ids,
    newTokens: ids.length,
    logProbability,
  }));
  const warnings = [...plan.warnings];
  if (outcome.sequences.length < plan.numReturnSequences) {
    warnings.push(`Only ${outcome.sequences.length} of ${plan.numReturnSequences} sequences were possible.`);
  }
  return {
    sequences: outcome.sequences.map((sequence) => sequenceValue(sequence, tokenizer, stop)),
    metrics: measure(measured, promptIds, seconds, plan.madeGreedy),
    warnings,
    ...((plan.strategy === 'sample' || plan.doSample) && { seed: plan.seed }),
    ...(outcome.tree && {
      tree: { nodes: outcome.tree.map((node) => nodeValue(node, tokenizer)) },
    }),
  };
}

async function reported(decoder: Decoder, { tokenizer, stop, run, report, live }: GenerationOptions): Promise<Outcome> {
  const streams: StreamingText[] = [];
  const open = () => {
    const stream = tokenizer.stream({ skipSpecialTokens: true });
    return stop.length > 0 ? untilStop(stream, stop) : stream;
  };
  for (;;) {
    const result = await decoder.next();
    if (result.done) {
      for (const [sequence, stream] of streams.entries()) {
        const text = stream.end();
        if (live) live.text(run, sequence, text);
        else if (text !== '') report({ kind: 'text', run, sequence, ids: [], text });
      }
      return result.value;
    }
    const { sequence, id } = result.value;
    while (streams.length <= sequence) streams.push(open());
    const text = streams[sequence]!.push(id);
    if (live) live.token(run, result.value, text);
    else report({ kind: 'text', run, sequence, ids: [id], text });
  }
}
