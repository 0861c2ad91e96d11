/* How many parameters a configuration comes to, beside what Hugging Face's classes have (test/golden/parameters.py). */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { familyConfig } from '../../../../src/engine/families/familyConfig.js';
import { formulaOf } from '../../../../src/engine/families/formula.js';
import { countParts } from '../../../../src/engine/inspection/parts.js';
import { golden } from '../../../golden/compare.js';

interface Figures {
  total: number;
  /** `base`: with its embeddings and its pooler; `words`: the table of the vocabulary alone */
  parts: { words: number; base?: number; pooler?: number; encoder?: number; decoder?: number };
}
const { families, published } = JSON.parse(readFileSync(golden('parameters.json'), 'utf8')) as {
  families: Record<string, Figures>;
  published: Record<string, Figures & { config: Record<string, unknown> }>;
};

function counted(config: Record<string, unknown>) {
  const classes = (config['architectures'] ?? []) as string[];
  const found = familyConfig(config, 'config.json', config['model_type'] as string, classes);
  const formula = formulaOf(found, 'config.json');
  return countParts(formula.weights, found.family.architecture);
}

/** Marian's sines have no parameters, though its class keeps them as if they were. */
function sines(config: Record<string, unknown>): number {
  if (config['model_type'] !== 'marian') return 0;
  return Number(config['max_position_embeddings']) * Number(config['d_model']);
}

function expectFigures(config: Record<string, unknown>, { total, parts }: Figures): void {
  const found = counted(config);
  const sum = found.embeddings + found.encoder + found.decoder + found.pooler + found.head;
  expect(found.total).toBe(sum);
  expect(found.total).toBe(total - 2 * sines(config));
  if (parts.base === undefined) {
    expect(found.embeddings).toBe(parts.words);
    expect(found.encoder).toBe(parts.encoder! - sines(config));
    expect(found.decoder).toBe(parts.decoder! - sines(config));
  } else {
    expect(found.pooler).toBe(parts.pooler ?? 0);
    expect(found.head).toBe(total - parts.base);
    expect(found.embeddings).toBeGreaterThanOrEqual(parts.words);
  }
}

describe('the formula counts as Hugging Face', () => {
  it.each(Object.entries(families))('%s', (name, figures) => {
    const folder = golden(`families/models/${name}`);
    const config = JSON.parse(readFileSync(path.join(folder, 'config.json'), 'utf8')) as Record<string, unknown>;
    expectFigures(config, figures);
  });

  it.each(Object.entries(published))('%s', (_, { config, ...figures }) => {
    expectFigures(config, figures);
  });
});

it('comes to the figures that papers and cards have', () => {
  const of = (name: string) => counted(published[name]!.config);
  expect(of('bert-base-uncased').total).toBe(109_482_240);
  // Of a layer: 4d² + 2·d·d_ff, biases and two norms.
  expect(of('bert-base-uncased').encoder).toBe(12 * (4 * 768 ** 2 + 2 * 768 * 3072 + 5 * 768 + 3072 + 4 * 768));
  expect(of('bert-base-uncased').encoder).toBe(85_054_464);
  expect(of('gpt2').total).toBe(124_439_808);
  expect(of('gpt2-xl').total).toBe(1_557_611_200);
  expect(of('t5-small').total).toBe(60_506_624);
  expect(of('t5-base')).toMatchObject({ embeddings: 24_674_304, encoder: 84_954_240, decoder: 113_275_008, head: 0 });
});
