/* Recipes: their fields against the schema and what they resolve to, and their titles. */
import { describe, expect, it } from 'vitest';
import * as v from 'valibot';
import { fieldGroups, fieldsUsed, initialConfig, withoutUnusedFields } from '../../../src/decoding/config/fields.js';
import { resolveGenerationConfig } from '../../../src/decoding/config/resolve.js';
import { describeConfig } from '../../../src/decoding/config/describe.js';
import {
  fieldNames as names,
  GENERATION_FIELDS,
  isInRange,
  isNumberField,
  STRATEGIES,
} from '../../../src/protocol/engine/generationFields.js';
import { generationConfigSchema, type GenerationConfig } from '../../../src/protocol/engine/index.js';

const limits = { vocabularySize: 10_000, maxNewTokens: 40 };

describe('the fields of a recipe', () => {
  it('are those of the protocol', () => {
    expect(['strategy', ...names].sort()).toEqual(Object.keys(generationConfigSchema.entries).sort());
  });

  it.each(names)('%s has the protocol’s range and the planner’s neutral value', (name) => {
    const field = GENERATION_FIELDS[name];
    const allowed = (value: unknown) => v.is(generationConfigSchema, { strategy: 'greedy', [name]: value });
    if (!isNumberField(field)) return expect(allowed(0.5)).toBe(false);
    const { min, max } = field;
    expect([min - 1, min, max, max + 1].map(allowed)).toEqual([false, true, true, false]);
    expect(isInRange(field, field.min)).toBe(true);
    expect(isInRange(field, field.max + 1)).toBe(false);
    expect(isInRange(field, field.min + 0.25)).toBe(field.kind === 'number');
    expect(allowed(min + 0.25)).toBe(field.kind === 'number');
    if (field.neutral === null) return;
    const strategy = name === 'numBeams' ? 'beam' : 'sample';
    expect(resolveGenerationConfig({ strategy }, limits)[name as 'topK']).toBe(field.neutral);
  });

  const shapes: Pick<GenerationConfig, 'strategy' | 'doSample'>[] = [
    ...STRATEGIES.map((strategy) => ({ strategy })),
    { strategy: 'beam', doSample: true },
    { strategy: 'contrastiveDecoding', doSample: true },
  ];

  it.each(shapes)('are shown where they have an effect, and only there: %o', (shape) => {
    const { first, more } = fieldGroups(shape);
    const shown = [...first, ...more];
    expect(new Set(shown).size).toBe(shown.length);
    // One result is all that some strategies have: a field for it would only be wrong.
    const used = fieldsUsed(shape).filter((field) => field !== 'strategy' && field !== 'numReturnSequences');
    expect(shown.filter((field) => field !== 'numReturnSequences').sort()).toEqual([...used].sort());
    const several = { ...initialConfig(shape.strategy, 'small'), ...shape, numReturnSequences: 2 };
    const allowed = () => resolveGenerationConfig(several, limits);
    if (shown.includes('numReturnSequences')) expect(allowed).not.toThrow();
    else expect(allowed).toThrow('numReturnSequences');
  });

  it.each(STRATEGIES)('of a new %s can run, and none is idle', (strategy) => {
    const fresh = initialConfig(strategy, 'small');
    expect(resolveGenerationConfig(fresh, limits).warnings).toEqual([]);
    expect(withoutUnusedFields(fresh)).toEqual(fresh);
  });

  it('are left out where another strategy does not use them', () => {
    expect(withoutUnusedFields({ strategy: 'greedy', temperature: 0.7, repetitionPenalty: 1.2 })).toEqual({
      strategy: 'greedy',
      repetitionPenalty: 1.2,
    });
  });
});

describe('a recipe’s title', () => {
  const title = (decoding: GenerationConfig) => describeConfig(decoding, String);

  it.each<[string, GenerationConfig]>([
    ['Greedy', { strategy: 'greedy' }],
    ['Greedy, repetition penalty 1.2', { strategy: 'greedy', repetitionPenalty: 1.2 }],
    ['Sampling', { strategy: 'sample', temperature: 1, topP: 1 }],
    ['Temperature 0', { strategy: 'sample', temperature: 0 }],
    ['Temperature 0', { strategy: 'sample', temperature: 0, seed: 7 }],
    ['Top-p 0.9, temperature 0.8', { strategy: 'sample', topP: 0.9, temperature: 0.8 }],
    ['Top-k 50, 3 texts, seed 0', { strategy: 'sample', topK: 50, numReturnSequences: 3, seed: 0 }],
    ['Beam 4, no repeated 3-grams', { strategy: 'beam', numBeams: 4, noRepeatNgramSize: 3 }],
    ['Beam-sample 5, top-p 0.9', { strategy: 'beam', numBeams: 5, doSample: true, topP: 0.9 }],
    ['Contrastive search, α 0.6, top-k 4', { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 }],
    ['Contrastive decoding', { strategy: 'contrastiveDecoding', amateur: 'small', temperature: 2 }],
  ])('%s', (expected, decoding) => {
    expect(title(decoding)).toBe(expected);
  });
});
