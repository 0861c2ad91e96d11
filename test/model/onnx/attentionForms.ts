import { constantNode, FLOAT, INT64, encodeNode, type EncodedNode } from '../../../src/engine/onnx/protobuf/write.js';
import { floatWeight, HALF, int32Weight, onnxModel, weights, type Weight } from './onnxModel.js';

/** Sizes of the models that are made: one layer, and a vocabulary of 20. */
const [WIDTH, HEADS, HEAD, WORDS] = [16, 2, 8, 20] as const;
export const SIZES = { heads: HEADS, words: WORDS };

/** Ways to write one layer's attention. */
export const FORMS = [
  'written out',
  'queries scaled',
  'rows and heads in one axis',
  'com.microsoft.MultiHeadAttention',
  'com.microsoft.MultiHeadAttention with a mask',
  'com.microsoft.GroupQueryAttention',
  'com.microsoft.Attention',
  'Attention of opset 23',
] as const;
export type Form = (typeof FORMS)[number];

export interface Making {
  form: Form;
  causal: boolean;
  /** half precision */
  half?: boolean;
  /** logits get their sizes from the tokens' once more */
  resized?: boolean;
  /** file that the weights go to */
  location?: string;
}

const MICROSOFT = 'com.microsoft';
const ANY = { dims: ['rows', 'tokens'], type: INT64 } as const;

/** Nodes from queries, keys and values, [rows, tokens, width], to `mixed` of the same sizes. */
function attention({ form, causal, half }: Making): {
  nodes: EncodedNode[];
  extra: Record<string, Weight>;
  opset?: number;
} {
  const apart = ['q', 'k', 'v'];
  const heads = { num_heads: HEADS };
  const projected = apart.map((part) => encodeNode('MatMul', ['x', `w.${part}`], [part]));
  switch (form) {
    case 'written out':
    case 'queries scaled':
    case 'rows and heads in one axis': {
      const early = form === 'queries scaled';
      const lease = (part: string, perm: number[]) => [
        encodeNode('Reshape', [part, 'split'], [`${part}.split`]),
        encodeNode('Transpose', [`${part}.split`], [`${part}.heads`], { perm: { list: perm } }),
      ];
      return {
        nodes: [
          ...projected,
          constantNode('split', [0, 0, HEADS, HEAD]),
          constantNode('joined', [0, 0, WIDTH]),
          ...lease('q', [0, 2, 1, 3]),
          ...lease('k', [0, 2, 3, 1]),
          ...lease('v', [0, 2, 1, 3]),
          ...(early ? [encodeNode('Mul', ['q.heads', 'scale'], ['q.scaled'])] : []),
          ...(form === 'rows and heads in one axis'
            ? productInOneAxis()
            : [encodeNode('MatMul', [early ? 'q.scaled' : 'q.heads', 'k.heads'], ['products'])]),
          ...(early ? [] : [encodeNode('Mul', ['products', 'scale'], ['scores'])]),
          ...(causal
            ? [
                encodeNode('Sub', [early ? 'products' : 'scores', early ? 'products' : 'scores'], ['nothing']),
                encodeNode('Add', ['nothing', 'one'], ['ones']),
                encodeNode('Trilu', ['ones'], ['seen.float'], { upper: 0 }),
                encodeNode('Cast', ['seen.float'], ['seen'], { to: 9 }),
                encodeNode('Where', ['seen', early ? 'products' : 'scores', 'far'], ['masked']),
              ]
            : []),
          encodeNode('Softmax', [causal ? 'masked' : early ? 'products' : 'scores'], ['shares'], { axis: -1 }),
          encodeNode('MatMul', ['shares', 'v.heads'], ['sums']),
          encodeNode('Transpose', ['sums'], ['turned'], { perm: { list: [0, 2, 1, 3] } }),
          encodeNode('Reshape', ['turned', 'joined'], ['mixed']),
        ],
        extra: {
          scale: floatWeight([1 / Math.sqrt(HEAD)], [], half ? HALF : FLOAT),
          one: floatWeight([1], [], half ? HALF : FLOAT),
          far: floatWeight([-60000], [], half ? HALF : FLOAT),
        },
      };
    }
    case 'com.microsoft.MultiHeadAttention':
    case 'com.microsoft.MultiHeadAttention with a mask': {
      const masked = form.endsWith('mask');
      const inputs = masked ? [...apart, '', 'mask32'] : apart;
      return {
        nodes: [
          ...projected,
          encodeNode('Cast', ['attention_mask'], ['mask32'], { to: 6 }),
          encodeNode('MultiHeadAttention', inputs, ['mixed'], { ...heads, unidirectional: causal ? 1 : 0 }, MICROSOFT),
        ],
        extra: {},
      };
    }
    case 'com.microsoft.GroupQueryAttention': {
      const inputs = [...apart, '', '', 'lengths', 'total'];
      return {
        nodes: [
          ...projected,
          constantNode('one.at', [1]),
          constantNode('minus', [-1]),
          encodeNode('Shape', ['input_ids'], ['sizes']),
          encodeNode('Gather', ['sizes', 'one.at'], ['count'], { axis: 0 }),
          encodeNode('Cast', ['count'], ['total'], { to: 6 }),
          encodeNode('Cast', ['attention_mask'], ['mask32'], { to: 6 }),
          encodeNode('ReduceSum', ['mask32', 'one.at'], ['sums32'], { keepdims: 0 }),
          encodeNode('Sub', ['sums32', 'one32'], ['lengths']),
          encodeNode(
            'GroupQueryAttention',
            inputs,
            ['mixed', 'k.present', 'v.present'],
            { ...heads, kv_num_heads: HEADS },
            MICROSOFT,
          ),
        ],
        extra: { one32: int32Weight([1], []) },
      };
    }
    case 'com.microsoft.Attention':
      return {
        nodes: [
          encodeNode('Concat', ['w.q', 'w.k', 'w.v'], ['w.all'], { axis: 1 }),
          encodeNode(
            'Attention',
            ['x', 'w.all', 'b.all'],
            ['mixed'],
            { ...heads, unidirectional: causal ? 1 : 0 },
            MICROSOFT,
          ),
        ],
        extra: { 'b.all': floatWeight(Array<number>(3 * WIDTH).fill(0), [3 * WIDTH], half ? HALF : FLOAT) },
      };
    case 'Attention of opset 23': {
      const attributes = { q_num_heads: HEADS, kv_num_heads: HEADS, is_causal: causal ? 1 : 0 };
      return { nodes: [...projected, encodeNode('Attention', apart, ['mixed'], attributes)], extra: {}, opset: 23 };
    }
  }
}

