import { realpath } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type * as Onnx from 'onnxruntime-node';
import { GlassboxError, throwIfCancelled } from '../../protocol/engine/index.js';
import { isOutOfMemory } from '../faults.js';
import { graphPath } from '../files.js';
import type { Lease } from '../scheduling/scheduler.js';
import { brief } from '../tokenizer/limits.js';
import { refuseLoops } from './graph/loops.js';
import { externalizeWeights } from './protobuf/externalizeWeights.js';

export type Session = Onnx.InferenceSession;
export type Tensor = Onnx.Tensor;
export type Feeds = Record<string, Tensor>;
export type Outputs = Onnx.InferenceSession.OnnxValueMapType;

let runtime: typeof Onnx | undefined;

/** onnxruntime, loaded on the first call: listing models or counting tokens needs none of it. */
export async function loadOnnxRuntime(): Promise<typeof Onnx> {
  if (!runtime) {
    process.env['ORT_DISABLE_TELEMETRY'] = '1';
    runtime = await import('onnxruntime-node');
  }
  return runtime;
}

/**
 * Threads for one operator: physical cores less one, so that the editor keeps one. Node knows logical cores only; on
 * x64 two of them usually share a physical one.
 */
export function threadCount(setting: number): number {
  if (setting > 0) return setting;
  const logical = os.availableParallelism();
  const physical = process.arch === 'x64' ? Math.ceil(logical / 2) : logical;
  return Math.max(1, physical - 1);
}

function describeOnnxError(error: unknown, doing: string): GlassboxError {
  const message = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) {
    return new GlassboxError(
      'out-of-memory',
      `There is not enough memory for ${doing}. Close other programs, unload models or take a smaller one.`,
    );
  }
  return new GlassboxError('model-broken', `onnxruntime failed at ${doing}: ${message}. Install the model again.`, {
    cause: error,
    details: { kind: 'onnxruntime', said: brief(message, MOST_SAID) },
  });
}

/** Of what onnxruntime says, as much as a message of the editor shows. */
const MOST_SAID = 300;

/** A graph that was made from a file's, and the folder that its weights lie in. */
export interface EditedGraph {
  bytes: Uint8Array;
  folder: string | null;
}

/** A graph that is written when it is loaded, with weights that lie in files of another kind. */
export interface BuiltGraph {
  /** for messages */
  name: string;
  /** @throws GlassboxError `model-broken`, `wrong-architecture` */
  build(): Promise<{ bytes: Uint8Array; folder: string }>;
}

/** What a graph is read from: an ONNX file, or what writes one. */
export type GraphSource = string | BuiltGraph;

/** What it is called in messages. */
export const graphName = (source: GraphSource): string => (typeof source === 'string' ? source : source.name);

type GraphTransform<Result extends Uint8Array | null> = (bytes: Uint8Array, file: string) => Result;

/**
 * The graph of a source with its weights left where they are, changed.
 * @param edit makes the graph's bytes from those of the file's skeleton, or null when that cannot be done
 * @throws GlassboxError `model-broken` when the file is no ONNX graph or may never end, `out-of-memory`
 */
export async function editedGraph(source: GraphSource, edit: GraphTransform<Uint8Array>): Promise<EditedGraph>;
export async function editedGraph(
  source: GraphSource,
  edit: GraphTransform<Uint8Array | null>,
): Promise<EditedGraph | null>;
export async function editedGraph(
  source: GraphSource,
  edit: GraphTransform<Uint8Array | null>,
): Promise<EditedGraph | null> {
  if (typeof source !== 'string') {
    const { bytes, folder } = await source.build();
    const edited = edit(bytes, source.name);
    return edited && { bytes: edited, folder };
  }
  const file = source;
  const real = await graphPath(file);
  try {
    const graph = externalizeWeights(real, await realpath(path.dirname(file)));
    refuseLoops(graph, real);
    const bytes = edit(graph, real);
    return bytes && { bytes, folder: path.dirname(real) };
  } catch (error) {
    if (error instanceof GlassboxError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (isOutOfMemory(error)) throw describeOnnxError(error, `reading ${file}`);
    throw new GlassboxError('model-broken', `${file} cannot be read: ${why} Install the model again.`, {
      cause: error,
      details: { kind: 'file', file, problem: 'content' },
    });
  }
}

/**
 * What a session is made of: a file as it is, unless it is a link, whose weights may lie under other names. Its structure
 * is read before onnxruntime is given it, which takes minutes and gigabytes for a file of nothing.
 */
async function sourceOf(file: string): Promise<string | EditedGraph> {
  let real = file;
  const graph = await editedGraph(file, (bytes, at) => {
    real = at;
    return bytes;
  });
  return path.basename(real) === path.basename(file) ? real : graph;
}

/**
 * Loads a graph; blocks this process until it is loaded.
 * @param graph a file, what writes one, or what was made from either
 * @param optimises false: its nodes run as they are, so that each of its tensors can be had
 * @throws GlassboxError `model-broken`, `out-of-memory`
 */
export async function createSession(
  graph: GraphSource | EditedGraph,
  threads: number,
  optimises = true,
): Promise<Session> {
  const ort = await loadOnnxRuntime();
  const source = typeof graph === 'string' ? await sourceOf(graph) : 'build' in graph ? await graph.build() : graph;
  const folder = typeof source === 'string' ? null : source.folder;
  const options: Onnx.InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimises ? 'all' : 'disabled',
    logSeverityLevel: 3,
    extra: {
      session: {
        // Idle threads that spin would eat the editor's processor.
        'intra_op.allow_spinning': '0',
        'inter_op.allow_spinning': '0',
        // An edited graph has no place of its own; its external weights lie where the file does.
        ...(folder !== null && { model_external_initializers_file_folder_path: folder }),
      },
    },
  };
  try {
    // The two overloads differ in the source's type only.
    return await (typeof source === 'string'
      ? ort.InferenceSession.create(source, options)
      : ort.InferenceSession.create(source.bytes, options));
  } catch (error) {
    throw describeOnnxError(error, `loading ${typeof graph === 'string' ? graph : 'the graph'}`);
  }
}

/**
 * Runs a graph once the job has yielded to more urgent ones.
 * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
 */
export async function runSession(
  session: Session,
  feeds: Feeds,
  fetches: readonly string[],
  lease: Lease,
  signal?: AbortSignal,
): Promise<Outputs> {
  await lease.yield(signal);
  throwIfCancelled(signal);
  try {
    return await session.run(feeds, fetches);
  } catch (error) {
    throw describeOnnxError(error, 'running the model');
  }
}
