import { LocalEngine } from '../../../src/engine/engine.js';
import type { ServerAbilities } from '../../../src/protocol/engine/index.js';
import { Server, probe, servedId } from '../../../src/servers/index.js';

const TEXT = 'The old man opened the letter and';
/** Few: how many steps are asked for together depends on the time after these. */
const WRITTEN = 3;

/** What a server can do, and what its model writes, scores and embeds, or why it does not: all that is recorded. */
export async function askAll(
  address: string,
  model?: string,
  fetch: typeof globalThis.fetch = globalThis.fetch,
): Promise<{ abilities: ServerAbilities; results: Record<string, unknown> }> {
  const server = new Server({ address, key: null, isOffline: () => false, log: { add: () => {} }, fetch });
  const added = { address, abilities: await probe(server, model) };
  const engine = new LocalEngine(
    { embeddedFolder: '', installedFolders: [], threads: 1, idleMinutes: 0, servers: [added] },
    undefined,
    {
      ask: (question, signal, onEvent) => server.ask({ ...question, signal, onEvent }),
    },
  );
  const named = { model: servedId(added) };
  const ask = (work: Promise<unknown>) => work.catch((error: unknown) => ({ error: faultOf(error) }));
  try {
    const generate = (decoding: object) =>
      engine.call('generate', { ...named, text: TEXT, decoding, maxNewTokens: WRITTEN, alternatives: 3 } as never);
    const results = {
      greedy: await ask(generate({ strategy: 'greedy' }).then(({ sequences }) => sequences)),
      drawn: await ask(generate({ strategy: 'sample', topK: 1, seed: 7 }).then(({ sequences }) => sequences)),
      beam: await ask(generate({ strategy: 'beam', numBeams: 2 }).then(({ sequences }) => sequences)),
      score: await ask(engine.call('score', { ...named, text: 'She went home.' }).then(({ tokens }) => tokens)),
      embed: await ask(
        engine.call('embed', { ...named, texts: ['one two'] }).then(({ vectors }) => vectors[0]!.length),
      ),
      tooLong: await ask(completion(server, added.abilities.model.id, { prompt: 'a b '.repeat(600) })),
      wrong: await ask(completion(server, added.abilities.model.id, { prompt: 5 })),
      nowhere: await ask(server.ask({ path: '/v1/nowhere', body: {}, reason: 'a test' })),
    };
    return { abilities: added.abilities, results };
  } finally {
    await engine.dispose();
  }
}

/** Whether it is refused, is what counts: what it writes may be long. */
async function completion(server: Server, model: string, fields: object) {
  await server.ask({ path: '/v1/completions', body: { model, max_tokens: 1, ...fields }, reason: 'a test' });
  return 'answered';
}

/** The part of an error that does not tell where the server was. */
function faultOf(error: unknown): unknown {
  const { code, details } = error as { code?: string; details?: { kind?: string; problem?: string; status?: number } };
  return { code, kind: details?.kind, problem: details?.problem, status: details?.status };
}
