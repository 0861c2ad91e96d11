import { GlassboxError, type StoredPrecision, type WeightBits } from '../../protocol/engine/index.js';
import { checkpointModel } from '../families/checkpointGraphs.js';
import { requireGraphFile, type ModelFolder } from '../models/modelFolder.js';
import { readDeclarations } from '../onnx/protobuf/details.js';
import { readModelGraph } from '../onnx/protobuf/read.js';
import { readTensor } from '../onnx/protobuf/readTensor.js';
import { BFLOAT16, FLOAT, FLOAT16 } from '../onnx/protobuf/write.js';
import { editedGraph, graphName, type GraphSource } from '../onnx/session.js';
import { graphMatrices, type MatrixUse } from './graphMatrices.js';
import { blockOf, writeForm, type WrittenForm } from './writeForm.js';

/** A model's weights, to be had in several precisions. */
export interface PrecisionForms {
  /** what its matrices are stored in */
  stored: StoredPrecision;
  /** matrices of products and tables of words, as often as they are read */
  matrices: number;
  /** Makes a form in an empty folder. @returns `block`: how many numbers share a scale at most; `rounded`: matrices in blocks */
  make(
    bits: WeightBits,
    folder: string,
    turn: () => Promise<void>,
    signal?: AbortSignal,
  ): Promise<WrittenForm & { block: number | null; rounded: number }>;
}

/**
 * Finds the matrices in the graph that reads a text as a whole, of an encoder or a decoder.
 * @throws GlassboxError `model-broken` for a graph whose matrices are in no form that is known
 */
export async function precisionForms(model: ModelFolder): Promise<PrecisionForms> {
  const source = await ownGraph(model);
  const graph = await editedGraph(source, (bytes) => bytes);
  const home = { bytes: graph.bytes, folder: graph.folder ?? '' };
  const uses = graphMatrices(home.bytes);
  if (!uses.some(({ kind }) => kind === 'product')) {
    const message = `${graphName(source)}: looked for matrices in 32, 16 or 8 bit, found none. Take another form of the model.`;
    throw new GlassboxError('model-broken', message, { details: { kind: 'graph', name: graphName(source) } });
  }
  const stored = storedIn(uses);
  return {
    stored,
    matrices: uses.length,
    async make(bits, folder, turn, signal) {
      const blocks = blocksOf(uses, bits);
      if (bits === 32 && stored === 'fp32') return { graph: home, bytes: storedBytes(home.bytes), ...blocks };
      const written = await writeForm(home, uses, bits, folder, turn, signal);
      return { ...written, ...blocks };
    },
  };
}

/** The graph by the model's own weights, also where those in 8 bit serve. */
async function ownGraph(model: ModelFolder): Promise<GraphSource> {
  if (model.weights === null) return requireGraphFile(model, 'model', 'model.onnx or model_quantized.onnx');
  const { config, info } = model;
  const { graphs } = await checkpointModel(info.folder, config.model_type, config.architectures ?? []);
  return requireGraphFile({ ...model, graphs }, 'model', 'model.safetensors');
}

function storedIn(uses: readonly MatrixUse[]): StoredPrecision {
  const kinds = new Set(uses.map(({ matrix: { scales, values } }) => (scales ? 'int8' : values.type)));
  if (kinds.size > 1) return 'mixed';
  const [kind] = kinds;
  if (kind === 'int8') return kind;
  return kind === FLOAT16 ? 'fp16' : kind === BFLOAT16 ? 'bf16' : kind === FLOAT ? 'fp32' : 'mixed';
}

/** How many matrices are in blocks, and how wide these are at most. */
function blocksOf(uses: readonly MatrixUse[], bits: WeightBits): { block: number | null; rounded: number } {
  const sizes = uses.flatMap(({ matrix: { scales, values, columns } }) => {
    const size = bits === 8 && scales ? (values.shape[2] ?? null) : blockOf(bits, columns);
    return size === null ? [] : [size];
  });
  return { block: sizes.length > 0 ? Math.max(...sizes) : null, rounded: sizes.length };
}

/** Bytes of a graph's weights, what two names point to once. */
function storedBytes(bytes: Uint8Array): number {
  const graph = readModelGraph(bytes);
  if (!graph) return 0;
  const places = new Map<string, number>();
  for (const [name, place] of readDeclarations(bytes, graph).weights) {
    const { external } = readTensor(bytes, place);
    const key = external.size > 0 ? `${external.get('location')} ${external.get('offset')}` : name;
    places.set(key, external.size > 0 ? Number(external.get('length') ?? 0) : place.end - place.start);
  }
  return [...places.values()].reduce((sum, size) => sum + size, 0);
}
