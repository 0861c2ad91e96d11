// @vitest-environment happy-dom
/* A strategy with a field of its own, put where a new one would be: the table of fields, the registry and the texts. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { describeConfig } from '../../../src/decoding/config/describe.js';
import { fieldGroups, fieldsUsed, initialConfig, isStochastic } from '../../../src/decoding/config/fields.js';
import { resolveGenerationConfig } from '../../../src/decoding/config/resolve.js';
import { findFieldIssues } from '../../../src/decoding/config/validation.js';
import { recipePython } from '../../../src/host/features/decoding/export/python.js';
import { readRecipes, recipeJson } from '../../../src/host/features/decoding/export/recipeFile.js';
import { findIssues } from '../../../src/host/features/decoding/runIssues.js';
import { withSeed } from '../../../src/host/features/decoding/recipes.js';
import { generationConfigSchema } from '../../../src/protocol/engine/generationConfig.js';
import { STRATEGIES } from '../../../src/protocol/engine/generationFields.js';
import { describeWarning, type GenerationConfig } from '../../../src/protocol/engine/index.js';
import { paramSchemas } from '../../../src/protocol/engine/methods.js';
import { fromDecodingWebviewSchema } from '../../../src/protocol/webviews/index.js';
import { decodeAll } from '../../unit/decoding/decodeAll.js';
import { randomTables, tableModel } from '../../unit/decoding/tableModel.js';
import { missingOfStrategySetting } from '../../unit/host/strategySetting.js';
import { comparison } from '../fixtures.js';
import { idleRun, stateOf } from './decodingFixture.js';
import { all, DecodingHarness } from './decodingHarness.js';

/** Names that the compiler knows nothing of. */
const recipe = { strategy: 'madeUp', rank: 3 } as object as GenerationConfig;
const changed = (change: object) => ({ ...recipe, ...change });

vi.mock(import('../../../src/protocol/engine/generationFields.js'), async (original) => {
  const module = await original();
  const rank = { kind: 'integer', min: 1, max: 9, neutral: 2, step: 1, python: 'asIs' };
  return {
    ...module,
    STRATEGIES: [...module.STRATEGIES, 'madeUp'] as never,
    GENERATION_FIELDS: { ...module.GENERATION_FIELDS, rank } as never,
    fieldNames: [...module.fieldNames, 'rank' as never],
  };
});

vi.mock(import('../../../src/decoding/strategies/index.js'), async (original) => {
  const module = await original();
  const { decodeRows } = await import('../../../src/decoding/strategies/rowDecoder.js');
  const { singleModelStrategy } = await import('../../../src/decoding/strategies/tokenChoice.js');
  const spec: (typeof module.strategySpecs)['greedy'] = {
    fields: () => ({ first: ['rank' as never, 'temperature'], more: [] }),
    draws: () => true,
    initial: { rank: 4 } as object,
  };
  const create: (typeof module.tokenGenerators)['greedy'] = ({ main }, request, config, signal) => {
    const { rank } = config as object as { rank: number };
    return decodeRows(
      singleModelStrategy(main, [], (logits) => logits.best(rank)[rank - 1] ?? -1, config),
      request,
      1,
      signal,
    );
  };
  return {
    strategySpecs: { ...module.strategySpecs, madeUp: spec },
    tokenGenerators: { ...module.tokenGenerators, madeUp: create },
  };
});

