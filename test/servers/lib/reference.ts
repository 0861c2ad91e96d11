import { afterAll, inject } from 'vitest';
import type { LocalEngine } from '../../../src/engine/engine.js';
import { logSumExp } from '../../../src/maths/softmax.js';
import { localEngine } from '../../model/engineOf.js';

/** The model that the server has, run by our engine in 32 bit. */
export class Reference {
  readonly #engine: LocalEngine = localEngine();
  readonly #model = inject('servers').reference;

  constructor() {
    afterAll(() => this.#engine.dispose());
  }

  async idsOf(text: string): Promise<number[]> {
    const { tokens } = await this.#engine.call('tokens', { model: this.#model, text });
    return tokens.map(({ id }) => id);
  }

  /** What it writes without chance. */
  async greedy(text: string, maxNewTokens: number): Promise<{ ids: number[]; text: string }> {
    const decoding = { strategy: 'greedy' } as const;
    const { sequences } = await this.#engine.call('generate', { model: this.#model, text, decoding, maxNewTokens });
    return sequences[0]!;
  }

  /** The natural logarithm of each token's probability behind others. */
  async logProbabilities(promptIds: number[]): Promise<(id: number) => number> {
    const { ids, logits } = await this.#engine.call('distribution', { model: this.#model, promptIds, topK: 1 });
    const total = logSumExp(logits);
    return (id) => logits[ids.indexOf(id)]! - total;
  }

  /** The mean of the last states, of length 1. */
  async vector(text: string): Promise<number[]> {
    const { vectors } = await this.#engine.call('embed', { model: this.#model, texts: [text] });
    const length = Math.hypot(...vectors[0]!);
    return vectors[0]!.map((value) => value / length);
  }
}
