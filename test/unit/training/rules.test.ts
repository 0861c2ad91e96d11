import { describe, expect, it } from 'vitest';
import { withGradients } from '../../../src/training/gradients.js';
import { IGNORED, MICROSOFT } from '../../../src/training/graph.js';
import { NodeWriter } from '../../../src/training/nodeWriter.js';
import { RULES } from '../../../src/training/rules/index.js';
import { NoRuleError } from '../../../src/training/rules/rule.js';
import { gradientsTwice, type Case } from './finiteDifferences.js';

const a = [2, 3, 4];
const one = (op: string, domain = ''): Case => ({
  inputs: { a },
  build: (writer) => writer.op(op, ['a'], {}, domain),
});

/** Of each operator the forms that graphs of ours have. */
const CASES: Record<keyof typeof RULES, Record<string, Case>> = {
  Add: {
    'of a bias for all rows': { inputs: { a, b: [4] }, build: (writer) => writer.add('a', 'b') },
    'of a mask for all heads': { inputs: { a: [2, 3, 4], b: [2, 1, 4] }, build: (writer) => writer.add('a', 'b') },
    'of a tensor and itself': { inputs: { a }, build: (writer) => writer.add('a', 'a') },
  },
  Mul: {
    'of two factors': { inputs: { a, b: a }, build: (writer) => writer.multiply('a', 'b') },
    'of a number': { inputs: { a, b: [] }, build: (writer) => writer.multiply('a', 'b') },
    'of a square': { inputs: { a }, build: (writer) => writer.multiply('a', 'a') },
  },
  Div: { 'by rows': { inputs: { a, b: [2, 1, 4] }, range: [0.5, 2], build: (writer) => writer.divide('a', 'b') } },
  Identity: { 'of a tensor': one('Identity') },
  Tanh: { 'of a tensor': one('Tanh') },
  Sigmoid: { 'of a tensor': one('Sigmoid') },
  Relu: {
    'of what passes': { ...one('Relu'), range: [0.1, 1] },
    'of what does not': { ...one('Relu'), range: [-1, -0.1] },
  },
  Gelu: { 'of a tensor': { ...one('Gelu', MICROSOFT), range: [-3, 3] } },
  FastGelu: { 'of a tensor': { ...one('FastGelu', MICROSOFT), range: [-3, 3] } },
  MatMul: {
    'with one matrix': { inputs: { a, b: [4, 5] }, build: (writer) => writer.product('a', 'b') },
    'for each row': { inputs: { a, b: [2, 4, 5] }, build: (writer) => writer.product('a', 'b') },
  },
  FusedMatMul: {
    'with one matrix': { inputs: { a, b: [5, 4] }, build: (writer) => writer.product('a', 'b', { transB: 1 }) },
    'for each row, scaled': {
      inputs: { a, b: [2, 5, 4] },
      build: (writer) => writer.product('a', 'b', { transB: 1, alpha: 0.5 }),
    },
    'of two matrices': { inputs: { a: [3, 4], b: [5, 4] }, build: (writer) => writer.product('a', 'b', { transB: 1 }) },
  },
  Softmax: {
    'along the last axis': {
      inputs: { a },
      range: [-2, 2],
      build: (writer) => writer.op('Softmax', ['a'], { axis: -1 }),
    },
  },
  LayerNormalization: {
    'with a bias': {
      inputs: { a, b: [4], c: [4] },
      build: (writer) => writer.op('LayerNormalization', ['a', 'b', 'c'], { axis: -1, epsilon: { real: 1e-3 } }),
    },
    'without one': {
      inputs: { a, b: [4] },
      build: (writer) => writer.op('LayerNormalization', ['a', 'b'], { axis: -1, epsilon: { real: 1e-3 } }),
    },
  },
  SimplifiedLayerNormalization: {
    'of a tensor': {
      inputs: { a, b: [4] },
      build: (writer) => writer.op('SimplifiedLayerNormalization', ['a', 'b'], { axis: -1, epsilon: { real: 1e-3 } }),
    },
  },
  RotaryEmbedding: {
    'of heads': {
      inputs: { a: [2, 2, 3, 4], b: [3, 2], c: [3, 2] },
      fixed: ['b', 'c'],
      build: (writer) => writer.op('RotaryEmbedding', ['a', writer.ints(0), 'b', 'c'], {}, MICROSOFT),
    },
  },
  ReduceSum: {
    'that keeps its axis': { inputs: { a }, build: (writer) => writer.sum('a', [1]) },
    'that loses it': { inputs: { a }, build: (writer) => writer.sum('a', [1], false) },
  },
  Reshape: { 'into heads': { inputs: { a }, build: (writer) => writer.reshape('a', 0, 0, 2, 2) } },
  Unsqueeze: { 'of an axis': { inputs: { a }, build: (writer) => writer.op('Unsqueeze', ['a', writer.ints(1)]) } },
  Transpose: {
    'of heads and tokens': {
      inputs: { a },
      build: (writer) => writer.op('Transpose', ['a'], { perm: { list: [1, 2, 0] } }),
    },
    'of all axes': { inputs: { a }, build: (writer) => writer.op('Transpose', ['a']) },
  },
  Concat: {
    'of unlike parts': {
      inputs: { a, b: [2, 3, 1] },
      build: (writer) => writer.op('Concat', ['a', 'b'], { axis: -1 }),
    },
  },
  Split: {
    'into parts that all count': {
      inputs: { a },
      build: (writer) => {
        const [first = '', second = ''] = writer.many('Split', ['a', writer.ints(1, 3)], 2, { axis: -1 });
        return writer.multiply(first, second);
      },
    },
    'of which one counts for nothing': {
      inputs: { a },
      build: (writer) => writer.many('Split', ['a', writer.ints(1, 3)], 2, { axis: -1 })[1]!,
    },
  },
  Gather: {
    'of rows, some of them twice': {
      inputs: { a: [5, 4] },
      build: (writer) => writer.op('Gather', ['a', writer.reshape(writer.ints(1, 3, 1, 0, 4, 1), 2, 3)]),
    },
    'of the first token': {
      inputs: { a },
      build: (writer) => writer.op('Gather', ['a', writer.whole(0)], { axis: 1 }),
    },
    'of one of the last axis': {
      inputs: { a },
      build: (writer) => writer.op('Gather', ['a', writer.whole(1)], { axis: 2 }),
    },
  },
  SoftmaxCrossEntropyLoss: {
    'with a row that does not count': {
      inputs: { a: [3, 4] },
      range: [-2, 2],
      build: (writer) =>
        writer.op('SoftmaxCrossEntropyLoss', ['a', writer.ints(2, IGNORED, 0)], {
          reduction: { text: 'mean' },
          ignore_index: IGNORED,
        }),
    },
  },
};

