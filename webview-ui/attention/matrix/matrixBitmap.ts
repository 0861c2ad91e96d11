import type { AttentionView } from '../../../src/protocol/webviews/index.js';
import type { Colours } from '../../kit/colours.js';
import type { DisplayedMap } from '../model/displayModel.js';
import { paintPixels } from './pixelImage.js';

/** A map's small picture, painted again only when the map, its colours or the pooling change. */
export class MatrixBitmap {
  readonly canvas = document.createElement('canvas');
  #of: readonly unknown[] = [];

  /** @param pool so many cells, along each side, share a pixel */
  paint(map: DisplayedMap, colours: Colours, { scale, threshold }: AttentionView, pool: number): void {
    const now = [map, colours, scale, threshold, pool];
    if (now.every((each, at) => each === this.#of[at])) return;
    this.#of = now;
    const { width, height, pixels } = paintPixels(map.matrix, {
      scale,
      threshold,
      top: map.top,
      ramp: colours.ramp,
      pool,
      masked: map.reach && { reach: map.reach, ground: colours.background },
    });
    this.canvas.width = width;
    this.canvas.height = height;
    if (width > 0 && height > 0) this.canvas.getContext('2d')?.putImageData(new ImageData(pixels, width), 0, 0);
  }
}
