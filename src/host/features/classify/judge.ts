import { toErrorValue, type Engine, type Example, type LabelProbability } from '../../../protocol/engine/index.js';
import type { WorkProgress } from '../../core/workProgress.js';
import { labelsOf } from '../../../text/examples.js';

/** By a model's own classes, by labels that the user has typed, or by examples that a model which writes is shown first. */
export type Way =
  | { model: string }
  /** `by`: the model that says how likely they are; absent: nearness in meaning */
  | { labels: readonly string[]; by?: string }
  | { writer: string; examples: readonly Example[] };

/** What stands between a text and its label, as users type it. */
const TEMPLATE = '=> {label}';

/** What a model says of a text. */
export interface Judgement {
  model: string;
  /** of labels that were typed: how they were judged */
  method: 'similarity' | 'likelihood' | null;
  /** the most probable first */
  labels: LabelProbability[];
}

type Run = Pick<WorkProgress, 'onProgress' | 'signal'>;

/** @throws GlassboxError of the engine */
export async function judge(engine: Engine, way: Way, text: string, { onProgress, signal }: Run): Promise<Judgement> {
  if ('model' in way) {
    const { model, labels } = await engine.call('classify', { model: way.model, text }, { onProgress }, signal);
    return { model, method: null, labels };
  }
  const params =
    'labels' in way
      ? { text, labels: [...way.labels], ...(way.by !== undefined && { model: way.by }) }
      : {
          ...{ model: way.writer, text, template: TEMPLATE },
          ...{ labels: labelsOf(way.examples), examples: [...way.examples] },
        };
  return engine.call('zeroShot', params, { onProgress }, signal);
}

/** The same for one of many texts: one that is too long for the model has no classes. */
export async function judgeOne(engine: Engine, way: Way, text: string, run: Run): Promise<Judgement> {
  try {
    return await judge(engine, way, text, run);
  } catch (error) {
    if (toErrorValue(error).code !== 'too-long') throw error;
    return { model: '', method: null, labels: [] };
  }
}
