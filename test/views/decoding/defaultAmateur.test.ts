// @vitest-environment happy-dom
/* What contrastive decoding is tried with first, by the model that the run is of. */
import { describe, expect, it } from 'vitest';
import { defaultAmateur } from '../../../webview-ui/decoding/recipe/recipeForm.js';
import type { DecodingPage } from '../../../webview-ui/decoding/model/decodingPage.js';
import { MODELS, served } from './decodingFixture.js';

const [mini, amateur] = MODELS;
const large = { ...mini!, id: 'large', folder: '/large', bytes: 3e9, vocabularySize: 50_257 };
const small = { ...large, id: 'small', folder: '/small', bytes: 2e8 };
const there = served('http://127.0.0.1:8080');
const page = (model: string) =>
  ({ state: { models: [...MODELS, large, small, there], model } }) as unknown as DecodingPage;
const branch = (model: string) => ({ model }) as never;

describe('the amateur that a recipe begins with', () => {
  it.each([
    ['gpt2-mini', undefined, amateur!.id],
    ['large', undefined, 'small'],
    ['small', undefined, null],
    ['t5-mini', undefined, null],
    [there.id, undefined, null],
    ['gpt2-mini', { ownModel: 'large', branch: null }, 'small'],
    ['large', { ownModel: 'gpt2-mini', branch: null }, amateur!.id],
    [there.id, { ownModel: 'large', branch: null }, 'small'],
    ['large', { ownModel: there.id, branch: null }, null],
    ['gpt2-mini', { ownModel: 't5-mini', branch: null }, null],
    ['gpt2-mini', { branch: branch('large') }, 'small'],
    ['large', { ownModel: 'unknown', branch: null }, null],
    ['large', { branch: null }, 'small'],
  ] as const)('is of the kind of its model: %s, of the run’s own %j', (model, run, wanted) => {
    expect(defaultAmateur(page(model), run)).toBe(wanted);
  });
});
