// The three commands on the example's text, printed: what `npm start` shows in the terminal.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { inRoot } from './paths.mjs';

const EXAMPLE = inRoot('examples/story.md');
const BAR = 24;
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

const colours = process.stdout.isTTY && !process.env.NO_COLOR;
const paint = (/** @type {number} */ code) => (/** @type {string} */ text) =>
  colours ? `\u001b[${code}m${text}\u001b[0m` : text;
const bold = paint(1);
const dim = paint(2);

/** The text under a heading of the example, up to the next one. */
function section(/** @type {string} */ heading) {
  const text = readFileSync(EXAMPLE, 'utf8').split(`## ${heading}\n`)[1]?.split('\n## ')[0];
  if (text === undefined) throw new Error(`${EXAMPLE} has no section "${heading}"`);
  return text.trim();
}

function bar(/** @type {number} */ share) {
  const eighths = Math.round(share * BAR * 8);
  return ('█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]).padEnd(BAR);
}

/** Columns a text takes in a terminal: Chinese characters take two. */
const columns = (/** @type {string} */ text) => [...text].reduce((sum, each) => sum + (each > '\u2e80' ? 2 : 1), 0);

/** The likeliest row's bar is full; the figures beside tell how likely that is. */
function printBars(/** @type {{ text: string, probability: number }[]} */ rows) {
  const highest = Math.max(...rows.map(({ probability }) => probability));
  const widest = Math.max(...rows.map(({ text }) => columns(text)));
  for (const { text, probability } of rows) {
    const percent = `${(probability * 100).toFixed(1)} %`.padStart(7);
    console.log(`    ${text}${' '.repeat(widest - columns(text))}  ${bar(probability / highest)} ${percent}`);
  }
}

/** Lines of at most 90 columns, broken at spaces and indented. */
const indent = (/** @type {string} */ text) => text.replace(/(?=\S)(.{1,90})(?:\s|$)/gm, '    $1\n').trimEnd();

/**
 * A call of the engine and how its value is shown.
 * @typedef {{ title: string, method: string, params: object, show: (value: any) => void }} Demonstration
 */

/** @returns {Demonstration} */
const fill = (/** @type {string} */ text) => ({
  title: `Fill Mask: ${text}`,
  method: 'fillMask',
  params: { text },
  show({ masks, joint }) {
    // Of several masks the fillings that go together are worth more than each by itself.
    const together = (joint ?? []).map((/** @type {{ texts: string[], logProbability: number }} */ each) => ({
      text: each.texts.join(' … '),
      probability: Math.exp(each.logProbability),
    }));
    printBars(together.length > 0 ? together : masks[0].candidates);
  },
});

/** @returns {Demonstration} */
const continuation = (/** @type {string} */ text) => ({
  title: 'Continue Text',
  method: 'generate',
  params: { text, maxNewTokens: 40, decoding: { strategy: 'sample', temperature: 0.7, topP: 0.9, seed: 8 } },
  show({ sequences, metrics }) {
    console.log(`${dim(indent(text))}\n\n${indent(`${sequences[0].text.trim()} …`)}`);
    console.log(dim(`    ${metrics.newTokens} tokens, ${metrics.tokensPerSecond.toFixed(0)} a second`));
  },
});

/** @returns {Demonstration} */
const translation = (/** @type {string} */ text) => ({
  title: 'Translate Selection: English → German',
  method: 'translate',
  params: { text, to: 'German' },
  show(value) {
    console.log(`${dim(indent(text))}\n\n${indent(value.text)}`);
  },
});

/**
 * Runs the commands in one engine and prints each answer as it comes.
 * @param {string} consolePath the engine's console
 * @returns {Promise<boolean>} whether every command had an answer
 */
export async function demonstrate(consolePath) {
  const sentences = section('Fill the mask').split('\n\n');
  const parts = [...sentences.map(fill), continuation(section('Continue the text')), translation(section('Translate'))];
  const engine = spawn(process.execPath, [consolePath, 'batch', '-'], { stdio: ['pipe', 'pipe', 'inherit'] });
  engine.stdin.end(parts.map(({ method, params }) => `${JSON.stringify({ method, params })}\n`).join(''));
  console.log(bold('Glassbox on examples/story.md, with the models that come with it'));
  let answered = 0;
  let good = true;
  for await (const line of createInterface({ input: engine.stdout })) {
    const part = parts[answered];
    if (part === undefined) break;
    answered += 1;
    const { ok, value, error } = JSON.parse(line);
    console.log(`\n${bold(part.title)}${ok ? dim(`  ${value.model}`) : ''}`);
    if (ok) part.show(value);
    else console.error(indent(`${error.code}: ${error.message}`));
    good &&= ok;
  }
  return good && answered === parts.length;
}
