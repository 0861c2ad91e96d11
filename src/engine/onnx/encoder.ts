import { GlassboxError } from '../../protocol/engine/index.js';
import type { Lease } from '../scheduling/scheduler.js';
import { runSession, type Feeds, type Session, type Tensor } from './session.js';
import { int64Filled, int64Rows, requireOutput } from './tensors.js';

/**
 * One pass of an encoder, or of a decoder that classifies, over rows of equal length.
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
  return (await runEncoderOutputs(session, { rows }, [fetch], lease, signal))[0]!;
}

/**
 * The same for several outputs, and with the segment of each token, which is 0 where it is not given.
 * @returns a tensor for each of `fetches`
 */
export async function runEncoderOutputs(
  session: Session,
  { rows, tokenTypeIds }: { rows: readonly (readonly number[])[]; tokenTypeIds?: readonly (readonly number[])[] },
  fetches: readonly string[],
  lease: Lease,
  signal?: AbortSignal,
): Promise<Tensor[]> {
  const missing = fetches.find((fetch) => !session.outputNames.includes(fetch));
  if (missing !== undefined) {
    throw new GlassboxError(
      'wrong-architecture',
      `The graph has no output ${missing}; it has ${session.outputNames.join(', ')}. Take a model made for this task.`,
      { details: { kind: 'graph', name: missing } },
    );
  }
  const columns = rows[0]?.length ?? 0;
  const feeds: Feeds = {};
  for (const name of session.inputNames) {
    if (name === 'input_ids') feeds[name] = await int64Rows(rows);
    else if (name === 'attention_mask') feeds[name] = await int64Filled(1, rows.length, columns);
    else if (name === 'token_type_ids')
      feeds[name] = tokenTypeIds ? await int64Rows(tokenTypeIds) : await int64Filled(0, rows.length, columns);
    else if (name === 'position_ids') feeds[name] = await int64Rows(rows.map((row) => row.map((_, at) => at)));
    else
      throw new GlassboxError(
        'model-broken',
        `The graph asks for the input ${name}, which no model of this kind has.`,
        {
          details: { kind: 'graph', name },
        },
      );
  }
  const outputs = await runSession(session, feeds, fetches, lease, signal);
  return fetches.map((fetch) => requireOutput(outputs, fetch));
}
