import { GlassboxError } from '../../protocol/engine/index.js';
import { loadOnnxRuntime, type Outputs, type Tensor } from './session.js';

type FloatType = 'float32' | 'float16';

/** int64 tensor of equally long rows, [rows, columns]. */
export async function int64Rows(rows: readonly (readonly number[])[]): Promise<Tensor> {
  const { Tensor } = await loadOnnxRuntime();
  const columns = rows[0]?.length ?? 0;
  const data = new BigInt64Array(rows.length * columns);
  rows.forEach((row, r) => row.forEach((value, c) => (data[r * columns + c] = BigInt(value))));
  return new Tensor('int64', data, [rows.length, columns]);
}

/** int64 tensor of one value in these sizes. */
export async function int64Filled(value: number, ...sizes: number[]): Promise<Tensor> {
  const { Tensor } = await loadOnnxRuntime();
  const count = sizes.reduce((product, size) => product * size, 1);
  return new Tensor('int64', new BigInt64Array(count).fill(BigInt(value)), sizes);
}

export async function boolTensor(value: boolean): Promise<Tensor> {
  const { Tensor } = await loadOnnxRuntime();
  return new Tensor('bool', Uint8Array.of(value ? 1 : 0), [1]);
}

/** For a graph whose keys and values are declared in sizes that no model has. */
export function oddSizes(name: string, sizes: readonly (number | string)[]): GlassboxError {
  const message = `The graph declares ${name} of the size ${sizes.join(' × ')}, as no model has it. Install the model again.`;
  return new GlassboxError('model-broken', message, { details: { kind: 'graph', name } });
}

/**
 * A tensor without elements: the past before the first step.
 * @throws GlassboxError `model-broken` when these sizes have elements
 */
export async function emptyTensor(name: string, type: FloatType, dims: readonly number[]): Promise<Tensor> {
  if (!dims.includes(0) || dims.some((dim) => dim < 0)) throw oddSizes(name, dims);
  const { Tensor } = await loadOnnxRuntime();
  return type === 'float16' ? new Tensor(type, new Uint16Array(0), dims) : new Tensor(type, new Float32Array(0), dims);
}

/** The output of this name. @throws GlassboxError `model-broken` */
export function requireOutput(outputs: Outputs, name: string): Tensor {
  const value = outputs[name];
  if (value) return value;
  const names = Object.keys(outputs).join(', ');
  throw new GlassboxError(
    'model-broken',
    `The graph has no output ${name}; it has ${names}. Install the model again.`,
    {
      details: { kind: 'graph', name },
    },
  );
}

/** IEEE half precision to single: sign, 5 bits of exponent, 10 of fraction. */
export function halfToFloat(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 0x1f;
  const fraction = half & 0x3ff;
  if (exponent === 0) return sign * 2 ** -14 * (fraction / 1024);
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return sign * 2 ** (exponent - 15) * (1 + fraction / 1024);
}

/**
 * Refuses NaN and +∞, which damaged weights or an overflow give. −∞ is what a mask gives, but never for all of a row. Every
 * number that a graph gives out passes here: half a millisecond for a million.
 */
function requireNumbers(values: Float32Array, dims: readonly number[], name: string): Float32Array {
  const width = dims.at(-1) || 1;
  for (let row = 0; row < values.length; row += width) {
    let isMasked = true;
    for (let at = row; at < row + width; at++) {
      if (!(values[at]! < Infinity)) throw noNumber(values[at]!, at, dims, name);
      if (values[at]! > -Infinity) isMasked = false;
    }
    if (isMasked) throw noNumber(-Infinity, row, dims, name);
  }
  return values;
}

function noNumber(value: number, at: number, dims: readonly number[], name: string): GlassboxError {
  const place: number[] = [];
  for (let axis = dims.length - 1, rest = at; axis >= 0; axis--) {
    const size = dims[axis]!;
    place.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return new GlassboxError(
    'model-broken',
    `The model gives ${value} for ${name.replace('glassbox.', '')} at [${place.join(', ')}] of [${dims.join(', ')}], which is no number: ` +
      'its weights are damaged, or too large for its number format. Install the model again or take another form of it.',
    { details: { kind: 'notANumber' } },
  );
}

/**
 * A tensor's numbers in single precision; half precision is widened.
 * @param name what they are, for the message
 * @throws GlassboxError `model-broken` for NaN, +∞, a row of −∞ or another type
 */
export function toFloat32(tensor: Tensor, name = 'a result'): Float32Array {
  const { data, dims } = tensor;
  if (data instanceof Float32Array) return requireNumbers(data, dims, name);
  if (tensor.type === 'float16') {
    return requireNumbers(Float32Array.from(data as ArrayLike<number>, halfToFloat), dims, name);
  }
  throw new GlassboxError(
    'model-broken',
    `The graph gives numbers of type ${tensor.type}; float32 or float16 is needed.`,
    { details: { kind: 'graph', name } },
  );
}

/** The numbers of the output of this name, see `floats`. */
export const floatsOf = (outputs: Outputs, name: string): Float32Array => toFloat32(requireOutput(outputs, name), name);

/** Of a float tensor [rows, positions, width], the last position of every row: flat [rows, width]. */
export function lastPositions(tensor: Tensor, name?: string): Float32Array {
  const [rows = 0, positions = 0, width = 0] = tensor.dims;
  const all = toFloat32(tensor, name);
  if (positions === 1) return all;
  const last = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * positions * width;
    last.set(all.subarray(end - width, end), row * width);
  }
  return last;
}

/** The rows of a tensor in this order, along its first axis; a row may be taken several times. */
export async function selectRows(tensor: Tensor, rows: readonly number[]): Promise<Tensor> {
  const { Tensor } = await loadOnnxRuntime();
  const [count = 0, ...rest] = tensor.dims;
  if (rows.length === count && rows.every((row, index) => row === index)) return tensor;
  const size = rest.reduce((product, dim) => product * dim, 1);
  const source = tensor.data as Float32Array | Uint16Array | BigInt64Array;
  const Data = source.constructor as new (length: number) => typeof source;
  const data = new Data(rows.length * size);
  // The two arrays are of one type, which TypeScript cannot see through the union.
  rows.forEach((row, index) => data.set(source.subarray(row * size, (row + 1) * size) as never, index * size));
  return new Tensor(tensor.type as 'float32', data as Float32Array, [rows.length, ...rest]);
}

/** int64 tensor [values], for shapes. */
export async function int64Vector(values: readonly number[]): Promise<Tensor> {
  const { Tensor } = await loadOnnxRuntime();
  return new Tensor('int64', BigInt64Array.from(values, BigInt), [values.length]);
}

export async function floatTensor(values: Float32Array, dims: readonly number[]): Promise<Tensor> {
  const { Tensor } = await loadOnnxRuntime();
  return new Tensor('float32', values, dims);
}
