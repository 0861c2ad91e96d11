import { LocalEngine } from '../../src/engine/engine.js';
import { median } from '../figures.js';
import { folderOf, type Kind } from './setup.js';

const letters = (tokens: number) => Array.from({ length: tokens }, (_, at) => 'abcdefghij'[at % 10]).join(' ');
const NEW_TOKENS = 40;

/** Milliseconds of both forms of a model, in turns: of a sentence for an encoder, else per token. */
export interface Speed {
  what: string;
  own: number[];
  exported: number[];
}

/**
 * A model from its own weights against its export, both by our engine with one thread.
 * @param long how many tokens stand before those that are timed, for what writes
 */
export async function speeds(name: string, kind: Kind, long: number, rounds: number): Promise<Speed[]> {
  const embeddedFolder = folderOf(name);
  const engine = new LocalEngine({ embeddedFolder, installedFolders: [], threads: 1, idleMinutes: 0 });
  const forms = { own: folderOf(name), exported: folderOf(`${name}-onnx`) };
  const sentence = async (model: string, tokens: number): Promise<number> => {
    const start = performance.now();
    await engine.call('fillMask', { model, text: `${letters(tokens)} [MASK].` });
    return performance.now() - start;
  };
  /** Behind a prompt, or so many tokens of an encoder-decoder's own. */
  const perToken = async (model: string, past: number): Promise<number> => {
    const ids = Array.from({ length: past }, (_, at) => 1000 + 37 * (at % 500));
    const prompt = kind === 'decoder' ? { promptIds: ids } : { text: letters(30), promptIds: ids };
    const ticks: number[] = [];
    const decoding = { strategy: 'greedy', minNewTokens: NEW_TOKENS } as const;
    await engine.call(
      'generate',
      { model, ...prompt, maxNewTokens: NEW_TOKENS, decoding },
      { onProgress: (progress) => progress.kind === 'text' && ticks.push(performance.now()) },
    );
    return median(ticks.slice(1).map((tick, at) => tick - ticks[at]!));
  };
  const works =
    kind === 'encoder'
      ? [20, 120].map((tokens) => [`${tokens} tokens`, (model: string) => sentence(model, tokens)] as const)
      : [20, long].map((past) => [`a token behind ${past}`, (model: string) => perToken(model, past)] as const);
  const found: Speed[] = works.map(([what]) => ({ what, own: [], exported: [] }));
  for (let round = -1; round < rounds; round++) {
    for (const [at, [, work]] of works.entries()) {
      // Who comes first runs behind the longer text of the other: in turns.
      for (const form of round % 2 === 0 ? (['own', 'exported'] as const) : (['exported', 'own'] as const)) {
        const time = await work(forms[form]);
        if (round >= 0) found[at]![form].push(time);
      }
    }
  }
  await engine.dispose();
  return found;
}
