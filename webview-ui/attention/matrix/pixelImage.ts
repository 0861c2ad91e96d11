import { colourDepth, type WeightScale } from '../../../src/attention/colourScale.js';
import type { Rgb } from '../../kit/colours.js';
import type { WeightMatrix } from '../../../src/attention/weightMatrix.js';

export interface PaintOptions {
  scale: WeightScale;
  /** the weight that has the full colour */
  top: number;
  /** weights below have the colour of nothing */
  threshold: number;
  /** 256 colours, three bytes each */
  ramp: Uint8ClampedArray;
  /** so many cells, along each side, become one pixel: the largest of them */
  pool: number;
  /** cells that a row may not read have the ground's colour, not that of nothing; `reach`: of each row the columns that it may */
  masked: { reach: Int32Array; ground: Rgb } | null;
}

/** Steps of the table from weight to colour: finer than the 256 colours on every scale but the darkest end of the log. */
const FINE = 4096;

/** Packed little-endian RGBA of 4,097 weights from 0 to `top`. */
function colourTable({ scale, top, threshold, ramp }: PaintOptions): Uint32Array {
  const table = new Uint32Array(FINE + 1);
  for (let i = 0; i <= FINE; i++) {
    // The root puts most of the table's steps where weights are small.
    const share = (i / FINE) ** 2;
    const depth = share * top < threshold ? 0 : colourDepth(scale, share);
    const at = Math.round(255 * depth) * 3;
    table[i] = (255 << 24) | (ramp[at + 2]! << 16) | (ramp[at + 1]! << 8) | ramp[at]!;
  }
  return table;
}

export interface PixelImage {
  width: number;
  height: number;
  pixels: Uint8ClampedArray<ArrayBuffer>;
}

/** A pixel for each cell, or for the largest of `pool` × `pool` cells. */
export function paintPixels({ queries, keys, values }: WeightMatrix, painting: PaintOptions): PixelImage {
  const { pool, top } = painting;
  const table = colourTable(painting);
  const width = Math.ceil(keys / pool);
  const height = Math.ceil(queries / pool);
  const packed = new Uint32Array(width * height);
  const colour = (weight: number) => table[weight >= top ? FINE : (Math.sqrt(weight / top) * FINE) | 0]!;
  if (pool === 1) {
    for (let i = 0; i < packed.length; i++) packed[i] = colour(values[i]!);
  } else {
    const largest = new Float32Array(width);
    for (let y = 0; y < height; y++) {
      largest.fill(0);
      for (let row = y * pool; row < Math.min(queries, (y + 1) * pool); row++) {
        const start = row * keys;
        for (let x = 0, column = 0; x < width; x++) {
          for (const end = Math.min(keys, column + pool); column < end; column++) {
            if (values[start + column]! > largest[x]!) largest[x] = values[start + column]!;
          }
        }
      }
      for (let x = 0; x < width; x++) packed[y * width + x] = colour(largest[x]!);
    }
  }
  if (painting.masked) {
    const { reach } = painting.masked;
    const [r, g, b] = painting.masked.ground.map(Math.round) as [number, number, number];
    const ground = (255 << 24) | (b << 16) | (g << 8) | r;
    for (let y = 0; y < height; y++) {
      // Of the rows that share a line of pixels the last reaches furthest.
      const seen = Math.ceil((reach[Math.min(queries, (y + 1) * pool) - 1] ?? 0) / pool);
      packed.fill(ground, y * width + seen, (y + 1) * width);
    }
  }
  return { width, height, pixels: new Uint8ClampedArray(packed.buffer) };
}
