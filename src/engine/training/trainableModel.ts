import { GlassboxError } from '../../protocol/engine/index.js';
import type { GraphRole } from '../families/family.js';
import type { FamilyConfig } from '../families/familyConfig.js';
import { GraphBuilder } from '../onnx/build/graphBuilder.js';
import { normals } from '../../training/chance.js';
import type { Random } from '../../decoding/sampling/random.js';
import { countOf } from '../../training/parameters.js';
import { turned } from '../precision/blocks8.js';
import type { Weight } from './modelWeights.js';
import { ParameterWeights } from './parameterWeights.js';
import { readOwnGraph, type OwnGraph } from './ownGraph.js';

/** The deviation of weights that are made anew, as transformers' `initializer_range`. */
const DEVIATION = 0.02;
/** Parts of a head, whose names have no prefix in transformers; the pooler is the bare model's. */
const HEAD = /^(?:classifier|pre_classifier|head|score|lm_head|embed_out)\b/;
const POOLER = /^pooler\b/;

/** A model as a graph that is given its weights with each run. */
export interface TrainableModel {
  graph: OwnGraph;
  /** by their names in the graph */
  weights: Map<string, Weight>;
  /** whether each token has logits, and not each text */
  isPerToken: boolean;
  /** names of those that only its head reads, and of these that were not there and were made anew */
  head: ReadonlySet<string>;
  made: readonly string[];
  /** The name by which transformers' class has a weight. */
  savedName: (name: string) => string;
}

/**
 * Writes the graph of a family around weights; what only its head has is made anew where it is not there, matrices from a
 * normal distribution and biases 0.
 * @param stored by their names in transformers; `id`: the model's, for messages; `role`: of an encoder-decoder one of its two
 * @throws GlassboxError `model-broken` for a weight of the base model that is missing or of another shape
 */
export function trainableModel(
  { family, config, head }: FamilyConfig,
  stored: ReadonlyMap<string, Weight>,
  id: string,
  random: Random,
  role: GraphRole = 'model',
): TrainableModel {
  const find = (name: string) =>
    namesOf(name, family.prefix)
      .map((one) => stored.get(one))
      .find((one) => one);
  const isThere = (name: string) => find(name) !== undefined;
  const { bytes, shapes, turned: isTurned } = written({ family, config, head }, isThere, role);
  // What it has without the head that is asked for; of families without a bare model, with the one that they come with.
  const bare = family.heads.includes('none') ? 'none' : family.heads[0]!;
  const base = written({ family, config, head: bare }, isThere, role).shapes;
  const weights = new Map<string, Weight>();
  const made: string[] = [];
  for (const [name, shape] of shapes) {
    const stands = find(name);
    const found = stands?.isLinear && isTurned.has(name) ? turnedWeight(stands) : stands;
    if (found && found.shape.join() === shape.join()) weights.set(name, found);
    else if (base.has(name)) throw missing(id, name, shape, found);
    else {
      made.push(name);
      weights.set(name, { shape, values: fresh(name, shape, random) });
    }
  }
  const isOfHead = (name: string) => HEAD.test(name) || (!base.has(name) && !POOLER.test(name));
  const savedName = (name: string) => (isOfHead(name) || name.startsWith(family.prefix) ? name : family.prefix + name);
  const isPerToken = head !== 'sequenceClassification' && head !== 'nextSentence';
  const own = new Set([...shapes.keys()].filter((name) => !base.has(name)));
  return { graph: readOwnGraph(bytes), weights, isPerToken, head: own, made, savedName };
}

/** A family's graph around weights. @param isThere whether there is one that the family can do without */
function written({ family, config, head }: FamilyConfig, isThere: (name: string) => boolean, role: GraphRole) {
  const graph = new GraphBuilder();
  const weights = new ParameterWeights(graph, isThere);
  family.write(config, { graph, weights, role, head });
  return { bytes: graph.bytes(), shapes: weights.shapes, turned: weights.turned };
}

/** The graph of a model of a family, which is given weights of these shapes. */
export function graphOf(
  family: FamilyConfig,
  role: GraphRole = 'model',
): { graph: OwnGraph; shapes: ReadonlyMap<string, readonly number[]> } {
  const { bytes, shapes } = written(family, () => false, role);
  return { graph: readOwnGraph(bytes), shapes };
}

/** What a model of a family needs: the shapes of its weights by their names in the graph. */
export const shapesOf = (family: FamilyConfig, role: GraphRole = 'model'): ReadonlyMap<string, readonly number[]> =>
  written(family, () => false, role).shapes;

/** A matrix [out, in] as one [in, out]. */
function turnedWeight({ shape: [to = 0, from = 0], values }: Weight): Weight {
  return { shape: [from, to], values: turned(values, to, from) };
}

function fresh(name: string, shape: readonly number[], random: Random): Float32Array {
  if (shape.length > 1) return normals(countOf(shape), DEVIATION, random);
  return new Float32Array(countOf(shape)).fill(name.endsWith('.bias') ? 0 : 1);
}

/** The first releases of BERT call a norm's weight and bias gamma and beta; files of the bare model have no prefix. */
const namesOf = (name: string, prefix: string): string[] =>
  [name, prefix + name].flatMap((one) => [
    one,
    one.replace(/(norm|LayerNorm)\.weight$/i, '$1.gamma').replace(/(norm|LayerNorm)\.bias$/i, '$1.beta'),
  ]);

function missing(id: string, name: string, shape: readonly number[], found: Weight | undefined): GlassboxError {
  const what = found
    ? `is ${found.shape.join(' × ')}, and its config.json asks for ${shape.join(' × ')}`
    : 'is not among its weights';
  const message = `${id} cannot be trained: ${name} ${what}. Take a model with its own model.safetensors.`;
  return new GlassboxError('model-broken', message, { details: { kind: 'training', problem: 'weights', model: id } });
}
