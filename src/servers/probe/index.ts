import * as v from 'valibot';
import type { ServerAbilities } from '../../protocol/engine/index.js';
import type { Server } from '../server.js';
import { alternativesOf } from './alternatives.js';
import { askIfThere, askPatiently, problemOf, PROMPT, type Probe } from './facts.js';
import { modelOf } from './models.js';
import { endsOf, promptLogProbabilitiesOf, tokenNumbersOf } from './prompts.js';
import { samplingOf } from './sampling.js';

const embeddings = v.object({
  data: v.pipe(
    v.array(v.object({ embedding: v.pipe(v.array(v.pipe(v.number(), v.finite())), v.minLength(1)) })),
    v.minLength(1),
  ),
});

async function embeddingOf(probe: Probe): Promise<number | null> {
  const answer = await askIfThere(probe, '/v1/embeddings', { model: probe.model, input: 'one two' });
  const found = v.safeParse(embeddings, answer);
  return found.success ? found.output.data[0]!.embedding.length : null;
}

/** Whether it writes on from a text. A server that fails at that, as one that is still loading, is told: it may be able to. */
async function completes({ server, model, signal }: Probe): Promise<boolean> {
  const body = { model, prompt: PROMPT, max_tokens: 1, temperature: 0 };
  try {
    await askPatiently(server, { path: '/v1/completions', body, reason: 'what the server can do', signal });
    return true;
  } catch (error) {
    if (['refused', 'notFound'].includes(problemOf(error))) return false;
    throw error;
  }
}

const NONE: Pick<ServerAbilities, 'alternatives' | 'promptLogProbabilities' | 'tokenNumbers' | 'ends' | 'sampling'> = {
  alternatives: { most: 0, isWhole: false, namedBy: null, are: null },
  promptLogProbabilities: null,
  tokenNumbers: { tokenize: false, in: false, out: false },
  ends: [],
  sampling: null,
};

/**
 * Finds out what a server can do, by some fifty short requests that have nothing of the user's in them.
 * @param name of the model; it may be left out where the server has one
 * @throws GlassboxError `server-failed`, `offline`, `cancelled`
 */
export async function probe(server: Server, name?: string, signal?: AbortSignal): Promise<ServerAbilities> {
  const model = await modelOf(server, name, signal);
  const asked = { server, model: model.id, signal };
  if (!(await completes(asked))) return { model, completes: false, ...NONE, embedding: await embeddingOf(asked) };
  const alternatives = await alternativesOf(asked);
  const tokenNumbers = await tokenNumbersOf(asked);
  return {
    ...{ model, completes: true, alternatives },
    promptLogProbabilities: await promptLogProbabilitiesOf(asked, alternatives, tokenNumbers),
    ...{ tokenNumbers, ends: await endsOf(asked, tokenNumbers) },
    ...{ sampling: await samplingOf(asked), embedding: await embeddingOf(asked) },
  };
}
