import { FLOAT, INT64, encodeMessage, type EncodedNode } from '../../../src/engine/onnx/protobuf/write.js';
import { Random } from '../../../src/decoding/sampling/random.js';

export const HALF = 10;
const INT32 = 6;

/** A weight of a model to be written: single precision, half or whole numbers. */
export interface Weight {
  dims: readonly number[];
  type: number;
  data: Uint8Array;
}

/** Reproducible weights around 0. */
export function weights(seed: number, dims: readonly number[], type = FLOAT, scale = 1): Weight {
  const random = new Random(seed);
  const values = Array.from(
    { length: dims.reduce((product, dim) => product * dim, 1) },
    () => scale * (random.uniform() - 0.5),
  );
  return floatWeight(values, dims, type);
}

export function floatWeight(values: readonly number[], dims: readonly number[], type = FLOAT): Weight {
  const data = type === HALF ? Uint16Array.from(values, half) : Float32Array.from(values);
  return { dims, type, data: new Uint8Array(data.buffer) };
}

export const int32Weight = (values: readonly number[], dims: readonly number[]): Weight => ({
  dims,
  type: INT32,
  data: new Uint8Array(Int32Array.from(values).buffer),
});

export const int64Weight = (values: readonly number[], dims: readonly number[]): Weight => ({
  dims,
  type: INT64,
  data: new Uint8Array(BigInt64Array.from(values, BigInt).buffer),
});

/** The nearest half below in size; numbers of a test's weights are never subnormal or too large. */
function half(value: number): number {
  const bits = new Uint32Array(Float32Array.of(value).buffer)[0]!;
  const exponent = ((bits >>> 23) & 0xff) - 127 + 15;
  return exponent <= 0 ? 0 : ((bits >>> 16) & 0x8000) | (exponent << 10) | ((bits >>> 13) & 0x3ff);
}

function tensor(
  name: string,
  { dims, type, data }: Weight,
  external?: { location: string; offset: number },
): Uint8Array {
  return encodeMessage((pbf) => {
    pbf.writePackedVarint(1, [...dims]);
    pbf.writeVarintField(2, type);
    pbf.writeStringField(8, name);
    if (!external) return pbf.writeBytesField(9, data);
    const place = { location: external.location, offset: `${external.offset}`, length: `${data.length}` };
    for (const [key, value] of Object.entries(place)) {
      const entry = encodeMessage((one) => {
        one.writeStringField(1, key);
        one.writeStringField(2, value);
      });
      pbf.writeBytesField(13, entry);
    }
    pbf.writeVarintField(14, 1);
  });
}

/** A tensor without a declared size, or with its dimensions, named where they are open. */
function value(name: string, type: number, dims: readonly (number | string)[]): Uint8Array {
  const shape = encodeMessage((pbf) => {
    for (const dim of dims) {
      const one = encodeMessage((part) =>
        typeof dim === 'number' ? part.writeVarintField(1, dim) : part.writeStringField(2, dim),
      );
      pbf.writeBytesField(1, one);
    }
  });
  const inner = encodeMessage((pbf) => {
    pbf.writeVarintField(1, type);
    pbf.writeBytesField(2, shape);
  });
  const outer = encodeMessage((pbf) => pbf.writeBytesField(1, inner));
  return encodeMessage((pbf) => {
    pbf.writeStringField(1, name);
    pbf.writeBytesField(2, outer);
  });
}

export interface ModelParts {
  nodes: readonly EncodedNode[];
  weights: Readonly<Record<string, Weight>>;
  inputs: Readonly<Record<string, { type: number; dims: readonly (number | string)[] }>>;
  outputs: Readonly<Record<string, { type: number; dims: readonly (number | string)[] }>>;
  opset?: number;
}

const domain = (name: string, version: number) =>
  encodeMessage((pbf) => {
    pbf.writeStringField(1, name);
    pbf.writeVarintField(2, version);
  });

/**
 * An ONNX model's bytes.
 * @param location a file that the weights go to; the second part of the result is what it holds
 */
export function onnxModel(parts: ModelParts, location?: string): [model: Uint8Array, data: Uint8Array] {
  let offset = 0;
  const graph = encodeMessage((pbf) => {
    for (const { content } of parts.nodes) pbf.writeBytesField(1, content);
    pbf.writeStringField(2, 'made');
    for (const [name, weight] of Object.entries(parts.weights)) {
      pbf.writeBytesField(5, tensor(name, weight, location === undefined ? undefined : { location, offset }));
      offset += weight.data.length;
    }
    for (const [name, { type, dims }] of Object.entries(parts.inputs)) pbf.writeBytesField(11, value(name, type, dims));
    for (const [name, { type, dims }] of Object.entries(parts.outputs))
      pbf.writeBytesField(12, value(name, type, dims));
  });
  const model = encodeMessage((pbf) => {
    pbf.writeVarintField(1, 8);
    pbf.writeBytesField(7, graph);
    pbf.writeBytesField(8, domain('', parts.opset ?? 17));
    pbf.writeBytesField(8, domain('com.microsoft', 1));
  });
  return [model, Buffer.concat(Object.values(parts.weights).map(({ data }) => data))];
}
