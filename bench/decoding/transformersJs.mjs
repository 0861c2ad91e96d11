// transformers.js, greedy: node transformersJs.mjs MODELS_FOLDER MODEL THREADS
import path from 'node:path';
import { AutoModelForCausalLM, AutoModelForSeq2SeqLM, env, LogLevel, Tensor } from '@huggingface/transformers';
import { serve } from './serve.mjs';

const [folder, name, threads] = process.argv.slice(2);
env.localModelPath = path.resolve(folder);
env.allowRemoteModels = false;
env.logLevel = LogLevel.ERROR;
const Model = name.startsWith('t5') ? AutoModelForSeq2SeqLM : AutoModelForCausalLM;
const model = await Model.from_pretrained(name, {
  dtype: 'q8',
  session_options: { intraOpNumThreads: Number(threads), interOpNumThreads: 1 },
});

await serve(async ({ prompt, newTokens }, tick) => {
  const shape = [1, prompt.length];
  await model.generate({
    input_ids: new Tensor('int64', BigInt64Array.from(prompt, BigInt), shape),
    attention_mask: new Tensor('int64', new BigInt64Array(prompt.length).fill(1n), shape),
    max_new_tokens: newTokens,
    min_new_tokens: newTokens,
    do_sample: false,
    // The first call brings the prompt.
    streamer: { put: tick, end: () => {} },
  });
});
