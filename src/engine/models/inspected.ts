import type { Inspected } from '../onnx/graph/inspection.js';
import { predictsTokens, type ModelConfig } from './config.js';
import { graphFile, type ModelFolder } from './folder.js';

/** What can be looked into: the encoder, or the decoder. */
export type InspectedPart = 'encoder' | 'decoder';

/** The first of these fields that is a whole number from 1. */
function field(config: ModelConfig, ...names: string[]): number | null {
  const value = names.map((name) => config[name]).find((one) => Number.isInteger(one) && Number(one) > 0);
  return value === undefined ? null : Number(value);
}

/**
 * Which file a part is in and what its config says about it.
 * @returns `width`: of the states that the decoder of an encoder-decoder reads
 * @throws GlassboxError `model-broken` naming the files that were looked for
 */
export function inspected(folder: ModelFolder, part: InspectedPart): { what: Inspected; width: number | null } {
  const { config, graphs, info } = folder;
  const layers = field(config, 'num_hidden_layers', 'n_layer', 'n_layers', 'num_layers');
  switch (info.architecture) {
    case 'encoder': {
      const file = graphFile(folder, 'model', 'model.onnx or model_quantized.onnx');
      return { what: { file, kind: 'encoder', layers, predicts: predictsTokens(config) }, width: null };
    }
    case 'decoder': {
      const role = graphs.decoder ? 'decoder' : 'model';
      const file = graphFile(folder, role, 'model.onnx or decoder_model_merged.onnx');
      return { what: { file, kind: 'decoder', layers, predicts: true }, width: null };
    }
    case 'encoder-decoder': {
      if (part === 'encoder') {
        const file = graphFile(folder, 'encoder', 'encoder_model.onnx');
        return { what: { file, kind: 'encoder', layers, predicts: false }, width: null };
      }
      const file = graphFile(folder, 'decoder', 'decoder_model_merged.onnx or decoder_model.onnx');
      const decoderLayers = field(config, 'num_decoder_layers', 'decoder_layers') ?? layers;
      const width = field(config, 'd_model', 'hidden_size');
      return { what: { file, kind: 'decoder', layers: decoderLayers, predicts: true }, width };
    }
  }
}
