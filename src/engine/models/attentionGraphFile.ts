import type { AttentionGraphSource, PartSource } from '../onnx/attention/attentionGraph.js';
import { isMaskedLanguageModel } from './config.js';
import { requireGraphFile, type ModelFolder } from './modelFolder.js';

/** What can be looked into: the encoder, or the decoder. */
export type AttentionPart = 'encoder' | 'decoder';

/** What is read off a part: all there is, attention included, or only its predictions, its last hidden states or its input. */
export type AttentionReading = 'maps' | 'logits' | 'states' | 'inputs';

/**
 * Which file a part is in and what its config says about it.
 * @returns `width`: of the states that the decoder of an encoder-decoder reads
 * @throws GlassboxError `model-broken` naming the files that were looked for
 */
export function attentionGraphSource(
  folder: ModelFolder,
  part: AttentionPart,
  reading: AttentionReading,
): { what: AttentionGraphSource; width: number | null } {
  const { what, width } = graphOfPart(folder, part);
  const maps = reading === 'maps';
  const predicts = what.predicts && reading !== 'states' && reading !== 'inputs';
  return { what: { ...what, maps, predicts, inputs: reading === 'inputs' }, width };
}

/** The same without what is read off it. */
export function graphOfPart(folder: ModelFolder, part: AttentionPart): { what: PartSource; width: number | null } {
  const { config, graphs, info } = folder;
  const layers = config.num_hidden_layers ?? config.n_layer ?? config.n_layers ?? config.num_layers ?? null;
  switch (info.architecture) {
    case 'encoder': {
      const file = requireGraphFile(folder, 'model', 'model.onnx or model_quantized.onnx');
      return { what: { file, kind: 'encoder', layers, predicts: isMaskedLanguageModel(config) }, width: null };
    }
    case 'decoder': {
      const role = graphs.decoder ? 'decoder' : 'model';
      const file = requireGraphFile(folder, role, 'model.onnx or decoder_model_merged.onnx');
      return { what: { file, kind: 'decoder', layers, predicts: true }, width: null };
    }
    case 'encoder-decoder': {
      if (part === 'encoder') {
        const file = requireGraphFile(folder, 'encoder', 'encoder_model.onnx');
        return { what: { file, kind: 'encoder', layers, predicts: false }, width: null };
      }
      const file = requireGraphFile(folder, 'decoder', 'decoder_model_merged.onnx or decoder_model.onnx');
      const decoderLayers = config.num_decoder_layers ?? config.decoder_layers ?? layers;
      const width = config.d_model ?? config.hidden_size ?? null;
      return { what: { file, kind: 'decoder', layers: decoderLayers, predicts: true }, width };
    }
  }
}
