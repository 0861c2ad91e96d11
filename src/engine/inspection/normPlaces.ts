import { GlassboxError, type ModelSide, type SideAnatomy } from '../../protocol/engine/index.js';
import { readModelPart } from '../onnx/graph/modelPart.js';
import { unreadable } from '../onnx/layers/layerGraph.js';
import { streamOf } from '../onnx/layers/streamOf.js';
import { editedGraph, graphName } from '../onnx/session.js';
import { graphOfPart } from '../models/attentionGraphFile.js';
import type { ModelFolder } from '../models/modelFolder.js';

/** Where the norms of each side stand, read from its graph; null where the states between its layers cannot be told. */
export async function normPlaces(folder: ModelFolder): Promise<ReadonlyMap<ModelSide, SideAnatomy['norms']>> {
  const { architecture } = folder.info;
  const sides: ModelSide[] = architecture === 'encoder-decoder' ? ['encoder', 'decoder'] : [architecture];
  const found = new Map<ModelSide, SideAnatomy['norms']>();
  for (const side of sides) found.set(side, await normPlace(folder, side));
  return found;
}

async function normPlace(folder: ModelFolder, side: ModelSide): Promise<SideAnatomy['norms']> {
  let norms: SideAnatomy['norms'] = null;
  try {
    const { what } = graphOfPart(folder, side);
    await editedGraph(what.file, (bytes) => {
      const broken = unreadable(graphName(what.file));
      norms = streamOf(bytes, readModelPart(bytes, broken), what, broken).isPreNorm ? 'before' : 'behind';
      return null;
    });
  } catch (error) {
    // A graph of another form has its parameters counted all the same.
    if (!(error instanceof GlassboxError)) throw error;
  }
  return norms;
}
