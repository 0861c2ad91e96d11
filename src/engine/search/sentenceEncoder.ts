import { cosineSimilarity } from '../../maths/divergence.js';
import { GlassboxError, type MethodName, type ModelInfo } from '../../protocol/engine/index.js';
import { embedTexts } from '../served/servedEmbed.js';
import type { ServedModel } from '../served/servedModel.js';
import type { MethodContext, ReportProgress } from '../methods/shared/methodContext.js';
import { sentenceVectors } from '../methods/shared/sentenceVectors.js';
import type { Model } from '../models/model.js';
import { readSentenceModules } from '../models/sentenceModules.js';
import { promptOf, readSentencePrompts } from '../models/sentencePrompts.js';

/**
 * Tokens that are read at once: with the embedded model some 70 ms in one thread, so that whoever asks for something else
 * meanwhile waits no longer.
 */
const BATCH_TOKENS = 384;

/** A model, here or on a server, that makes vectors of what is searched and of what is looked for. */
export interface SentenceEncoder {
  /** by which vectors are told from another model's; of a served one `bytes` are those of a vector in 32 bit */
  readonly info: Pick<ModelInfo, 'id' | 'bytes'>;
  /** what its vectors in memory are known by */
  readonly name: string;
  /** Of passages; one that is longer than the model is read up to there. @throws GlassboxError `cancelled`, `model-broken`, `server-failed` */
  passages(texts: readonly string[], signal?: AbortSignal): Promise<Float64Array[]>;
  /** Of a question, of length 1. @throws GlassboxError also `too-long` */
  question(text: string, report: ReportProgress, signal?: AbortSignal): Promise<Float64Array>;
  /** Of a served model the vector of a fixed text, asked once; a server may have another model of the same name. */
  sample?(): Promise<number[]>;
  /** Lets other jobs in. @throws GlassboxError `cancelled` */
  yield(signal?: AbortSignal): Promise<void>;
}

/** Opens the model of a search. @throws GlassboxError `unknown-model`, `model-broken`, `wrong-architecture`, `server-failed` */
export async function openEncoder(
  context: Pick<MethodContext, 'openModel' | 'findServed' | 'pause'>,
  reference: string | undefined,
  method: MethodName,
): Promise<SentenceEncoder> {
  const served = await context.findServed(reference);
  const model = served ?? (await context.openModel(reference));
  model.requireTask(method);
  return served ? servedEncoder(served, (signal) => context.pause(signal)) : localEncoder(model as Model);
}

/** By what an index that a served model has made is told from another's: it is of other vectors once these have another length. */
export const servedMark = ({ info, server }: Pick<ServedModel, 'info' | 'server'>): SentenceEncoder['info'] => ({
  id: info.id,
  bytes: Float32Array.BYTES_PER_ELEMENT * (server.abilities.embedding ?? 0),
});

function localEncoder(model: Model): SentenceEncoder {
  const { info } = model;
  return {
    ...{ info, name: info.folder },
    passages: async (texts, signal) => {
      const promptName = promptOf(await readSentencePrompts(info.folder), 'document');
      const reading = { promptName, batchTokens: BATCH_TOKENS, cutsLong: true };
      return (await sentenceVectors(model, texts, reading, () => {}, signal)).vectors;
    },
    question: (text, report, signal) => questionVector(model, text, report, signal),
    yield: (signal) => model.yield(signal),
  };
}

/** The question's vector with the prompt that the model has for it. */
async function questionVector(model: Model, query: string, report: ReportProgress, signal?: AbortSignal) {
  const known = await readSentencePrompts(model.info.folder);
  const promptName = promptOf(known, 'query');
  const prompt = known.prompts.get(promptName ?? known.defaultName ?? '') ?? '';
  const { maxTokens = null } = (await readSentenceModules(model.info.folder)) ?? {};
  const limit = Math.min(maxTokens ?? Infinity, model.info.maxLength ?? Infinity);
  const tokens = model.tokenizer.encode(prompt + query).length;
  if (tokens > limit) {
    const message = `The question is ${tokens} tokens long; ${model.info.id} takes at most ${limit}. Ask a shorter one.`;
    throw new GlassboxError('too-long', message, {
      details: { kind: 'length', what: 'question', tokens, limit, model: model.info.id },
    });
  }
  const { vectors } = await sentenceVectors(model, [query], { promptName }, report, signal);
  return ofLengthOne(vectors[0]!);
}

/** Its prompts, where it has some, are the server's; passages go there many at a time. */
function servedEncoder(served: ServedModel, pause: SentenceEncoder['yield']): SentenceEncoder {
  const { info } = served;
  return {
    ...{ info: servedMark(served), name: info.id },
    passages: async (texts, signal) => {
      const fitting = await Promise.all(texts.map((text) => cutToFit(served, text, signal)));
      return (await embedTexts(served, fitting, signal)).map((vector) => Float64Array.from(vector));
    },
    question: async (text, _report, signal) => {
      const [vector] = await embedTexts(served, [text], signal);
      return ofLengthOne(Float64Array.from(vector!));
    },
    sample: () => sampleOf(served),
    yield: pause,
  };
}

/** Any will do, as long as it stays. */
const SAMPLE = 'The old man went down to the river, and the water was cold.';
/** Digits of a number of it: servers differ in the last ones. */
const DIGITS = 6;
/** The cosine of two samples of one model is no lower than this, whatever it is rounded to. */
const LEAST_ALIKE = 0.999;
const samples = new WeakMap<ServedModel, Promise<number[]>>();

function sampleOf(served: ServedModel): Promise<number[]> {
  const known = samples.get(served);
  if (known) return known;
  // For all that wait for it: whoever asked first may be cancelled.
  const asked = embedTexts(served, [SAMPLE], undefined).then(([vector]) =>
    vector!.map((value) => Number(value.toPrecision(DIGITS))),
  );
  samples.set(served, asked);
  asked.catch(() => samples.delete(served));
  return asked;
}

/** Whether an index of this sample is of the encoder's model, as far as that can be told. */
export async function isOfModel(encoder: SentenceEncoder, sample: readonly number[] | undefined): Promise<boolean> {
  if (sample === undefined || !encoder.sample) return true;
  const own = await encoder.sample();
  return own.length === sample.length && cosineSimilarity(own, sample) >= LEAST_ALIKE;
}

/** Tokens that a server may put around a text. */
const AROUND = 2;

/** The beginning of a text that a served model reads at once. A token has a byte at least: most texts need no counting. */
async function cutToFit(served: ServedModel, text: string, signal?: AbortSignal): Promise<string> {
  const most = (served.info.maxLength ?? Infinity) - AROUND;
  if (Buffer.byteLength(text) <= most) return text;
  if (!served.info.tasks.includes('tokens')) return text.slice(0, most);
  const tokens = await served.encode(text, signal);
  return tokens.length <= most ? text : text.slice(0, tokens[most]!.start ?? most);
}

function ofLengthOne(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
