import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { refuseLoops } from '../onnx/graph/loops.js';
import { editedGraph, type BuiltGraph } from '../onnx/session.js';
import { findGraphs } from './graphFiles.js';

/** Where the nodes of a head lie, that stand behind another model's. */
const HEAD = path.join('onnx', 'head.onnx');
/** A head is a few kilobytes. */
const MOST_BYTES = 10e6;

/** A model that is another one's graph and a head behind it: only the head is stored twice over. */
export interface HeadModel {
  /** the folder of the other model, whose tokenizer it has */
  base: string;
  graph: BuiltGraph;
  /** of the other's files and the head, from the folder of the head */
  sizes: ReadonlyMap<string, number>;
  bytes: number;
}

/**
 * The model of a folder whose config.json names another in `glassbox_head_of`, a folder beside it.
 * @throws GlassboxError `model-broken` where the other has no graph, or the head is missing or no head
 */
export async function headModel(folder: string, of: string): Promise<HeadModel> {
  const base = path.join(path.dirname(folder), of);
  const { files, sizes } = await findGraphs(base);
  const file = path.join(folder, HEAD);
  const size = await stat(file).then(
    (found) => found.size,
    () => null,
  );
  if (files.model === undefined) throw broken(folder, `${of} beside it, whose graph it needs, is not there`, base);
  if (size === null || size > MOST_BYTES) throw broken(folder, `its ${HEAD} is missing or too large`, file);
  const graph = files.model;
  const all = new Map([...[...sizes].map(([name, bytes]) => [path.join('..', of, name), bytes] as const), [HEAD, size]]);
  return {
    base,
    graph: { name: graph, build: () => joined(graph, file) },
    sizes: all,
    bytes: [...all.values()].reduce((sum, one) => sum + one, 0),
  };
}

/** Protobuf merges a message that comes twice: the head's nodes are those that follow. */
async function joined(graph: string, file: string): Promise<{ bytes: Uint8Array; folder: string }> {
  const head = await readFile(file);
  const { bytes, folder } = await editedGraph(graph, (skeleton) => {
    refuseLoops(head, file);
    return Buffer.concat([skeleton, head]);
  });
  return { bytes, folder: folder ?? path.dirname(graph) };
}

const broken = (folder: string, said: string, file: string) =>
  new GlassboxError('model-broken', `${folder}: ${said}. Install the model again.`, {
    details: { kind: 'file', file, problem: 'missing' },
  });
