import type { ServerResponse } from 'node:http';
import { afterEach } from 'vitest';
import { LocalEngine } from '../../../../src/engine/engine.js';
import type {
  AddedServer,
  GenerationConfig,
  Params,
  Progress,
  ServerAbilities,
} from '../../../../src/protocol/engine/index.js';
import { probe, Server, servedId } from '../../../../src/servers/index.js';
import { StandIn, WORDS_ONLY, type Skills } from '../../servers/standIn.js';

/** A recipe that draws, and its seed. */
export const SAMPLE: GenerationConfig = { strategy: 'sample', temperature: 0.8, topP: 0.9, seed: 3 };

export type Play = (response: ServerResponse) => void | Promise<void>;

const open: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** An engine with a server of words only. @param play answers what is streamed in the stand-in's place */
export async function engineWith({
  skills = WORDS_ONLY,
  play,
  change = (abilities) => abilities,
}: {
  skills?: Skills;
  play?: Play;
  change?: (abilities: ServerAbilities) => ServerAbilities;
} = {}) {
  const standIn = new StandIn(skills, (response, _, body) => {
    if (!play || body['stream'] !== true) return false;
    void play(response);
    return true;
  });
  const address = await standIn.start();
  const server = new Server({ address, key: null, isOffline: () => false, log: { add: () => {} }, seconds: 2 });
  const added: AddedServer = { address, abilities: change(await probe(server)) };
  standIn.requests.length = 0;
  const options = { embeddedFolder: '', installedFolders: [], threads: 1, idleMinutes: 0, servers: [added] };
  const ask: Server['ask'] = (request) => server.ask(request);
  const engine = new LocalEngine(options, undefined, {
    ask: (question, signal, onEvent) => ask({ ...question, signal, onEvent }),
  });
  open.push(
    () => engine.dispose(),
    () => standIn.stop(),
  );
  const generate = async (
    more: Partial<Params<'generate'>> = {},
    signal?: AbortSignal,
    onProgress: (progress: Progress) => void = () => {},
  ) => {
    const params = { model: servedId(added), text: 'one two one', decoding: SAMPLE, maxNewTokens: 4, ...more };
    return engine.call('generate', params, { onProgress }, signal);
  };
  return { engine, standIn, added, model: servedId(added), generate };
}
