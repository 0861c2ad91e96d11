import path from 'node:path';
import type { Architecture } from '../../protocol/engine/index.js';
import { readCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import { GraphBuilder } from '../onnx/build/graphBuilder.js';
import type { BuiltGraph } from '../onnx/session.js';
import type { GraphRole, Head } from './family.js';
import { familyConfig, oddSizes, positionsOf, rolesOf, type FamilyConfig } from './familyConfig.js';
import { GraphWeights } from './graphWeights.js';

/** What is known of a model that is run from its own weights, before they are read. */
export interface CheckpointModel {
  architecture: Architecture;
  head: Head;
  /** as the family counts positions; null where they have no end */
  maxLength: number | null;
  /** each is written when it is first loaded; the weights stay where they are */
  graphs: Partial<Record<GraphRole, BuiltGraph>>;
}

/**
 * A folder that holds a model's own weights.
 * @param type `model_type` of config.json; `classes`: its `architectures`, or what was told of the weights where it has none
 * @param weights the folder that the weights are read from: a copy of them in 8 bit may lie elsewhere
 * @throws GlassboxError `wrong-architecture` for a type or a class that is not known, with those that are; `model-broken`
 */
export async function checkpointModel(
  folder: string,
  type: string,
  classes: readonly string[],
  weights = folder,
): Promise<CheckpointModel> {
  const found = await readFamily(folder, type, classes);
  const { family, head } = found;
  const graphs = rolesOf(found).map((role) => {
    const name = `${path.basename(folder)} (${role})`;
    return [role, { name, build: () => buildGraph(folder, { type, classes, role }, weights) }] as const;
  });
  return {
    architecture: family.architecture,
    head,
    maxLength: positionsOf(found),
    graphs: Object.fromEntries(graphs),
  };
}

async function readFamily(folder: string, type: string, classes: readonly string[]): Promise<FamilyConfig> {
  const file = path.join(folder, 'config.json');
  const json: Json = (await (await jsonFile(file, MOST_CONFIG_BYTES))?.read()) ?? {};
  return familyConfig(json, file, type, classes);
}

async function buildGraph(
  folder: string,
  { type, classes, role }: { type: string; classes: readonly string[]; role: GraphRole },
  home: string,
): Promise<{ bytes: Uint8Array; folder: string }> {
  const { family, config, head } = await readFamily(folder, type, classes);
  const checkpoint = await readCheckpoint(home);
  const graph = new GraphBuilder();
  try {
    family.write(config, { graph, weights: new GraphWeights(graph, checkpoint, family.prefix), role, head });
  } catch (error) {
    throw error instanceof RangeError ? oddSizes(path.join(folder, 'config.json'), error) : error;
  }
  return { bytes: graph.bytes(), folder: checkpoint.folder };
}

/** How the graphs of a model use its weights. */
export interface WeightUse {
  checkpoint: Checkpoint;
  /** names of matrices that states are multiplied by and nothing else but looking rows up is done with; whether [in, out] */
  products: ReadonlyMap<string, boolean>;
  /** names of the others */
  others: ReadonlySet<string>;
}

/** Writes all graphs of a model, to see what they read. @throws GlassboxError as `checkpointModel` */
export async function weightUse(folder: string, type: string, classes: readonly string[]): Promise<WeightUse> {
  const found = await readFamily(folder, type, classes);
  const { family, config, head } = found;
  const checkpoint = await readCheckpoint(folder);
  const products = new Map<string, boolean>();
  const [tables, others] = [new Set<string>(), new Set<string>()];
  for (const role of rolesOf(found)) {
    const graph = new GraphBuilder();
    const weights = new GraphWeights(graph, checkpoint, family.prefix);
    family.write(config, { graph, weights, role, head });
    for (const [name, isTurned] of weights.products) products.set(name, isTurned);
    for (const name of weights.tables) tables.add(name);
    for (const name of weights.others) others.add(name);
  }
  for (const name of others) products.delete(name);
  for (const name of tables) if (!products.has(name)) others.add(name);
  return { checkpoint, products, others };
}
