import type { MapKind } from '../../protocol/engine/index.js';
import type { HeadSelection } from '../onnx/attentionFeeds.js';

/**
 * Weights held at once; for more the text is read again for further layers. Three copies exist while they are passed out:
 * with 160 MB, GPT-2 at 1,024 tokens was a quarter faster and took 500 MB more.
 */
const MAX_BYTES = 100e6;

/**
 * Splits what is asked for into a part of the layers at a time where all would take much memory: 1,024 tokens of GPT-2 are 600 MB.
 * @param cells queries times keys of a kind's maps
 */
export function chunkByLayers(choices: readonly HeadSelection[], cells: (kind: MapKind) => number): HeadSelection[][] {
  const found: Map<MapKind, HeadSelection>[] = [];
  let room = 0;
  for (const { kind, layers, heads } of choices) {
    const bytes = 4 * heads.length * cells(kind);
    for (const layer of layers) {
      if (room < bytes || found.length === 0) {
        found.push(new Map());
        room = MAX_BYTES;
      }
      room -= bytes;
      const portion = found.at(-1)!;
      portion.set(kind, { kind, heads, layers: [...(portion.get(kind)?.layers ?? []), layer] });
    }
  }
  return found.map((portion) => [...portion.values()]);
}
