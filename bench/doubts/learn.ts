import type { Measures } from '../../src/engine/translation/measures.js';
import type { Measured } from './measure.js';
import type { Labelled } from './sentences.js';

type Line = Labelled & Measured;

type Name = keyof Measures | 'short' | 'long';

/** Of a sentence in parts the worst figure counts. */
function featuresOf({ measures }: Line): Record<Name, number> | null {
  if (measures.length === 0) return null;
  const least = (name: Exclude<keyof Measures, 'length'>) => Math.min(...measures.map((one) => one[name] ?? 0));
  const lengths = measures.map(({ length }) => length);
  return {
    forward: least('forward'),
    agreement: least('agreement'),
    reverse: least('reverse'),
    leastWord: least('leastWord'),
    coverage: least('coverage'),
    length: lengths[0]!,
    short: Math.max(...lengths.map((length) => Math.max(0, -length))),
    long: Math.max(...lengths.map((length) => Math.max(0, length))),
  };
}

interface Learnt {
  names: readonly Name[];
  bias: number;
  weights: number[];
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));

/** Logistic regression by gradient descent on standardised features, with an L2 penalty. */
function regress(rows: readonly Record<Name, number>[], wrong: readonly boolean[], names: readonly Name[]): Learnt {
  const means = names.map((name) => rows.reduce((sum, row) => sum + row[name], 0) / rows.length);
  const spreads = names.map((name, at) =>
    Math.sqrt(rows.reduce((sum, row) => sum + (row[name] - means[at]!) ** 2, 0) / rows.length + 1e-9),
  );
  const scaled = rows.map((row) => names.map((name, at) => (row[name] - means[at]!) / spreads[at]!));
  const weights = names.map(() => 0);
  let bias = 0;
  for (let step = 0; step < 4000; step++) {
    const errors = scaled.map((row, index) => {
      const z = row.reduce((sum, value, at) => sum + value * weights[at]!, bias);
      return sigmoid(z) - Number(wrong[index]);
    });
    bias -= (0.5 * errors.reduce((sum, error) => sum + error, 0)) / rows.length;
    for (let at = 0; at < names.length; at++) {
      const gradient = errors.reduce((sum, error, index) => sum + error * scaled[index]![at]!, 0) / rows.length;
      weights[at]! -= 0.5 * (gradient + 0.02 * weights[at]!);
    }
  }
  const plain = weights.map((weight, at) => weight / spreads[at]!);
  return { names, weights: plain, bias: plain.reduce((sum, weight, at) => sum - weight * means[at]!, bias) };
}

const scoreOf = ({ names, weights, bias }: Learnt, row: Record<Name, number>) =>
  names.reduce((sum, name, at) => sum + weights[at]! * row[name], bias);

/** Probability that a wrong sentence has a higher score than a right one. */
function areaUnderCurve(scores: readonly number[], wrong: readonly boolean[]): number {
  let [sum, count] = [0, 0];
  for (const [i, one] of scores.entries()) {
    if (!wrong[i]) continue;
    for (const [j, other] of scores.entries()) {
      if (wrong[j]) continue;
      count++;
      sum += one > other ? 1 : one === other ? 0.5 : 0;
    }
  }
  return sum / count;
}

/** The least score at which at most this share of the right sentences is marked. */
function thresholdFor(scores: readonly number[], lines: readonly Line[], most: number): number {
  const right = lines.filter(({ isWrong }) => !isWrong);
  const known = right.filter(({ doubts }) => doubts.some((doubt) => !LEARNT.has(doubt))).length;
  const free = lines.flatMap((line, at) =>
    line.isWrong || line.doubts.some((one) => !LEARNT.has(one)) ? [] : [scores[at]!],
  );
  const allowed = Math.max(0, Math.floor(most * right.length) - known);
  return free.sort((one, other) => other - one)[allowed] ?? -Infinity;
}

/** What is learnt here: marks by other rules come besides. */
const LEARNT = new Set<string>(['probability', 'unattended']);

const SETS: readonly (readonly Name[])[] = [
  ['forward'],
  ['reverse'],
  ['leastWord'],
  ['coverage'],
  ['agreement'],
  ['forward', 'agreement', 'short', 'long'],
  ['forward', 'reverse'],
  ['forward', 'leastWord'],
  ['forward', 'reverse', 'leastWord'],
  ['forward', 'reverse', 'leastWord', 'agreement'],
  ['forward', 'reverse', 'leastWord', 'coverage'],
  ['forward', 'reverse', 'leastWord', 'agreement', 'coverage', 'short', 'long'],
];

/** Learns on the development half, for several sets of figures, and prints what they give on both. */
export function learn(all: readonly Line[]): void {
  console.log('| figures | area, development | held-out | wrong marked | right marked | held-out: wrong | right |');
  console.log('| --- | --- | --- | --- | --- | --- | --- |');
  for (const names of SETS) {
    const of = (half: Labelled['half']) => all.filter((line) => line.half === half);
    const measuredOnes = (lines: readonly Line[]) => lines.filter((line) => featuresOf(line) !== null);
    const development = measuredOnes(of('development'));
    const learnt = regress(
      development.map((line) => featuresOf(line)!),
      development.map(({ isWrong }) => isWrong),
      names,
    );
    const scores = (lines: readonly Line[]) =>
      lines.map((line) => {
        const features = featuresOf(line);
        return features === null ? -Infinity : scoreOf(learnt, features);
      });
    const threshold = thresholdFor(scores(of('development')), of('development'), 0.195);
    const cells = (['development', 'held-out'] as const).flatMap((half) => {
      const lines = of(half);
      const found = scores(lines);
      const isMarked = lines.map(({ doubts }, at) => found[at]! > threshold || doubts.some((one) => !LEARNT.has(one)));
      const rate = (wanted: boolean) => {
        const those = lines.flatMap(({ isWrong }, at) => (isWrong === wanted ? [isMarked[at]!] : []));
        return (those.filter(Boolean).length / those.length).toFixed(2);
      };
      return [rate(true), rate(false)];
    });
    const areas = (['development', 'held-out'] as const).map((half) => {
      const lines = measuredOnes(of(half));
      return areaUnderCurve(
        scores(lines),
        lines.map(({ isWrong }) => isWrong),
      ).toFixed(3);
    });
    console.log(`| ${names.join(', ')} | ${[...areas, ...cells].join(' | ')} |`);
    const shown = names.map((name, at) => `${name}: ${learnt.weights[at]!.toFixed(3)}`).join(', ');
    console.log(`  bias: ${learnt.bias.toFixed(3)}, ${shown}; threshold ${threshold.toFixed(3)}`);
  }
}
