import { describe, expect, it } from 'vitest';
import { comparisonHtml } from '../../../../../src/host/features/decoding/export/html.js';
import { comparisonMarkdown } from '../../../../../src/host/features/decoding/export/markdown.js';
import { readRecipes } from '../../../../../src/host/features/decoding/export/recipeFile.js';
import { exportNumbers } from '../../../../../src/host/features/decoding/export/numbers.js';
import { reduce } from '../../../../../src/host/features/decoding/reducer.js';
import { buildComparison, exportRecipe } from '../../../../../src/host/features/decoding/export/report.js';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import type { RunBranch } from '../../../../../src/protocol/webviews/index.js';
import { freshState, T5, twoTokens } from './fakeEngine.js';

const TWO: GenerationConfig[] = [{ strategy: 'sample', topP: 0.9 }, { strategy: 'greedy' }];
const BRANCH: RunBranch = {
  run: 0,
  sequence: 0,
  step: 1,
  ids: [1, 102],
  text: ' one other',
  chosen: ' other',
  promptIds: [7, 8],
  source: 'Once upon a time',
  model: 'gpt2-mini',
};

/** The parameters in a copied console command. */
function asked(command: string): unknown {
  return JSON.parse(/ generate '(.*)'$/s.exec(command)?.[1] ?? '');
}

describe('a recipe taken along', () => {
  const { shown } = freshState(TWO);

  it('has the common seed where chance has a part', () => {
    const [recipe] = readRecipes(exportRecipe(shown.runs[0]!, shown, 'json', 'posix'));
    expect(recipe?.decoding).toEqual({ strategy: 'sample', topP: 0.9, seed: 7 });
    expect(asked(exportRecipe(shown.runs[0]!, shown, 'command', 'posix'))).toEqual({
      model: 'gpt2-mini',
      text: 'Once upon a time',
      decoding: { strategy: 'sample', topP: 0.9, seed: 7 },
      maxNewTokens: 40,
    });
    expect(asked(exportRecipe(shown.runs[1]!, shown, 'command', 'posix'))).toMatchObject({
      decoding: { strategy: 'greedy' },
    });
    expect(exportRecipe(shown.runs[0]!, shown, 'python', 'posix')).toContain('set_seed(7)');
  });

  it('asks with a branch’s own tokens, or its text', () => {
    const branched = reduce(freshState(TWO), {
      type: 'branched',
      from: 0,
      branch: BRANCH,
      recipe: { name: null, decoding: TWO[1]! },
    }).shown;
    expect(asked(exportRecipe(branched.runs[1]!, branched, 'command', 'posix'))).toMatchObject({
      promptIds: [7, 8, 1, 102],
    });
    expect(exportRecipe(branched.runs[1]!, branched, 'python', 'posix')).toContain('"Once upon a time one other"');
  });

  it('puts the task’s prefix before an encoder-decoder’s prompt', () => {
    const state = freshState(TWO, { model: T5.id, prefix: 'translate English to German: ' }).shown;
    expect(asked(exportRecipe(state.runs[1]!, state, 'command', 'posix'))).toMatchObject({
      model: T5.id,
      text: 'translate English to German: Once upon a time',
    });
    expect(exportRecipe(state.runs[1]!, state, 'python', 'posix')).toContain('AutoModelForSeq2SeqLM');
  });
});

describe('a comparison taken along', () => {
  it('tells the runs that ran, and with what', () => {
    const made = { model: 'gpt2-mini', source: 'An older prompt', seed: 7, maxNewTokens: 20, decoding: TWO[0]! };
    const state = [
      { type: 'started' as const, runs: [{ id: 0, made }] },
      { type: 'ended' as const, run: { id: 0, generation: 1 }, value: { ...twoTokens(TWO[0]!), seed: 7 } },
    ].reduce(reduce, freshState(TWO));
    const comparison = buildComparison(state.shown, state.made, 'today', {
      title: ({ decoding }) => decoding.strategy,
      number: String,
    });
    expect(comparison).toMatchObject({
      model: 'gpt2-mini',
      prompt: 'An older prompt',
      maxNewTokens: 20,
      date: 'today',
    });
    expect(comparison.runs).toMatchObject([
      { name: 'sample', seed: 7, fault: null, sequences: [{ text: ' one two' }] },
    ]);
  });

  it('says of a run what it alone was made with, though its recipe has changed since', () => {
    const older = { model: 'gpt2-mini', source: 'An older prompt', seed: 7, maxNewTokens: 20, decoding: TWO[0]! };
    const newer = { ...older, source: 'A newer one', maxNewTokens: 30, decoding: TWO[1]!, seed: null };
    const changed = { strategy: 'greedy', repetitionPenalty: 3 } as const;
    const state = [
      { type: 'started' as const, runs: [{ id: 0, made: older }] },
      { type: 'started' as const, runs: [{ id: 1, made: newer }] },
      { type: 'ended' as const, run: { id: 0, generation: 1 }, value: twoTokens(TWO[0]!) },
      { type: 'ended' as const, run: { id: 1, generation: 1 }, value: twoTokens(TWO[1]!) },
      { type: 'change' as const, run: 1, decoding: changed },
    ].reduce(reduce, freshState(TWO));
    const comparison = buildComparison(state.shown, state.made, 'today', {
      title: ({ decoding }) => JSON.stringify(decoding),
      number: String,
    });
    expect(comparison.runs[0]).not.toHaveProperty('made');
    expect(comparison.runs[1]).toMatchObject({
      name: JSON.stringify(TWO[1]),
      decoding: TWO[1],
      made: { prompt: 'A newer one', maxNewTokens: 30 },
    });
    const numbers = exportNumbers('en');
    expect(comparisonMarkdown(comparison, numbers)).toContain(
      'at most 30 new tokens\n\nPrompt:\n\n> A newer one\n\n---',
    );
    expect(comparisonHtml(comparison, numbers)).toContain('<blockquote>A newer one</blockquote>');
  });
});