it('each rule is tried', () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(RULES).sort());
});

describe.each(Object.entries(CASES))('%s', (_, forms) => {
  it.each(Object.entries(forms))('%s: the gradient is the slope', async (_form, one) => {
    for (const { name, rule, differences } of await gradientsTwice(one)) {
      rule.forEach((value, at) => {
        const slope = differences[at]!;
        expect(Math.abs(value - slope), `${name}[${at}]: ${value}, by differences ${slope}`).toBeLessThan(
          2e-3 * Math.max(1, Math.abs(slope)),
        );
      });
    }
  });
});

describe('what has no rule', () => {
  const gradients = (build: (writer: NodeWriter) => string) => {
    const writer = new NodeWriter('case');
    const loss = build(writer);
    const sizes = new Map([
      ['a', [2, 3, 4]],
      ...writer.nodes.flatMap(({ outputs }) => outputs.map((name) => [name, [2, 3, 4]] as const)),
    ] as [string, number[]][]);
    return () => withGradients(writer.nodes, loss, ['a'], sizes);
  };

  it('is named', () => {
    expect(gradients((writer) => writer.op('CumSum', ['a', writer.whole(1)]))).toThrow(new NoRuleError('CumSum'));
  });

  it.each<[string, (writer: NodeWriter) => string]>([
    ['a softmax along another axis', (writer) => writer.op('Softmax', ['a'], { axis: 1 })],
    ['a first factor that is turned', (writer) => writer.product('a', 'a', { transA: 1 })],
    ['several places of a later axis', (writer) => writer.op('Gather', ['a', writer.ints(0, 1)], { axis: 1 })],
    [
      'a loss that ignores another label',
      (writer) => writer.op('SoftmaxCrossEntropyLoss', ['a', writer.ints(0)], { reduction: { text: 'mean' } }),
    ],
  ])('%s is refused', (_, build) => {
    expect(gradients(build)).toThrow(NoRuleError);
  });

  it('what the loss does not depend on gets zeros', () => {
    const writer = new NodeWriter('case');
    const loss = writer.op('ReduceSum', ['a'], { keepdims: 0 });
    const { gradients: found, nodes } = withGradients(writer.nodes, loss, ['b'], new Map());
    expect(nodes.find(({ outputs }) => outputs.includes(found.get('b')!))?.op).toBe('ConstantOfShape');
  });
});
