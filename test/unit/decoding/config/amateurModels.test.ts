import { describe, expect, it } from 'vitest';
import { amateursFor, findModel } from '../../../../src/decoding/config/amateurModels.js';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';

const model = (id: string, change: Partial<ModelInfo> = {}): ModelInfo => ({
  id,
  architecture: 'decoder',
  type: 'gpt2',
  tasks: ['generate', 'compare'],
  source: 'installed',
  folder: `/models/${id}`,
  bytes: 50,
  maxLength: 512,
  vocabularySize: 10_000,
  defaultFor: [],
  ...change,
});

const models = [
  model('expert', { bytes: 100 }),
  model('small'),
  model('other words', { bytes: 1, vocabularySize: 100 }),
  model('another kind', { architecture: 'encoder-decoder' }),
  model('larger', { bytes: 200 }),
  model('on a server', { source: 'server', bytes: 0 }),
];

describe('models that would do as an amateur', () => {
  it('are smaller ones of the same kind with as many tokens', () => {
    expect(amateursFor(models, 'expert')).toEqual(['small']);
    expect(amateursFor(models, '/models/expert')).toEqual(['small']);
    expect(amateursFor(models, 'small')).toEqual([]);
    expect(amateursFor(models, 'unknown')).toEqual([]);
    expect(amateursFor([...models, model('tiny', { bytes: 0 })], 'on a server')).toEqual([]);
  });

  it('are found by id or folder', () => {
    expect(findModel(models, '/models/larger')?.id).toBe('larger');
    expect(findModel(models, 'nowhere')).toBeUndefined();
  });
});
