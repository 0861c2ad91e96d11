import type { KVCache } from '../../decoding/model/languageModel.js';
import type { Session, Tensor } from './session.js';
import { emptyTensor, selectRows } from './tensors.js';

/** Keys and values by the graph's input names, with what else belongs to a row: T5's encoder states and mask. */
export class TensorKVCache implements KVCache {
  constructor(
    readonly rows: number,
    readonly length: number,
    readonly tensors: ReadonlyMap<string, Tensor>,
    /** rows to take when the tensors are next used; null for all as they are */
    private readonly order: readonly number[] | null = null,
  ) {}

  /** Only notes the order; the copy is made by the step that needs it. */
  select(rows: readonly number[]): TensorKVCache {
    const order = this.order ? rows.map((row) => this.order?.[row] ?? row) : [...rows];
    return new TensorKVCache(rows.length, this.length, this.tensors, order);
  }

  /** The tensors with their rows in order. */
  async resolve(): Promise<ReadonlyMap<string, Tensor>> {
    const { order } = this;
    if (!order) return this.tensors;
    const entries = await Promise.all(
      [...this.tensors].map(async ([name, tensor]) => [name, await selectRows(tensor, order)] as const),
    );
    return new Map(entries);
  }
}

/** `past_key_values.0.decoder.key` for `present.0.decoder.key`, the names of the hub's exports. */
export function pastNameOf(presentName: string): string {
  return presentName.replace(/^present/, 'past_key_values');
}

/** Whether a graph reads the keys and values of the tokens before. */
export const usesCache = ({ inputNames }: Pick<Session, 'inputNames'>) =>
  inputNames.some((name) => name.startsWith('past_key_values'));

/** The graph's past inputs without a single token in them. */
export async function emptyCacheTensors(session: Session, rows: number): Promise<Map<string, Tensor>> {
  const tensors = new Map<string, Tensor>();
  for (const input of session.inputMetadata) {
    if (!input.isTensor || !input.name.startsWith('past_key_values')) continue;
    const dims = input.shape.map((dim, axis) => (axis === 0 ? rows : typeof dim === 'number' ? dim : 0));
    tensors.set(input.name, await emptyTensor(input.name, input.type === 'float16' ? 'float16' : 'float32', dims));
  }
  return tensors;
}
