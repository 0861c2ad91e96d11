import * as v from 'valibot';
import { cosineSimilarity } from '../../maths/divergence.js';
import { GlassboxError, type CheckedParams, type EmbedValue } from '../../protocol/engine/index.js';
import { serverError } from '../../servers/index.js';
import { wellFormed } from '../../text/wholeCharacters.js';
import type { ServedModel } from './servedModel.js';

/** Squares of larger numbers are no numbers any more. */
const MOST = 1e30;

const vectors = v.object({
  data: v.array(
    v.object({
      index: v.optional(v.number()),
      embedding: v.array(v.pipe(v.number(), v.minValue(-MOST), v.maxValue(MOST))),
    }),
  ),
});

/**
 * A vector for each text by a server, which pools as it was started to.
 * @throws GlassboxError `server-failed`; `bad-request` for another way of pooling, or a prompt's name
 */
export async function embedServed(
  model: ServedModel,
  { texts, pooling, promptName }: CheckedParams<'embed'>,
  signal: AbortSignal | undefined,
): Promise<EmbedValue> {
  model.requireTask('embed');
  const name = pooling !== undefined ? 'pooling' : promptName !== undefined ? 'promptName' : null;
  if (name !== null) {
    throw new GlassboxError('bad-request', `embed: ${name} is the server's own with ${model.info.id}. Leave it out.`, {
      details: { kind: 'parameter', name },
    });
  }
  const made = await embedTexts(model, texts, signal);
  return {
    ...{ model: model.info.id, vectors: made },
    similarities: made.map((a) => made.map((b) => cosineSimilarity(a, b))),
  };
}

/**
 * The vectors of texts, in their order, by one request.
 * @throws GlassboxError `server-failed`, also where they are of another length than was found out; `bad-request`
 */
export async function embedTexts(
  model: ServedModel,
  texts: readonly string[],
  signal: AbortSignal | undefined,
): Promise<number[][]> {
  if (texts.some((text) => text.trim() === '')) {
    throw new GlassboxError('bad-request', `embed: a text has nothing that ${model.info.id} reads.`, {
      details: { kind: 'nothingToRead' },
    });
  }
  const { abilities, address } = model.server;
  const answer = await model.ask('/v1/embeddings', { model: abilities.model.id, input: texts.map(wellFormed) }, signal);
  const found = v.safeParse(vectors, answer);
  const sorted = (found.success ? found.output.data : []).sort((a, b) => (a.index ?? 0) - (b.index ?? 0));
  const made = sorted.map(({ embedding }) => embedding);
  const isWhole =
    made.length === texts.length && sorted.every(({ index = null }, at) => index === null || index === at);
  const size = made[0]?.length ?? 0;
  if (!isWhole || size === 0 || made.some(({ length }) => length !== size)) throw model.shapeError();
  const known = abilities.embedding ?? size;
  // Vectors of two models say nothing of each other.
  if (size !== known) throw serverError({ problem: 'otherVectors', host: new URL(address).host, size, known });
  return made;
}
