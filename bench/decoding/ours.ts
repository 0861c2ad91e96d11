import path from 'node:path';
import { LocalEngine } from '../../src/engine/engine.js';
import type { BufferedKVCache } from '../../src/engine/onnx/kvCache.js';
import { createBufferedDecoderStep, bufferedStepFeeds } from '../../src/engine/onnx/bufferedDecoderStep.js';
import { loadBufferedSessions } from '../../src/engine/onnx/bufferedSessions.js';
import { BEST_OUTPUTS } from '../../src/engine/onnx/rewrite/bestLogits.js';
import type { GenerationConfig } from '../../src/protocol/engine/index.js';
import type { Task, Timing } from './rival.js';
import { places } from './setup.js';

/** Our engine in this process. */
export class Ours {
  private readonly engine: LocalEngine;

  constructor(private readonly threads: number) {
    this.engine = new LocalEngine({ embeddedFolder: places.models, installedFolders: [], threads, idleMinutes: 0 });
  }

  async generate(model: string, task: Task, decoding: GenerationConfig, alternatives = 0): Promise<Timing> {
    const { prompt: promptIds, newTokens: maxNewTokens } = task;
    const ticks: number[] = [];
    const start = performance.now();
    const { sequences } = await this.engine.call(
      'generate',
      {
        model: path.join(places.models, model),
        promptIds,
        maxNewTokens,
        alternatives,
        decoding,
      },
      { onProgress: ({ kind }) => kind === 'text' && ticks.push(performance.now()) },
    );
    const milliseconds = performance.now() - start;
    if (sequences[0]?.ids.length !== maxNewTokens) throw new Error(`${model} ended early; its weights must not.`);
    return { milliseconds, perToken: ticks.slice(1).map((tick, at) => tick - ticks[at]!) };
  }

  async compare(model: string, { prompt, newTokens }: Task, decodings: readonly GenerationConfig[]): Promise<number> {
    const start = performance.now();
    await this.engine.call('compare', {
      model: path.join(places.models, model),
      promptIds: prompt,
      maxNewTokens: newTokens,
      decodings: [...decodings],
    });
    return performance.now() - start;
  }

  /** onnxruntime's step alone, as often as tokens are asked for, with one past: what our loop is held against. */
  async bareStep(model: string): Promise<(task: Task) => Promise<number[]>> {
    const file = path.join(places.models, model, 'onnx/model_quantized.onnx');
    const sessions = await loadBufferedSessions(file, null, this.threads);
    if (!sessions) throw new Error(`${file} allows no step with buffers.`);
    const { step } = sessions;
    const run = createBufferedDecoderStep(step, { yield: async () => {} }, null, false);
    return async ({ prompt, newTokens }) => {
      const past = (await run({ past: null, tokens: [prompt] })).past as BufferedKVCache;
      past.buffers.arrange([0], 1);
      const feeds = {
        ...(await bufferedStepFeeds(step, past.buffers, [[1]], null, 1)),
        ...(await past.buffers.feeds(1)),
      };
      const fetches = [...Object.keys(BEST_OUTPUTS), ...past.buffers.outputs];
      const times: number[] = [];
      for (let token = 0; token < newTokens; token++) {
        const start = performance.now();
        await step.run(feeds, fetches);
        times.push(performance.now() - start);
      }
      return times;
    };
  }

  dispose(): Promise<void> {
    return this.engine.dispose();
  }
}