/** `products` of `q.heads` and `k.heads` as torch.baddbmm makes it, for GPT-2's reorder_and_upcast_attn. */
function productInOneAxis(): EncodedNode[] {
  const flat = (part: string) => [
    encodeNode('Shape', [`${part}.heads`], [`${part}.sizes`]),
    encodeNode('Gather', [`${part}.sizes`, 'last two'], [`${part}.last`], { axis: 0 }),
    encodeNode('Concat', ['all others', `${part}.last`], [`${part}.flat.sizes`], { axis: 0 }),
    encodeNode('Reshape', [`${part}.heads`, `${part}.flat.sizes`], [`${part}.flat`]),
  ];
  return [
    constantNode('all others', [-1]),
    constantNode('first three', [0, 1, 2]),
    constantNode('last two', [2, 3]),
    ...flat('q'),
    ...flat('k'),
    encodeNode('MatMul', ['q.flat', 'k.flat'], ['products.flat']),
    encodeNode('Gather', ['q.sizes', 'first three'], ['products.first'], { axis: 0 }),
    encodeNode('Concat', ['products.first', 'all others'], ['products.sizes'], { axis: 0 }),
    encodeNode('Reshape', ['products.flat', 'products.sizes'], ['products']),
  ];
}

/** A model of one layer over `input_ids`: embeddings, attention in this form, its projection, a sum, logits. */
export function modelOf(making: Making): [model: Uint8Array, data: Uint8Array] {
  const type = making.half ? HALF : FLOAT;
  const { nodes, extra, opset } = attention(making);
  return onnxModel(
    {
      nodes: [
        encodeNode('Gather', ['embeddings', 'input_ids'], ['x'], { axis: 0 }),
        ...nodes,
        encodeNode('MatMul', ['mixed', 'w.o'], ['projected']),
        encodeNode('Add', ['x', 'projected'], ['state']),
        encodeNode('MatMul', ['state', 'w.words'], [making.resized ? 'logits.flat' : 'logits']),
        encodeNode('Shape', ['input_ids'], ['ids.sizes']),
        constantNode('words', [WORDS]),
        encodeNode('Concat', ['ids.sizes', 'words'], ['logits.sizes'], { axis: 0 }),
        ...(making.resized ? [encodeNode('Reshape', ['logits.flat', 'logits.sizes'], ['logits'])] : []),
      ],
      weights: {
        embeddings: weights(1, [WORDS, WIDTH], type, 4),
        'w.q': weights(2, [WIDTH, WIDTH], type, 2),
        'w.k': weights(3, [WIDTH, WIDTH], type, 2),
        'w.v': weights(4, [WIDTH, WIDTH], type, 2),
        'w.o': weights(5, [WIDTH, WIDTH], type, 2),
        'w.words': weights(6, [WIDTH, WORDS], type, 2),
        ...extra,
      },
      inputs: { input_ids: ANY, attention_mask: ANY },
      outputs: { logits: { type, dims: ['rows', 'tokens', WORDS] } },
      ...(opset && { opset }),
    },
    making.location,
  );
}
