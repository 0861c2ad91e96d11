/* Every example of the laboratory with the models that come along: each is measured to its end, and says its point in numbers. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EXPERIMENTS } from '../../../webview-ui/laboratory/experiments/index.js';
import { numbersFor } from '../../../webview-ui/kit/numbers.js';
import { localEngine } from '../engineOf.js';
import { measureLocally } from './localBench.js';

const engine = localEngine();
afterAll(() => engine.dispose());
const numbers = numbersFor('en');

/**
 * What the gallery and the tests of views show, a file an experiment: `LABORATORY_FIXTURES=1` writes anew those of the
 * experiments that were measured whole (`-t gap:` measures that of one).
 */
const recorded: Record<string, unknown> = {};
afterAll(() => {
  if (process.env.LABORATORY_FIXTURES === undefined) return;
  // Counts stay as they are: sums of them have to come out.
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(5)) : value;
  for (const { id, parts } of EXPERIMENTS) {
    const names = parts.flatMap((part) => [`${id}.${part.id}`, `${id}.${part.id}.zh`]);
    if (!names.every((name) => name in recorded)) continue;
    const outcomes = Object.fromEntries(names.map((name) => [name, recorded[name]]));
    const file = path.resolve(import.meta.dirname, `../../views/fixtures/laboratory/${id}.json`);
    writeFileSync(file, `${JSON.stringify(outcomes, rounded, 1)}\n`);
  }
});

const parts = EXPERIMENTS.flatMap((experiment) => experiment.parts.map((part) => ({ experiment, part })));

describe.each(parts.map((one) => [`${one.experiment.id}: ${one.part.id}`, one] as const))('%s', (_, one) => {
  const { experiment, part } = one;
  it.each(part.examples.map((example, index) => ({ example, index, text: example.text.slice(0, 40) })))(
    'example $index: $text',
    async ({ example, index }) => {
      const { text, other, options, models: chosen } = example;
      const asked = { text, ...(other !== undefined && { other }), ...(options && { options: { ...options } }) };
      const { result, calls, input } = await measureLocally(engine, part, asked, chosen);
      const seen = part.seen(result, numbers);
      expect(seen).not.toMatch(/NaN|undefined|Infinity|null/);
      const { header, rows } = part.table(result, numbers);
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) expect(row).toHaveLength(header.length);
      expect(calls.length).toBeGreaterThan(0);
      if (process.env.LABORATORY_FIXTURES !== undefined) console.log(`${part.id} ${index}: ${seen}`);
      if (index === 0 || example.language === 'zh') {
        const models = Object.fromEntries(Object.entries(input.models).map(([role, { id }]) => [role, id]));
        recorded[`${experiment.id}.${part.id}${index === 0 ? '' : '.zh'}`] = {
          experiment: experiment.id,
          part: part.id,
          input: { text: input.text, other: input.other, options: input.options, models },
          calls,
          result,
          isPartial: false,
        };
      }
    },
  );
});

it('has an example in English and one in Chinese for every measurement', () => {
  for (const { part } of parts) {
    expect(new Set(part.examples.map(({ language }) => language)), part.id).toEqual(new Set(['en', 'zh']));
  }
});
