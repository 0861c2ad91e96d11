import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import {
  GlassboxError,
  WEIGHT_BITS,
  type ComparedPrecision,
  type PrecisionPlace,
  type WeightBits,
} from '../../protocol/engine/index.js';
import { klDivergenceBits } from '../../maths/divergence.js';
import { argmax, logSumExp } from '../../maths/softmax.js';
import { AttentionModel } from '../attention/attentionModel.js';
import { requireMask } from '../attention/requireMask.js';
import { requireFinite } from '../attention/targetPrediction.js';
import type { Model } from '../models/model.js';
import { precisionForms, type PrecisionForms } from '../precision/precisionForms.js';
import { workFolder } from '../precision/workFolder.js';
import type { Method, ReportProgress } from './shared/methodContext.js';
import { logitsOf, type Reading } from './shared/readingLogits.js';

/** Readings of the text that are timed, of which the median counts. */
const ROUNDS = 7;

/** A form that is loaded, and what it predicts. */
interface Opened {
  bits: WeightBits;
  opened: AttentionModel;
  bytes: number;
  block: number | null;
  rounded: number;
  logits: Float32Array[];
}

/**
 * One model with its weights in 32, 8 and 4 bit on one text: how far its predictions are from those in 32 bit (KL, bits),
 * which first choices change, what the weights take and how long a reading is. Each token is predicted as in `predictions`: by
 * an encoder at a mask in its place, by a decoder from those before it. A model that is stored in 8 bit has no other weights:
 * in 32 bit it has the numbers that these stand for. The forms lie in a folder of their own until the end.
 * @throws GlassboxError `wrong-architecture`, `model-broken` for a graph without matrices that are known, `too-long`, `no-mask`,
 * `bad-request` for a text with nothing to predict
 */
export const comparePrecision: Method<'comparePrecision'> = async (context, params, report, signal) => {
  const model = await context.openModel(params.model);
  model.requireTask('comparePrecision');
  const tokens = model.tokenizer.encode(params.text);
  model.requireLength(tokens.length);
  const { places, readings } = readingsOf(model, tokens, params.places);
  const work = await workFolder();
  const releases: (() => Promise<void>)[] = [];
  try {
    const forms = await precisionForms(model.folder);
    const opened: Opened[] = [];
    for (const [at, bits] of WEIGHT_BITS.entries()) {
      const count = WEIGHT_BITS.length * readings.length;
      const tell: ReportProgress = (progress) => {
        const done = progress.kind === 'measured' ? progress.done : 0;
        report({ kind: 'measured', done: at * readings.length + done, count });
      };
      const form = await openForm(model, forms, bits, work, releases, signal);
      const logits: Float32Array[] = [];
      for await (const { logits: rows } of logitsOf(form.opened, readings, tell, signal)) {
        logits.push(...rows.map((row) => row.slice()));
      }
      opened.push({ ...form, bits, logits });
      report({ kind: 'measured', done: (at + 1) * readings.length, count });
    }
    const times = await timesOf(
      opened,
      tokens.map(({ id }) => id),
      signal,
    );
    const [exact] = opened;
    const compared = opened.map(({ bits, block, rounded, bytes, logits }, at): ComparedPrecision => {
      const found = logits.map((row, place): PrecisionPlace => {
        const index = places[place]!;
        return placeOf(model, { index, id: tokens[index]!.id }, row, exact!.logits[place]!);
      });
      return { bits, block, rounded, bytes, milliseconds: times[at]!, places: found };
    });
    const vocabulary = exact?.logits[0]?.length ?? 0;
    return {
      model: model.info.id,
      tokens,
      vocabulary,
      stored: forms.stored,
      matrices: forms.matrices,
      forms: compared,
    };
  } finally {
    // One that cannot be let go keeps neither the others nor their files.
    await Promise.allSettled(releases.map((release) => release()));
    await rm(work, { recursive: true, force: true });
  }
};

/** What is read: a masked text for each token, or the text once. @throws GlassboxError `bad-request`, `no-mask` */
function readingsOf(
  model: Model,
  tokens: readonly { id: number; start: number | null }[],
  most: number,
): { places: number[]; readings: Reading[] } {
  const ids = tokens.map(({ id }) => id);
  const attentionMask = ids.map(() => 1);
  const isDecoder = model.info.architecture === 'decoder';
  const places = tokens
    .flatMap(({ start }, index) => (start === null || (isDecoder && index === 0) ? [] : [index]))
    .slice(0, most);
  if (places.length === 0) {
    throw new GlassboxError('bad-request', 'comparePrecision: text has nothing that the model predicts.', {
      details: { kind: 'nothingToRead' },
    });
  }
  if (isDecoder) return { places, readings: [{ row: ids, attentionMask, positions: places.map((at) => at - 1) }] };
  const mask = requireMask(model);
  const readings = places.map((at) => ({ row: ids.with(at, mask), attentionMask, positions: [at] }));
  return { places, readings };
}

async function openForm(
  model: Model,
  forms: PrecisionForms,
  bits: WeightBits,
  work: string,
  releases: (() => Promise<void>)[],
  signal: AbortSignal | undefined,
): Promise<Omit<Opened, 'bits' | 'logits'>> {
  const folder = path.join(work, `${bits}`);
  await mkdir(folder);
  const { graph, ...made } = await forms.make(bits, folder, () => model.yield(signal), signal);
  const name = `${model.info.id} (${bits} bit)`;
  const info = { ...model.info, bytes: made.bytes };
  const graphs = { model: { name, build: () => Promise.resolve(graph) } };
  const { model: other, release } = model.withFolder({ ...model.folder, info, graphs });
  releases.push(release);
  const opened = await AttentionModel.open(other, true, 'logits');
  opened.require({ logits: true });
  return { opened, ...made };
}

/** Milliseconds of a reading with logits of all tokens, the median; forms take turns, so that all have the same machine. */
async function timesOf(
  opened: readonly Opened[],
  ids: readonly number[],
  signal: AbortSignal | undefined,
): Promise<number[]> {
  const times = opened.map((): number[] => []);
  const positions = ids.map((_, at) => at);
  for (let round = 0; round < ROUNDS; round++) {
    for (const [at, form] of opened.entries()) {
      const before = performance.now();
      await form.opened.run({ source: [ids] }, { positions, logits: true }, signal);
      times[at]!.push(performance.now() - before);
    }
  }
  return times.map((some) => some.sort((one, other) => one - other)[ROUNDS >> 1]!);
}

function placeOf(
  model: Model,
  { index, id }: { index: number; id: number },
  logits: Float32Array,
  exact: Float32Array,
): PrecisionPlace {
  const total = logSumExp(logits);
  const best = argmax(logits);
  const finite = (value: number) => requireFinite(value, model, `token ${id} predicted`);
  return {
    index,
    logProbability: finite(logits[id]! - total),
    first: {
      id: best,
      text: model.tokenizer.tokenText(best),
      probability: finite(Math.exp(logits[best]! - total)),
    },
    bits: finite(klDivergenceBits(exact, logits)),
  };
}
