import type { StoredTensor } from '../checkpoint/safetensors.js';
import { GraphBuilder } from '../onnx/build/graphBuilder.js';
import type { TableUse } from '../models/memoryNeed.js';
import { oddSizes, rolesOf, type FamilyConfig } from './familyConfig.js';
import { GraphWeights } from './graphWeights.js';

/** What a configuration says of a model's weights. */
export interface Formula {
  /** how many numbers each weight has, by its name in the base model; what is tied is one */
  weights: ReadonlyMap<string, number>;
  tables: TableUse;
}

const NO_TENSORS = { folder: '', listing: '', tensors: new Map<string, StoredTensor>() };

/** Weights that there are none of: only their names and sizes are asked for. */
class CountedWeights extends GraphWeights {
  readonly sizes = new Map<string, number>();
  readonly lookedUp = new Set<string>();
  /** matrices that are multiplied by as a whole: a writer's step has them in parts, and packs one after another */
  readonly whole = new Set<string>();
  readonly multiplied = new Set<string>();

  constructor(private readonly nodes: GraphBuilder) {
    super(nodes, NO_TENSORS, '');
  }

  /** What transformers' classes have; only Marian's bias of the logits is none of their parameters. */
  override has(name: string): boolean {
    return name !== 'final_logits_bias';
  }

  override get(name: string, ...shape: number[]): string {
    return this.#count(name, shape);
  }

  override times(input: string, name: string, sizes: readonly [number, number]): string {
    this.whole.add(name);
    return this.timesInParts(input, name, sizes);
  }

  override timesInParts(input: string, name: string, sizes: readonly [number, number]): string {
    this.multiplied.add(name);
    return this.nodes.node('MatMul', [input, this.#count(name, sizes)]);
  }

  override rows(name: string, ids: string, ...shape: [number, number]): string {
    this.lookedUp.add(name);
    return this.nodes.node('Gather', [this.#count(name, shape), ids]);
  }

  #count(name: string, shape: readonly number[]): string {
    this.sizes.set(
      name,
      shape.reduce((product, size) => product * size, 1),
    );
    return name;
  }
}

/**
 * Counts the weights that a configuration asks for, by writing the model's graphs without any.
 * @param file what the configuration is called in messages
 * @throws GlassboxError `model-broken` for sizes that each may be, and that come to no graph together
 */
export function formulaOf(found: FamilyConfig, file: string): Formula {
  const { family, config, head } = found;
  const sizes = new Map<string, number>(Object.entries(family.unread?.(config, head) ?? {}));
  const [lookedUp, multiplied, whole] = [new Set<string>(), new Set<string>(), new Set<string>()];
  for (const role of rolesOf(found)) {
    const graph = new GraphBuilder();
    const weights = new CountedWeights(graph);
    try {
      family.write(config, { graph, weights, role, head });
    } catch (error) {
      throw error instanceof RangeError ? oddSizes(file, error) : error;
    }
    for (const [name, count] of weights.sizes) sizes.set(name, count);
    for (const name of weights.lookedUp) lookedUp.add(name);
    for (const name of weights.multiplied) multiplied.add(name);
    if (family.architecture === 'encoder') for (const name of weights.whole) whole.add(name);
  }
  const sum = (names: Iterable<string>) => [...names].reduce((total, name) => total + (sizes.get(name) ?? 0), 0);
  return {
    weights: sizes,
    tables: {
      lookedUp: sum([...lookedUp].filter((name) => !multiplied.has(name))),
      multiplied: sum([...lookedUp].filter((name) => whole.has(name))),
    },
  };
}
