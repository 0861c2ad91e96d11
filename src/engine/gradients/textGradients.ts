import type { GradientDraw, GradientsValue } from '../../protocol/engine/index.js';
import { Random } from '../../decoding/sampling/random.js';
import { gradientNorm } from '../../training/adamW.js';
import { countOf } from '../../training/parameters.js';
import type { ReportProgress } from '../methods/shared/methodContext.js';
import type { Model } from '../models/model.js';
import { familyOfModel, noGradients, refusalOf, requireGradientMemory } from '../training/gradientModel.js';
import { partOf, partsOf } from '../training/layerNames.js';
import { modelWeights } from '../training/modelWeights.js';
import { partNorms } from '../training/partNorms.js';
import { shapesOf, trainableModel } from '../training/trainableModel.js';
import { Trainer } from '../training/trainer.js';

/** Bytes of a number in 32 bit. */
const FLOAT_BYTES = 4;
/** Arrays as long as the weights: these as they are stored and as they are learnt, and their gradient. */
const ARRAYS = 3;

/** A reading of the text: what is read, and what is to be predicted at each token; −100 where nothing is. */
export interface LossReading {
  at: number[];
  ids: number[];
  labels: number[];
}

/** What the gradients of several readings come to. */
export type TextGradients = Pick<GradientsValue, 'parts' | 'draws' | 'cosines'>;

/**
 * The gradients of the loss of some readings by all weights of a model, in 32 bit beside the model that serves, and, with a
 * rate, what one step w − rate · g along the first of them does to the loss of each.
 * @param limit bytes of memory that it may take
 * @throws GlassboxError `wrong-architecture` for a model without gradients, `out-of-memory`, `model-broken`, `cancelled`
 */
export async function textGradients(
  model: Model,
  readings: readonly LossReading[],
  { learningRate, threads, limit }: { learningRate: number | undefined; threads: number; limit: number },
  report: ReportProgress,
  signal?: AbortSignal,
): Promise<TextGradients> {
  const trainer = await openTrainer(model, readings.length, threads, limit);
  const count = readings.length * (learningRate === undefined ? 1 : 2);
  let done = 0;
  const lossOf = async ({ ids, labels }: LossReading) => {
    await model.yield(signal);
    const loss = await trainer.gradients({ rows: [ids] }, labels);
    report({ kind: 'measured', done: ++done, count });
    return loss;
  };
  try {
    const { parameters } = trainer;
    const parts = partsOf(parameters.list.map(({ name }) => name));
    const gradients: Float32Array[] = [];
    const draws: GradientDraw[] = [];
    for (const reading of readings) {
      const loss = await lossOf(reading);
      draws.push({ at: reading.at, loss, norm: gradientNorm(parameters), partNorms: partNorms(parameters, parts) });
      gradients.push(parameters.gradients.slice());
    }
    if (learningRate !== undefined) {
      const [along] = gradients;
      const { values } = parameters;
      for (let at = 0; at < values.length; at++) values[at]! -= learningRate * along![at]!;
      for (const [at, reading] of readings.entries()) {
        const after = await lossOf(reading);
        draws[at]!.after = Number.isFinite(after) ? after : null;
      }
    }
    return {
      parts: parts.map((part) => ({ part, parameters: sizeOf(trainer, part) })),
      draws,
      cosines: cosinesOf(gradients),
    };
  } finally {
    await trainer.dispose();
  }
}

async function openTrainer(model: Model, draws: number, threads: number, limit: number): Promise<Trainer> {
  const { folder, info } = model;
  if (folder.refusal) throw folder.refusal;
  try {
    const family = await familyOfModel(model);
    const numbers = [...shapesOf(family).values()].reduce((sum, shape) => sum + countOf(shape), 0);
    // What an export has in 8 bit is there while its weights are read.
    const beside = folder.isCheckpoint ? 0 : info.bytes;
    requireGradientMemory(model, beside + FLOAT_BYTES * numbers * (ARRAYS + draws), limit);
    const own = trainableModel(family, await modelWeights(folder), info.id, new Random(0));
    if (own.made.length > 0) throw noGradients(info.id, `its files have no ${own.made.join(', ')}`);
    return await Trainer.create(own, [...own.weights.keys()], { ids: null, threads, padding: 0 });
  } catch (error) {
    throw refusalOf(model, error);
  }
}

const sizeOf = ({ parameters }: Trainer, part: string): number =>
  parameters.list.reduce((sum, { name, shape }) => (partOf(name) === part ? sum + countOf(shape) : sum), 0);

/** Of each with each; 0 where one is nothing but zeros. */
function cosinesOf(gradients: readonly Float32Array[]): number[][] {
  const product = (one: Float32Array, other: Float32Array) => {
    let sum = 0;
    for (let at = 0; at < one.length; at++) sum += one[at]! * other[at]!;
    return sum;
  };
  const squares = gradients.map((one) => product(one, one));
  return gradients.map((one, row) =>
    gradients.map((other, column) => {
      const length = Math.sqrt(squares[row]! * squares[column]!);
      if (length === 0) return 0;
      return row === column ? 1 : product(one, other) / length;
    }),
  );
}
