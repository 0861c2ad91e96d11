import type { BeamNode, GenerationConfig } from '../../../../src/protocol/engine/index.js';
import { decodeAll } from '../../decoding/decodeAll.js';
import { randomTables, tableModel } from '../../decoding/tableModel.js';

/** A beam search over random tables: what the engine tells of one, with made-up words. */
export async function searchOf(
  { numBeams, ...decoding }: Omit<GenerationConfig, 'strategy'> & { numBeams: number },
  limit: number,
  seed = 1,
): Promise<BeamNode[]> {
  const model = tableModel(randomTables(40, seed), { eosIds: [3] });
  const { tree = [] } = await decodeAll(
    model,
    { strategy: 'beam', numBeams, ...decoding },
    { prompt: [1], limit, alternatives: 2 },
  );
  return tree.map((node) => ({ ...node, text: ` ${'word'.repeat((node.id % 3) + 1)}${node.id}` }));
}
