import { beforeAll, describe, expect, it } from 'vitest';
import { readCompletions, type Completion } from '../../src/servers/completion.js';
import { problemOf } from '../../src/servers/probe/facts.js';
import { modelOf } from '../../src/servers/probe/models.js';
import { describeServer, serverAt } from './lib/describeServer.js';
import { Reference } from './lib/reference.js';
import { SERVED } from './lib/servedModel.js';

const TEXTS = [
  'The old man opened the letter and',
  'Once upon a time, in a village by the sea,',
  'Le café est fermé, et le garçon',
  '她说:你好',
  'The cat 🐈 sat on',
  'naïve “quotes” — dash',
  '\nTab\tand  spaces\n\n',
];

/**
 * How far log-probabilities may lie from ours: twice what was measured of llama.cpp, which looks GELU up in a table of 16-bit
 * numbers, and ten times that of vLLM.
 */
const TOLERANCES: Record<string, number> = { llamacpp: 5e-3 };
const TOLERANCE = 1e-4;
/** Of the numbers of a vector of length 1. */
const VECTOR_TOLERANCE = 2e-4;

const MOST = 20;
/** Tokens behind which the server's figures are compared. */
const PLACES = 6;
const WRITTEN = 40;
/** Makes a token the one that is written; figures are of the logits before. */
const SURE = 100;

describeServer('a real server’s figures are those of our engine with the same weights', (server) => {
  const reference = new Reference();
  let tolerance = TOLERANCE;
  beforeAll(async () => {
    const { ownedBy } = await modelOf(serverAt(server().address), SERVED);
    tolerance = TOLERANCES[ownedBy ?? ''] ?? TOLERANCE;
  });

  const ask = (path: string, fields: object) =>
    serverAt(server().address).ask({ path, body: { model: SERVED, ...fields }, reason: 'a test' });
  async function complete(fields: object): Promise<Completion> {
    const answer = await ask('/v1/completions', { temperature: 0, return_tokens_as_token_ids: true, ...fields });
    return readCompletions(answer)![0]!;
  }

  describe.each(TEXTS)('behind %j', (text) => {
    it('the 20 likeliest tokens and the one that is written', async () => {
      const [prompt, { ids }] = [await reference.idsOf(text), await reference.greedy(text, PLACES)];
      // What is written is a whole character: of a piece of one llama.cpp tells nothing.
      const [written] = await reference.idsOf(' the');
      const differences: number[] = [];
      for (let place = 0; place < PLACES; place++) {
        const before = [...prompt, ...ids.slice(0, place)];
        const ours = await reference.logProbabilities(before);
        const fields = { prompt: before, max_tokens: 1, logprobs: MOST, logit_bias: { [written!]: SURE } };
        const { chosen, alternatives } = (await complete(fields)).steps![0]!;
        expect(chosen.id).toBe(written);
        expect(alternatives.length).toBeGreaterThanOrEqual(MOST);
        differences.push(
          ...[chosen, ...alternatives].map(({ id, logProbability }) => Math.abs(logProbability - ours(id!))),
        );
      }
      expect(Math.max(...differences)).toBeLessThan(tolerance);
    });

    it('40 tokens without chance', async () => {
      const { text: ours } = await reference.greedy(text, WRITTEN);
      const theirs = await complete({ prompt: await reference.idsOf(text), max_tokens: WRITTEN });
      expect(whole(theirs.text)).toBe(whole(ours));
    });

    it('its own tokens', async () => {
      const body = { model: SERVED, prompt: text, content: text };
      const found = (await ask('/tokenize', body)) as { tokens: number[] };
      expect(found.tokens).toEqual(await reference.idsOf(text));
    });

    it('its vector', async (context) => {
      const answer = await ask('/v1/embeddings', { input: text }).catch((error: unknown) => error);
      context.skip(problemOf(answer) === 'notFound', 'the server makes none');
      const { data } = answer as { data: { embedding: number[] }[] };
      const ours = await reference.vector(text);
      const differences = data[0]!.embedding.map((value, at) => Math.abs(value - ours[at]!));
      expect(Math.max(...differences)).toBeLessThan(VECTOR_TOLERANCE);
    });
  });
});

/** Without the character that the last token may have cut in two. */
const whole = (text: string) => text.replace(/\ufffd+$/, '');
