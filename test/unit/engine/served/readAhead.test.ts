import { afterEach, describe, expect, it } from 'vitest';
import { LocalEngine } from '../../../../src/engine/engine.js';
import type { GenerationConfig, ServerQuestion } from '../../../../src/protocol/engine/index.js';
import { probe, Server, servedId } from '../../../../src/servers/index.js';
import { ALL, StandIn, type Skills } from '../../servers/standIn.js';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

/** What is written by a stand-in's model, and the completions that this took. */
async function written(decoding: GenerationConfig, skills: Partial<Skills> = {}, useCache = true) {
  const standIn = new StandIn({ ...ALL, ...skills });
  const address = await standIn.start();
  const server = new Server({ address, key: null, isOffline: () => true, log: { add: () => {} } });
  const added = { address, abilities: await probe(server) };
  const asked: ServerQuestion[] = [];
  const engine = new LocalEngine(
    { embeddedFolder: '', installedFolders: [], threads: 1, idleMinutes: 0, servers: [added] },
    undefined,
    {
      ask: (question, signal) => {
        if (question.path === '/v1/completions') asked.push(question);
        return server.ask({ ...question, signal });
      },
    },
  );
  ends.push(
    () => engine.dispose(),
    () => standIn.stop(),
  );
  const params = { model: servedId(added), text: 'She went to', decoding, maxNewTokens: 24, alternatives: 3, useCache };
  const { sequences } = await engine.call('generate', params);
  return { sequences, asked };
}

describe('steps that a server tells together', () => {
  const greedy: GenerationConfig = { strategy: 'greedy' };

  it('are those that it tells one by one, in a few requests', async () => {
    const [ahead, alone] = [await written(greedy), await written(greedy, {}, false)];
    expect(ahead.sequences).toEqual(alone.sequences);
    expect(alone.asked).toHaveLength(24);
    expect(ahead.asked.length).toBeLessThan(12);
    expect(ahead.asked[0]!.body).toMatchObject({ max_tokens: 1, logprobs: 3 });
  });

  it('are left where a penalty takes another token', async () => {
    const decoding: GenerationConfig = { strategy: 'greedy', repetitionPenalty: 3 };
    const [ahead, alone] = [await written(decoding), await written(decoding, {}, false)];
    expect(ahead.sequences[0]!.ids).toEqual(alone.sequences[0]!.ids);
  });

  it('are not asked for where chance chooses', async () => {
    const { asked } = await written({ strategy: 'sample', topK: 2, seed: 1 });
    expect(asked.every(({ body }) => (body as { max_tokens: number }).max_tokens === 1)).toBe(true);
  });

  it('are not trusted where fewer are told than were written', async () => {
    const [halting, alone] = [await written(greedy, { halts: true }), await written(greedy, {}, false)];
    expect(halting.sequences[0]!.ids).toEqual(alone.sequences[0]!.ids);
    expect(halting.asked).toHaveLength(25);
  });
});
