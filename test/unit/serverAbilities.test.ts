import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServerAbilities } from '../../src/protocol/engine/index.js';
import { abilityLines, exactnessText, whereText } from '../../src/wording/index.js';
import { abilities } from './host/servers/abilities.js';

const none = { most: 0, isWhole: false, namedBy: null, are: null } as const;
const all = { most: 10_000, isWhole: true, namedBy: 'id', are: 'raw' } as const;
const exactness = (more: Partial<ServerAbilities>) => exactnessText(abilities(more), String);
const lines = (more: Partial<ServerAbilities> = {}) =>
  Object.fromEntries(abilityLines(abilities(more), String).map(({ label, value }) => [label, value]));

describe('what a server can do, in plain words', () => {
  afterEach(() => l10n.config({ contents: '{}' }));

  it('says how far decoding is exact there, and why it is not', () => {
    expect(exactness({ alternatives: all })).toBe(
      'The server tells the probabilities of all tokens: every strategy is exact but the two contrastive ones, which look into a model on this machine.',
    );
    expect(exactness({})).toMatch(
      /^The server tells the 20 likeliest tokens .* a run says where that was not certain\.$/,
    );
    expect(exactness({ alternatives: { ...all, are: 'processed' } })).toContain('not the model’s own');
    expect(exactness({ alternatives: { ...all, namedBy: 'text' } })).toMatch(
      /could be told apart .* decoded by the server/,
    );
    expect(exactness({ alternatives: none })).toBe(
      'The server tells no probabilities. Continuing and comparing are possible, decoded by the server’s own sampler: texts come without figures. Beams and contrastive strategies are not possible there.',
    );
    expect(exactness({ promptLogProbabilities: null })).toContain('How probable a given text is, it does not tell.');
  });

  it('says what a server is that writes nothing', () => {
    expect(exactness({ completes: false, embedding: 384 })).toContain('makes vectors of texts');
    expect(exactness({ completes: false })).toContain('neither');
    expect(lines({ completes: false, sampling: null, embedding: 384 })).toEqual({
      'Kind of server': 'vllm',
      'Longest text': '64 tokens',
      'Writes on from texts': 'no',
      'Vectors of texts': '384 numbers',
    });
  });

  it('has a line for each ability, with what is ignored apart from what is not known', () => {
    expect(lines()).toMatchObject({
      'Likeliest tokens told': '20',
      'Figures are of': 'the model’s logits',
      'A text’s own tokens': 'in one request',
      'Tokens as numbers': 'in and out',
      'Samplers and penalties obeyed': 'temperature, top_k, top_p, min_p, repetition_penalty, presence_penalty',
      'Ignored in silence': 'typical_p, repeat_penalty',
      'Not known whether obeyed': 'frequency_penalty',
      'Beam search of its own': 'not known',
    });
    expect(lines({ alternatives: all })['Likeliest tokens told']).toBe('all');
  });

  it('says where texts go', () => {
    expect([whereText(null), whereText('gpu.example:8000')]).toEqual([
      'on this machine',
      'text goes to gpu.example:8000',
    ]);
  });

  it('says all of it in Chinese', () => {
    l10n.config({
      contents: readFileSync(path.join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json'), 'utf8'),
    });
    const told = [
      exactness({}),
      exactness({ alternatives: none }),
      exactness({ completes: false }),
      ...Object.keys(lines()),
    ];
    for (const text of told) expect(text).toMatch(/\p{Script=Han}/u);
  });
});
