import {
  brokenOff,
  describeWarning,
  type Generation,
  type GenerationConfig,
  type GenerationMetrics,
  type GenerationWarning,
  type Progress,
} from '../../protocol/engine/index.js';
import { isStochastic } from '../../decoding/config/fields.js';
import type { ResolvedGenerationConfig } from '../../decoding/config/resolve.js';
import type { RemoteRequest, RemoteResult, RemoteWriter } from '../models/writingModel.js';
import type { RemoteText } from '../served/remoteText.js';
import type { ProgressReporter } from './progressReporter.js';

/** Of the name that a server gives a model. */
const MOST_SAID = 100;

export interface RemoteOptions extends Omit<RemoteRequest, 'onText'> {
  /** which of several decodings this is */
  run: number;
  report: (progress: Progress) => void;
  /** of a job: takes the place of the reports of text */
  live?: ProgressReporter | undefined;
  /** from 1: the one that could not be taken here; left out where none could */
  step?: number;
}

/**
 * Has a server decode by its own sampler: texts are reported as they come. There are no tokens, and what would be figures of
 * them is null.
 * @throws GlassboxError those of `RemoteWriter.write`
 */
export async function runRemote(
  writer: RemoteWriter,
  { run, report, live, step, ...request }: RemoteOptions,
  signal?: AbortSignal,
): Promise<Generation> {
  const { config, given } = request;
  const started = performance.now();
  const before: GenerationWarning[] = [
    ...config.warnings,
    { kind: 'decodedByServer', ...(step !== undefined && { step }) },
    ...writer.warnings(config, given),
  ];
  if (!live) report({ kind: 'decodedByServer', run, warnings: before });
  const onText: RemoteRequest['onText'] = (sequence, text) => {
    if (live) live.text(run, sequence, text);
    else report({ kind: 'text', run, sequence, ids: [], text });
  };
  const { texts, fault, wasEnded } = await writer.write({ ...request, onText }, signal);
  const warnings = [...before, ...warningsOf(texts, fault, config, writer.model)];
  return {
    sequences: texts.map(({ text, finish }) => ({ ids: [], text, logProbability: null, score: null, finish })),
    metrics: metricsOf(texts, (performance.now() - started) / 1000, config),
    warnings: warnings.map(describeWarning),
    warningDetails: warnings,
    ...(isStochastic(config) && { seed: config.seed }),
    ...(wasEnded && { stopped: true as const }),
    decodedByServer: true,
  };
}

function warningsOf(
  texts: readonly RemoteText[],
  fault: RemoteResult['fault'],
  { minNewTokens, numReturnSequences }: ResolvedGenerationConfig,
  model: string,
): GenerationWarning[] {
  const isLong = ({ text, finish, tokens }: RemoteText) =>
    finish === 'length' || (tokens ?? Number(text !== '')) >= minNewTokens;
  const [count, wanted] = [texts.length, numReturnSequences];
  return [
    ...(texts.every(isLong)
      ? []
      : [{ kind: 'ignoredByServer' as const, fields: ['minNewTokens' as keyof GenerationConfig] }]),
    ...(count < wanted ? [{ kind: 'fewerSequences' as const, count, wanted }] : []),
    ...(fault ? [brokenOff(fault.details)] : []),
    ...(texts.some(({ isOverlong }) => isOverlong) ? [{ kind: 'overlong' as const }] : []),
    ...otherModels(texts, model),
    ...(texts.some(({ isBroken }) => isBroken) ? [{ kind: 'lostCharacters' as const }] : []),
  ];
}

/** A server may answer with another model than was asked for; that the name has a date added is none. */
function otherModels(texts: readonly RemoteText[], asked: string): GenerationWarning[] {
  const other = texts.find(({ model }) => model !== null && !model.startsWith(asked) && !asked.endsWith(model))?.model;
  return other ? [{ kind: 'otherModel', asked, said: other.slice(0, MOST_SAID) }] : [];
}

function metricsOf(
  texts: readonly RemoteText[],
  seconds: number,
  { forcedGreedy }: ResolvedGenerationConfig,
): GenerationMetrics {
  const counts = texts.flatMap(({ tokens }) => tokens ?? []);
  const newTokens = counts.length === texts.length ? counts.reduce((sum, one) => sum + one, 0) : null;
  return {
    ...{ newTokens, seconds, tokensPerSecond: newTokens !== null && seconds > 0 ? newTokens / seconds : null },
    ...{ meanLogProbability: null, perplexity: null, distinct1: null, distinct2: null },
    ...{ repeated4grams: null, promptOverlap: null, selfBleu: null },
    ...(forcedGreedy && { greedy: true as const }),
  };
}
