import { GlassboxError } from '../../protocol/engine/index.js';
import type { Lease } from '../scheduling/scheduler.js';
import { runSession, type Feeds, type Session, type Tensor } from './session.js';
import { int64Filled, int64Rows, requireOutput } from './tensors.js';

/**
 * One pass of an encoder over rows of equal length.
 * @param fetch the output wanted: `logits` or `last_hidden_state`
 * @returns float tensor [rows, tokens, width]
 * @throws GlassboxError `wrong-architecture` when the graph has no such output
 */
export async function runEncoder(
  session: Session,
  rows: readonly (readonly number[])[],
  fetch: string,
  lease: Lease,
  signal?: AbortSignal,
): Promise<Tensor> {
  if (!session.outputNames.includes(fetch)) {
    throw new GlassboxError(
      'wrong-architecture',
      `The graph has no output ${fetch}; it has ${session.outputNames.join(', ')}. Take a model made for this task.`,
      { details: { kind: 'graph', name: fetch } },
    );
  }
  const columns = rows[0]?.length ?? 0;
  const feeds: Feeds = {};
  for (const name of session.inputNames) {
    if (name === 'input_ids') feeds[name] = await int64Rows(rows);
    else if (name === 'attention_mask') feeds[name] = await int64Filled(1, rows.length, columns);
    else if (name === 'token_type_ids') feeds[name] = await int64Filled(0, rows.length, columns);
    else
      throw new GlassboxError(
        'model-broken',
        `The graph asks for the input ${name}, which no model of this kind has.`,
        {
          details: { kind: 'graph', name },
        },
      );
  }
  return requireOutput(await runSession(session, feeds, [fetch], lease, signal), fetch);
}
