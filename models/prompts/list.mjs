// `node models/prompts/list.mjs`: what the embedded models say to forty prompts each, unpicked, into their cards.
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { freshConsole } from '../../scripts/engine.mjs';
import { inRoot } from '../../scripts/lib/paths.mjs';

/** The section is the last one of a card. */
const HEADING = '## Forty prompts';

/** How the engine is asked for a line, and how the answer is written. */
const KINDS = {
  'bert-mini': {
    file: 'bert-mini.txt',
    how: 'The first five for each gap.',
    call: (/** @type {string} */ text) => ({ method: 'fillMask', params: { model: 'bert-mini', text, topK: 5 } }),
    row: (/** @type {string} */ text, /** @type {any} */ { masks }) => {
      const words = masks[0].candidates.map(
        (/** @type {{ text: string, probability: number }} */ one) => `${one.text} ${one.probability.toFixed(2)}`,
      );
      return `    ${text}\n        ${words.join(', ')}`;
    },
  },
  'gpt2-mini': {
    file: 'gpt2-mini.txt',
    how: 'Temperature 0.8, top-p 0.9, 30 tokens, seed 1 for all.',
    call: (/** @type {string} */ text) => ({
      method: 'generate',
      params: {
        model: 'gpt2-mini',
        text,
        maxNewTokens: 30,
        decoding: { strategy: 'sample', temperature: 0.8, topP: 0.9, seed: 1 },
      },
    }),
    row: (/** @type {string} */ text, /** @type {any} */ { sequences }) =>
      `    ${text} |${sequences[0].text.replace(/\s*\n\s*/g, ' ¶ ')}`,
  },
  't5-mini': {
    file: 't5-mini.tsv',
    how: 'Beam search with 4 beams.',
    call: (/** @type {string} */ line) => {
      const [from, to, text] = line.split('\t');
      return { method: 'translate', params: { model: 't5-mini', text, from, to } };
    },
    row: (/** @type {string} */ line, /** @type {any} */ { text }) => {
      const [from, to, source] = line.split('\t');
      return `    ${source}\n        ${from} → ${to}: ${text}`;
    },
  },
};

/** The values of calls, in their order. */
async function answers(/** @type {object[]} */ calls) {
  const child = spawn(process.execPath, [await freshConsole(), 'batch', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(calls.map((call) => `${JSON.stringify(call)}\n`).join(''));
  const values = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { ok, value, error } = JSON.parse(line);
    if (!ok) throw new Error(error.message);
    values.push(value);
  }
  return values;
}

for (const [model, { file, how, call, row }] of Object.entries(KINDS)) {
  const prompts = readFileSync(inRoot('models/prompts', file), 'utf8').trim().split('\n');
  const values = await answers(prompts.map(call));
  const rows = prompts.map((prompt, at) => row(prompt, values[at]));
  const card = inRoot('models', model, 'README.md');
  const [before] = readFileSync(card, 'utf8').split(`\n${HEADING}\n`);
  const text = `${HEADING}\n\nUnpicked, by \`node models/prompts/list.mjs\`. ${how}\n\n${rows.join('\n')}\n`;
  writeFileSync(card, `${before?.trimEnd()}\n\n${text}`);
  console.log(`${model}: ${rows.length} prompts`);
}
