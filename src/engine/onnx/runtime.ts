import os from 'node:os';
import path from 'node:path';
import type * as Onnx from 'onnxruntime-node';
import { GlassboxError, throwIfCancelled } from '../../protocol/index.js';
import { isOutOfMemory } from '../faults.js';
import type { Turn } from '../turns.js';
import { refuseLoops } from './graph/loops.js';
import { skeleton } from './skeleton.js';

export type Session = Onnx.InferenceSession;
export type Tensor = Onnx.Tensor;
export type Feeds = Record<string, Tensor>;
export type Outputs = Onnx.InferenceSession.OnnxValueMapType;

let runtime: typeof Onnx | undefined;

/** onnxruntime, loaded on the first call: listing models or counting tokens needs none of it. */
export async function onnxRuntime(): Promise<typeof Onnx> {
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

function explain(error: unknown, doing: string): GlassboxError {
  const message = error instanceof Error ? error.message : String(error);
  if (isOutOfMemory(error)) {
    return new GlassboxError(
      'out-of-memory',
      `There is not enough memory for ${doing}. Close other programs, unload models or take a smaller one.`,
    );
  }
  return new GlassboxError('model-broken', `onnxruntime failed at ${doing}: ${message}. Install the model again.`, {
    cause: error,
  });
}

type Edit<Result> = (bytes: Uint8Array, file: string) => Result;
type Read = (file: string) => Uint8Array;

/**
 * A graph's bytes, made from what is read of a file.
 * @throws GlassboxError `model-broken` when the file is no ONNX graph, `out-of-memory`
 */
function edited<Result>(file: string, edit: Edit<Result>, read: Read): Result {
  try {
    return edit(read(file), file);
  } catch (error) {
    if (error instanceof GlassboxError) throw error;
    const why = error instanceof Error ? error.message : String(error);
    if (isOutOfMemory(error)) throw explain(error, `reading ${file}`);
    throw new GlassboxError('model-broken', `${file} cannot be read: ${why} Install the model again.`, {
      cause: error,
    });
  }
}

/**
 * Loads a graph; blocks this process until it is loaded.
 * @param edit makes the graph's bytes from the file's, or null when that cannot be done
 * @param read gives the edit what stands for the file's bytes: without more said, all but the weights
 * @throws GlassboxError `model-broken`, `out-of-memory`
 */
export async function createSession(
  file: string,
  threads: number,
  edit?: Edit<Uint8Array>,
  read?: Read,
): Promise<Session>;
export async function createSession(
  file: string,
  threads: number,
  edit: Edit<Uint8Array | null>,
  read?: Read,
): Promise<Session | null>;
export async function createSession(
  file: string,
  threads: number,
  edit?: Edit<Uint8Array | null>,
  read: Read = skeleton,
): Promise<Session | null> {
  const ort = await onnxRuntime();
  const readSafe: Read = (name) => {
    const bytes = read(name);
    refuseLoops(bytes, name);
    return bytes;
  };
  const source = edited<Uint8Array | string | null>(file, edit ?? (() => file), readSafe);
  if (source === null) return null;
  const options: Onnx.InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    logSeverityLevel: 3,
    extra: {
      session: {
        // Idle threads that spin would eat the editor's processor.
        'intra_op.allow_spinning': '0',
        'inter_op.allow_spinning': '0',
        // An edited graph has no place of its own; its external weights lie where the file does.
        ...(edit && { model_external_initializers_file_folder_path: path.dirname(file) }),
      },
    },
  };
  try {
    // The two overloads differ in the source's type only.
    return await (typeof source === 'string'
      ? ort.InferenceSession.create(source, options)
      : ort.InferenceSession.create(source, options));
  } catch (error) {
    throw explain(error, `loading ${file}`);
  }
}

/**
 * Runs a graph once it is this job's turn.
 * @throws GlassboxError `cancelled`, `model-broken`, `out-of-memory`
 */
export async function runSession(
  session: Session,
  feeds: Feeds,
  fetches: readonly string[],
  turn: Turn,
  signal?: AbortSignal,
): Promise<Outputs> {
  await turn.pass(signal);
  throwIfCancelled(signal);
  try {
    return await session.run(feeds, fetches);
  } catch (error) {
    throw explain(error, 'running the model');
  }
}
