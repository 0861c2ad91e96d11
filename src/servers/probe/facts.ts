import { pause } from '../../hub/waiting.js';
import { throwIfCancelled } from '../../protocol/engine/index.js';
import { restOf, readCompletions, type Completion } from '../completion.js';
import type { Server } from '../server.js';

/** What all questions of a probe share. */
export interface Probe {
  server: Server;
  model: string;
  signal: AbortSignal | undefined;
}

/** Repeats itself, so that penalties show, and is short. */
export const PROMPT = 'one two one two one two one two one';

/** What a server says of a request that it cannot serve; some fail at what they do not know. */
const REFUSALS = ['refused', 'notFound', 'tooLong', 'failed'];
export const problemOf = (error: unknown) =>
  (error as { details?: { problem?: string } } | null)?.details?.problem ?? '';

/** A server that is busy is asked again so often, where it asks for no more than so many seconds, or does not say. */
const [TRIES, MOST_WAIT, USUAL_WAIT] = [3, 10, 2];

/** Asks as a person would: one that is busy for a moment is given it. @throws GlassboxError those of `Server.ask` */
export async function askPatiently(server: Server, request: Parameters<Server['ask']>[0]): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      return await server.ask(request);
    } catch (error) {
      const { seconds = USUAL_WAIT } = (error as { details?: { seconds?: number } }).details ?? {};
      if (problemOf(error) !== 'busy' || tries === TRIES || seconds > MOST_WAIT) throw error;
      await pause(seconds, request.signal).catch(() => throwIfCancelled(request.signal));
    }
  }
}

/**
 * Asks a server for something that it may not have: null where it refuses or lacks it. What no server's ability explains (it
 * is down, wants a key, is busy) is thrown.
 */
export async function askIfThere({ server, signal }: Probe, path: string, body: object): Promise<unknown> {
  try {
    return await askPatiently(server, { path, body, reason: 'what the server can do', signal });
  } catch (error) {
    if (REFUSALS.includes(problemOf(error))) return null;
    throw error;
  }
}

/** What the server writes behind a prompt; null where it refuses. @throws GlassboxError `server-failed` */
export async function complete(
  probe: Probe,
  fields: object,
  prompt: string | number[] = PROMPT,
): Promise<Completion[] | null> {
  const answer = await askIfThere(probe, '/v1/completions', { model: probe.model, prompt, max_tokens: 1, ...fields });
  if (answer === null) return null;
  const read = readCompletions(answer);
  if (read === null) throw probe.server.shapeError();
  return read;
}

/** The first choice of a completion. */
export async function completeOne(
  probe: Probe,
  fields: object,
  prompt?: string | number[],
): Promise<Completion | null> {
  return (await complete(probe, fields, prompt))?.[0] ?? null;
}

/** How far apart log-probabilities of one and the same may lie: half precision, and batches of other sizes. */
export const SAME = 0.02;
/** Probability that is left by what is the whole vocabulary: rounding. */
const NOTHING_LEFT = 1e-4;

/** The log-probabilities of a step, by the tokens' numbers, or their texts where they have none. */
export function byToken({ steps }: Completion): Map<number | string, number> {
  return new Map(steps?.[0]?.alternatives.map(({ id, text, logProbability }) => [id ?? text, logProbability]));
}

/** Whether the alternatives of a completion's first token are all that there is. */
export const isAll = ({ steps }: Completion): boolean => {
  const first = steps?.[0]?.alternatives ?? [];
  return first.length > 0 && restOf(first) < NOTHING_LEFT;
};