vi.mock(import('../../../src/decoding/config/texts.js'), async (original) => {
  const module = await original();
  const strategy = { label: () => 'Made-up strategy', meaning: () => 'Always the same rank.', title: () => 'made up' };
  const field = { label: () => 'rank', does: () => 'Which token.', title: (value: string) => `rank ${value}` };
  return {
    ...module,
    STRATEGY_TEXTS: { ...module.STRATEGY_TEXTS, madeUp: strategy } as never,
    FIELD_TEXTS: { ...module.FIELD_TEXTS, rank: field } as never,
  };
});

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('a new strategy with a field of its own', () => {
  it('is in the schemas: its name, and its field with its range', () => {
    expect(v.is(generationConfigSchema, recipe)).toBe(true);
    expect(v.is(paramSchemas.generate, { text: 'a', decoding: recipe })).toBe(true);
    expect(v.is(generationConfigSchema, changed({ rank: 10 }))).toBe(false);
    expect(v.is(generationConfigSchema, changed({ rank: 1.5 }))).toBe(false);
  });

  it('is in the schema of what is typed, which knows no range', () => {
    const message = (rank: unknown) => ({ type: 'change', run: 1, decoding: changed({ rank }) });
    expect(v.is(fromDecodingWebviewSchema, message(1000))).toBe(true);
    expect(v.is(fromDecodingWebviewSchema, message('3'))).toBe(false);
    expect(readRecipes(recipeJson([{ name: null, decoding: recipe }]))).toEqual([{ name: null, decoding: recipe }]);
  });

  it('says what is wrong with its field', () => {
    const issue = { field: 'rank', kind: 'range', min: 1, max: 9, message: 'must be at most 9' };
    expect(findFieldIssues(changed({ rank: 10 }), { maxNewTokens: 4 })).toEqual([issue]);
    const head = stateOf(comparison);
    expect(findIssues(changed({ rank: 10 }), head)).toEqual([
      { code: 'bad-request', message: issue.message, details: { kind: 'field', issue } },
    ]);
  });

  it('uses its fields and the common ones, and says what has no effect', () => {
    const { first, more } = fieldGroups(recipe);
    expect(first).toEqual(['rank', 'temperature']);
    expect(more).toEqual(['repetitionPenalty', 'noRepeatNgramSize', 'minNewTokens', 'seed']);
    expect(fieldsUsed(recipe)).toContain('rank');
    const resolve = (decoding: GenerationConfig) =>
      resolveGenerationConfig(decoding, { vocabularySize: 10, maxNewTokens: 4 });
    expect(resolve({ strategy: recipe.strategy })).toMatchObject({ rank: 2, warnings: [] });
    expect(resolve(changed({ topP: 0.5 })).warnings.map(describeWarning)).toEqual([
      'topP has no effect on the strategy madeUp.',
    ]);
    const greedy = { strategy: 'greedy', rank: 3 } as object as GenerationConfig;
    expect(resolve(greedy).warnings.map(describeWarning)).toEqual(['rank has no effect on the strategy greedy.']);
    expect(initialConfig(recipe.strategy, 'small')).toEqual({ strategy: 'madeUp', rank: 4 });
  });

  it('draws as it says, and not at temperature 0', () => {
    expect(isStochastic(recipe)).toBe(true);
    expect(withSeed(recipe, 7).seed).toBe(7);
    expect(isStochastic(changed({ temperature: 0 }))).toBe(false);
  });

  it('has a title', () => {
    expect(describeConfig(recipe, String)).toBe('Made up, rank 3');
    expect(describeConfig(changed({ rank: 2 }), String)).toBe('Made up');
  });

  it('is in the forms: to be chosen, and with a row for its field', () => {
    const run = idleRun(1, recipe);
    const test = new DecodingHarness(stateOf(comparison, [run]), { kept: { open: ['edit:1'] } });
    const chosen = all('.field.strategy select')[0] as HTMLSelectElement;
    expect(chosen.value).toBe('madeUp');
    const input = all('[data-field=rank] input')[0] as HTMLInputElement;
    expect([input.value, input.placeholder, input.step]).toEqual(['3', '2', '1']);
    expect(all('[data-field=rank] .range')[0]?.textContent).toBe('1–9');
    expect(all('[data-field=rank] label')[0]?.textContent).toContain('rank');
    expect(chosen.selectedOptions[0]?.textContent).toBe('Made-up strategy');
    expect(all('.field.strategy .does')[0]?.textContent).toBe('Always the same rank.');
    input.value = '5';
    input.dispatchEvent(new Event('input'));
    vi.advanceTimersByTime(1000);
    expect(test.sentOf('change').map(({ decoding }) => decoding)).toEqual([changed({ rank: 5 })]);
  });

  it('is in the Python export', () => {
    const text = recipePython({
      decoding: recipe,
      model: 'gpt2',
      embedded: false,
      encoderDecoder: false,
      prompt: 'It',
      maxNewTokens: 4,
      seed: 1,
    });
    expect(text).toMatch(/do_sample=True,\n {4}rank=3,\n/);
  });

  it('runs', async () => {
    const write = async (decoding: GenerationConfig) => {
      const { sequences } = await decodeAll(tableModel(randomTables(12, 1)), decoding, { limit: 4 });
      return sequences[0]?.ids;
    };
    const greedy = await write({ strategy: 'greedy' });
    expect(await write(changed({ rank: 1 }))).toEqual(greedy);
    expect(await write(recipe)).toHaveLength(4);
    expect((await write(recipe))?.[0]).not.toBe(greedy?.[0]);
  });

  it('is missed where settings and their texts do not name it', () => {
    const read = (file: string) => readFileSync(path.join(import.meta.dirname, '../../..', file), 'utf8');
    const before = STRATEGIES.at(-2);
    expect(missingOfStrategySetting(read).filter((line) => line.includes('madeUp'))).toEqual([
      `src/host/core/settingTable.ts: add 'madeUp' to continueText.strategy, behind ${before}`,
      `package.json: add "madeUp" to the enum of glassbox.continueText.strategy, behind ${before}`,
      `package.json: add "%setting.continueText.strategy.madeUp%" to its markdownEnumDescriptions, behind ${before}`,
      'package.nls.json: add "setting.continueText.strategy.madeUp"',
      'package.nls.zh-cn.json: add "setting.continueText.strategy.madeUp"',
    ]);
  });
});
