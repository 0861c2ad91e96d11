/* Full-size models from their own weights: first answers, memory, logits and speed. README.md tells what is measured. */
import { eightBit, eightBitHere, type EightBit } from './checkpoints/eightBit.js';
import {
  firstAnswer,
  firstAnswerHere,
  type FirstAnswer,
  timeOfReading,
  weightBytes,
  weightsOf,
} from './checkpoints/firstAnswer.js';
import { distanceFromPyTorch } from './checkpoints/logits.js';
import { HALF, MODELS, setUpModels, type Kind } from './checkpoints/setup.js';
import { speeds } from './checkpoints/speed.js';
import { median } from './figures.js';

const MEGABYTE = 1e6;
const [first, second, third] = process.argv.slice(2);
const rounds = Number(first ?? 5);
const wanted = second?.split(',');

const kindOf = (name: string): Kind => MODELS.find((model) => name.startsWith(model.name))?.kind ?? 'encoder';

/** A line of the first table: how long until a first answer, the peak, and the distance from PyTorch. */
async function load(name: string): Promise<string> {
  const bytes = weightBytes(name);
  const all: FirstAnswer[] = [];
  const reading: number[] = [];
  for (let round = 0; round < rounds; round++) {
    reading.push(timeOfReading(weightsOf(name)));
    all.push(firstAnswer(name, kindOf(name)));
  }
  const of = (field: keyof FirstAnswer) => median(all.map((one) => one[field]));
  const size = bytes / MEGABYTE;
  const mostTime = (1.2 * median(reading) + 1000) / 1000;
  const mostMemory = name.includes('16') ? 2.2 * size : 1.2 * size + 200;
  const { share, agrees } = await distanceFromPyTorch(name, kindOf(name));
  const cells = [
    `${name} (${size.toFixed(0)} MB)`,
    `${(of('milliseconds') / 1000).toFixed(2)} s (${(of('processor') / 1000).toFixed(2)} s)`,
    `${mostTime.toFixed(2)} s`,
    `${(of('peak') / MEGABYTE).toFixed(0)} MB`,
    `${mostMemory.toFixed(0)} MB`,
    `${(of('now') / MEGABYTE).toFixed(0)} MB`,
    share.toExponential(1),
    agrees ? 'yes' : 'no',
  ];
  return `| ${cells.join(' | ')} |`;
}

async function compare({ name, kind, long }: (typeof MODELS)[number]): Promise<void> {
  for (const { what, own, exported } of await speeds(name, kind, long, rounds)) {
    const ratio = median(own.map((time, at) => time / exported[at]!)).toFixed(2);
    console.log(`| ${name}, ${what} | ${median(own).toFixed(1)} ms | ${median(exported).toFixed(1)} ms | ${ratio} |`);
  }
}

/** A line of the third table: a copy in 8 bit. */
function eight({ name, kind }: (typeof MODELS)[number]): void {
  const all = Array.from({ length: Math.min(3, rounds) }, () => eightBit(name, kind));
  const of = (field: keyof EightBit) => median(all.map((one) => one[field]));
  const above = (of('peak') - of('before')) / MEGABYTE;
  const ratio = median(all.map(({ exact, rounded }) => rounded / exact)).toFixed(2);
  const cells = [
    name,
    `${(of('making') / 1000).toFixed(1)} s`,
    `${above.toFixed(0)} MB`,
    `${(of('loading') / 1000).toFixed(2)} s`,
    `${of('exact').toFixed(1)} ms`,
    `${of('rounded').toFixed(1)} ms`,
    ratio,
    `${of('lossBits').toPrecision(2)} bits`,
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

async function main(): Promise<void> {
  setUpModels();
  const names = [...MODELS.map(({ name }) => name), ...HALF].filter((name) => wanted?.includes(name) ?? true);
  const head = '| weights | first answer (processor) | target | peak | target | then | logits | argmax |';
  console.log(`${head}\n| --- | --- | --- | --- | --- | --- | --- | --- |`);
  for (const name of names) console.log(await load(name));
  console.log('\n| what | from weights | from an export | ratio |\n| --- | --- | --- | --- |');
  for (const model of MODELS) if (names.includes(model.name)) await compare(model);
  console.log('\n| 8 bit | made in | more memory | loaded in | 32 bit | 8 bit | ratio | loss a token |');
  console.log('| --- | --- | --- | --- | --- | --- | --- | --- |');
  for (const model of MODELS) if (names.includes(model.name)) eight(model);
}

if (first === 'first') void firstAnswerHere(second ?? '', third as Kind);
else if (first === 'eight') void eightBitHere(second ?? '', third as Kind);
else void main();
