import path from 'node:path';
import * as v from 'valibot';
import { GlassboxError, type Architecture } from '../../protocol/engine/index.js';
import { readCheckpoint } from '../checkpoint/checkpoint.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import { GraphBuilder } from '../onnx/build/graphBuilder.js';
import type { BuiltGraph } from '../onnx/session.js';
import { HEADS, type Family, type GraphRole, type Head } from './family.js';
import { GraphWeights } from './graphWeights.js';
import { FAMILIES, familyOf } from './index.js';

const ROLES: Readonly<Record<Family['architecture'], readonly GraphRole[]>> = {
  encoder: ['model'],
  decoder: ['model'],
  'encoder-decoder': ['encoder', 'decoder', 'decoderWithPast'],
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
 * @throws GlassboxError `wrong-architecture` for a type or a class that is not known, with those that are; `model-broken`
 */
export async function checkpointModel(
  folder: string,
  type: string,
  classes: readonly string[],
): Promise<CheckpointModel> {
  const family = familyOf(type);
  if (!family) throw unknownType(folder, type);
  const config = await readFamilyConfig(folder, family);
  const head = headOf(classes);
  if (head === null || !family.heads.includes(head)) {
    throw unknownHead(path.join(folder, 'config.json'), classes[0] ?? '', family);
  }
  const graphs = ROLES[family.architecture].map((role) => {
    const name = `${path.basename(folder)} (${role})`;
    return [role, { name, build: () => buildGraph(folder, { family, head, role }) }] as const;
  });
  return {
    architecture: family.architecture,
    head,
    maxLength: family.maxLength(config),
    graphs: Object.fromEntries(graphs),
  };
}

async function readFamilyConfig(folder: string, family: Family): Promise<unknown> {
  const file = path.join(folder, 'config.json');
  const json: Json = (await (await jsonFile(file, MOST_CONFIG_BYTES))?.read()) ?? {};
  const found = v.safeParse(family.config, json);
  if (!found.success) {
    const [issue] = found.issues;
    const at = v.getDotPath(issue) ?? '';
    const message = `${file}: ${at} is ${JSON.stringify(issue.input)}, which models of the type ${family.types[0]} are not read with: ${issue.message}.`;
    throw new GlassboxError('model-broken', message, { details: { kind: 'file', file, problem: 'content', at } });
  }
  return found.output;
}

async function buildGraph(
  folder: string,
  { family, head, role }: { family: Family; head: Head; role: GraphRole },
): Promise<{ bytes: Uint8Array; folder: string }> {
  const config = await readFamilyConfig(folder, family);
  const checkpoint = await readCheckpoint(folder);
  const graph = new GraphBuilder();
  family.write(config, { graph, weights: new GraphWeights(graph, checkpoint, family.prefix), role, head });
  return { bytes: graph.bytes(), folder: checkpoint.folder };
}

function unknownType(folder: string, type: string): GlassboxError {
  const known = FAMILIES.flatMap(({ types }) => types);
  const message = `${folder} is a model of the type ${type}, which is not read from its weights. Known types: ${known.join(', ')}. An export of it to ONNX may work.`;
  return new GlassboxError('wrong-architecture', message, {
    details: {
      kind: 'file',
      file: path.join(folder, 'config.json'),
      problem: 'content',
      at: 'model_type',
      found: type,
    },
  });
}

function unknownHead(file: string, name: string, family: Family): GlassboxError {
  const known = Object.entries(HEADS).flatMap(([ending, head]) => (family.heads.includes(head) ? [ending] : []));
  const message = `${file}: the class ${name} is not read from its weights. Of the type ${family.types[0]} these are: ${known.join(', ')}.`;
  return new GlassboxError('wrong-architecture', message, {
    details: { kind: 'file', file, problem: 'content', at: 'architectures', found: name },
  });
}
