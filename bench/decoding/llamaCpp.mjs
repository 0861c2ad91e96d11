// llama.cpp by node-llama-cpp, greedy: node llamaCpp.mjs ITS_INDEX_JS GGUF THREADS
import { pathToFileURL } from 'node:url';
import { serve } from './serve.mjs';

const [index, gguf, threads] = process.argv.slice(2);
const { getLlama } = await import(pathToFileURL(index).href);
const llama = await getLlama({ gpu: false, build: 'never', logLevel: 'error', maxThreads: Number(threads) });
const model = await llama.loadModel({ modelPath: gguf });
const context = await model.createContext({ contextSize: 1024, threads: Number(threads) });
const sequence = context.getSequence();

await serve(async ({ prompt, newTokens }, tick) => {
  await sequence.clearHistory();
  let made = 0;
  for await (const token of sequence.evaluate(prompt, { temperature: 0 })) {
    tick();
    made += 1;
    if (token === undefined || made === newTokens) break;
  }
});
