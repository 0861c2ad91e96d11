import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type Architecture } from '../../protocol/engine/index.js';
import { readCheckpoint, type Checkpoint } from '../checkpoint/checkpoint.js';
import { expectedOf } from '../expectedValue.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import { GraphBuilder } from '../onnx/build/graphBuilder.js';
import type { BuiltGraph } from '../onnx/session.js';
import { brief } from '../tokenizer/limits.js';
import { HEADS, type Family, type GraphRole, type Head } from './family.js';
import { GraphWeights } from './graphWeights.js';
import { unevenHeads } from './headSizes.js';
import { FAMILIES, familyOf } from './index.js';

/** Characters of a value in a message. */
const MOST_SHOWN = 200;

const ROLES: Readonly<Record<Family['architecture'], readonly GraphRole[]>> = {
  encoder: ['model'],
  decoder: ['model', 'step'],
  'encoder-decoder': ['encoder', 'decoder', 'step', 'source'],
};

/** What a model ends in, by the name of its class; without a name it is the bare model. */
export function headOf(architectures: readonly string[]): Head | null {
  const [name = 'Model'] = architectures;
  const endings = Object.entries(HEADS).sort(([one], [other]) => other.length - one.length);
  return endings.find(([ending]) => name.endsWith(ending))?.[1] ?? null;
}

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
  const { family, config, head } = await readFamily(folder, type, classes);
  const graphs = ROLES[family.architecture].map((role) => {
    const name = `${path.basename(folder)} (${role})`;
    return [role, { name, build: () => buildGraph(folder, { family, head, role }, weights) }] as const;
  });
  const maxLength = family.maxLength(config);
  return {
    architecture: family.architecture,
    head,
    maxLength: maxLength === null ? null : Math.max(0, maxLength),
    graphs: Object.fromEntries(graphs),
  };
}

async function readFamily(
  folder: string,
  type: string,
  classes: readonly string[],
): Promise<{ family: Family; config: unknown; head: Head }> {
  const family = familyOf(type);
  if (!family) throw unknownType(folder, type);
  const config = await readFamilyConfig(folder, family);
  const head = headOf(classes);
  if (head === null || !family.heads.includes(head)) {
    throw unknownHead(path.join(folder, 'config.json'), classes[0] ?? '', family);
  }
  return { family, config, head };
}

async function readFamilyConfig(folder: string, family: Family): Promise<unknown> {
  const file = path.join(folder, 'config.json');
  const json: Json = (await (await jsonFile(file, MOST_CONFIG_BYTES))?.read()) ?? {};
  const found = v.safeParse(family.config, json);
  if (!found.success) throw unreadField(file, found.issues[0], family);
  const uneven = unevenHeads(found.output as Json);
  if (uneven) {
    const { at, found: value, why } = uneven;
    throw new GlassboxError('model-broken', `${file}: ${at} is ${value}; ${why}. Get config.json again.`, {
      details: { kind: 'file', file, problem: 'content', at, found: `${value}` },
    });
  }
  return found.output;
}

/** A field whose value a family's graphs are not written with. */
function unreadField(file: string, issue: v.BaseIssue<unknown>, { types: [type] }: Family): GlassboxError {
  const at = v.getDotPath(issue) ?? '';
  const value = issue.input === undefined ? null : brief(JSON.stringify(issue.input), MOST_SHOWN);
  const expected = expectedOf(issue);
  // Valibot's own messages say what was received, too.
  const wanted = brief(
    issue.message.startsWith('Invalid') ? (issue.expected ?? issue.message) : issue.message,
    MOST_SHOWN,
  );
  const message =
    `${file}: ${at} is ${value ?? 'missing'}; models of the type ${type} are read with ${wanted}. ` +
    'Where the file is sound, an export of the model to ONNX may work; else get the file again.';
  return new GlassboxError('model-broken', message, {
    details: { kind: 'file', file, problem: 'content', at, found: value, ...(expected && { expected }) },
  });
}

async function buildGraph(
  folder: string,
  { family, head, role }: { family: Family; head: Head; role: GraphRole },
  home: string,
): Promise<{ bytes: Uint8Array; folder: string }> {
  const config = await readFamilyConfig(folder, family);
  const checkpoint = await readCheckpoint(home);
  const graph = new GraphBuilder();
  try {
    family.write(config, { graph, weights: new GraphWeights(graph, checkpoint, family.prefix), role, head });
  } catch (error) {
    throw error instanceof RangeError ? oddSizes(path.join(folder, 'config.json'), error) : error;
  }
  return { bytes: graph.bytes(), folder: checkpoint.folder };
}

/** Sizes that each may be, and that come to no graph together. */
function oddSizes(file: string, error: RangeError): GlassboxError {
  const message = `${file}: no graph has its sizes: ${brief(error.message)} Get config.json again.`;
  return new GlassboxError('model-broken', message, {
    cause: error,
    details: { kind: 'file', file, problem: 'content' },
  });
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
  const { family, config, head } = await readFamily(folder, type, classes);
  const checkpoint = await readCheckpoint(folder);
  const products = new Map<string, boolean>();
  const [tables, others] = [new Set<string>(), new Set<string>()];
  for (const role of ROLES[family.architecture]) {
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

function unknownType(folder: string, type: string): GlassboxError {
  const file = path.join(folder, 'config.json');
  const known = FAMILIES.flatMap(({ types }) => types);
  const message = `${file}: model_type is ${JSON.stringify(brief(type))}, which is not read from its weights. Known types: ${known.join(', ')}. An export of it to ONNX may work, or another model.`;
  return new GlassboxError('wrong-architecture', message, {
    details: {
      kind: 'file',
      file,
      problem: 'content',
      at: 'model_type',
      found: brief(type),
    },
  });
}

function unknownHead(file: string, name: string, family: Family): GlassboxError {
  const known = Object.entries(HEADS).flatMap(([ending, head]) => (family.heads.includes(head) ? [ending] : []));
  const message = `${file}: architectures has the class ${JSON.stringify(brief(name))}, which is not read from its weights. Of the type ${family.types[0]} these are: ${known.join(', ')}. An export of it to ONNX may work, or another model.`;
  return new GlassboxError('wrong-architecture', message, {
    details: { kind: 'file', file, problem: 'content', at: 'architectures', found: brief(name) },
  });
}
