/* What leaves the Decoding view: recipes as JSON, Python and command, comparisons as Markdown and HTML. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../../../../src/host/features/decoding/export/comparison.js';
import { comparisonHtml } from '../../../../../src/host/features/decoding/export/html.js';
import { comparisonMarkdown } from '../../../../../src/host/features/decoding/export/markdown.js';
import { recipePython, type PythonOptions } from '../../../../../src/host/features/decoding/export/python.js';
import { readRecipes, recipeJson } from '../../../../../src/host/features/decoding/export/recipeFile.js';
import { branchOfRecipe, recipesOf } from '../../../../../src/host/features/decoding/recipes.js';
import { exportNumbers } from '../../../../../src/host/features/decoding/export/numbers.js';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import type { LastResult } from '../../../../../src/protocol/webviews/index.js';

type Generated = Extract<LastResult, { kind: 'generate' }>;

const fixture = (name: string) =>
  JSON.parse(
    readFileSync(path.join(import.meta.dirname, '../../../../views/fixtures', `${name}.json`), 'utf8'),
  ) as Generated;

const numbers = exportNumbers('en');

function runOf(name: string, { params, value }: Generated): Comparison['runs'][number] {
  return {
    name,
    decoding: params.decoding,
    sequences: value.sequences.map(({ steps = [], ...rest }) => ({ ...rest, steps })),
    metrics: value.metrics,
    warnings: value.warnings,
    seed: value.seed ?? null,
    branch: null,
    fault: null,
  };
}

const comparison: Comparison = {
  model: 'gpt2-mini',
  prompt: 'When the rain stopped, the children',
  maxNewTokens: 24,
  date: '22 November 2026',
  runs: [
    runOf('Top-p 0.9, temperature 0.8', fixture('continuation')),
    runOf('Greedy', fixture('repeating')),
    runOf('Beam 4', fixture('beams')),
  ],
};

/** Everything in it is there to break out of the format. */
const hostile: Comparison = {
  ...comparison,
  model: '<b>|`model`',
  prompt:
    '</style><script>alert(1)</script>\n# no heading\n- no item\n1. none\n| a | b |\n    no code\n```\n&amp; "x" \'y\'',
  runs: [
    {
      ...comparison.runs[0]!,
      name: '"><img src=x onerror=alert(1)> | *name*\nnext',
      sequences: [
        { ids: [1], text: '<!-- --> ]]> *a* \u0000', steps: [], finish: 'length', logProbability: -1, score: -1 },
      ],
      warnings: ['<i>w</i>'],
      fault: '[link](javascript:alert(1))',
    },
  ],
};

it('shares are written so that no chance reads as none, and none as certain', () => {
  expect([0, 1e-6, 0.5, 0.99999, 1].map(numbers.percent)).toEqual(['0.0 %', '< 0.01 %', '50.0 %', '99.9 %', '100.0 %']);
});

describe('a comparison as HTML', () => {
  it('is drawn whole', () => {
    expect(comparisonHtml(comparison, numbers)).toMatchSnapshot();
  });

  it('runs and loads nothing, and follows the reader’s colours', () => {
    for (const page of [comparisonHtml(comparison, numbers), comparisonHtml(hostile, numbers)]) {
      const tags = page.match(/<[^>]*>/g)!.join('\n');
      expect(tags).not.toMatch(/<(script|img|link|iframe|object|form)|\son[a-z]+\s*=|\s(src|href)\s*=/i);
      expect(page).not.toMatch(/url\(|@import/);
      expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
      expect(page).toContain('prefers-color-scheme: dark');
      expect(page).not.toContain('\u0000');
    }
  });

  it('holds each text, by tokens with their probabilities where these are known', () => {
    const page = comparisonHtml(comparison, numbers);
    const plain = page
      .replace(/<[^>]+>/g, '')
      .replaceAll('&quot;', '"')
      .replaceAll('&#39;', "'");
    for (const { sequences } of comparison.runs) expect(plain).toContain(sequences[0]!.text.trim());
    expect(page.match(/class="level\d" title="/g)!.length).toBeGreaterThan(50);
    expect(page.match(/<polyline class="line\d"/g)).toHaveLength(6);
  });

  it('keeps what stands before the tokens of a branch', () => {
    const [run] = comparison.runs;
    const [first] = run!.sequences;
    const page = comparisonHtml(
      { ...comparison, runs: [{ ...run!, sequences: [{ ...first!, text: `BEFORE${first!.text}` }] }] },
      numbers,
    );
    expect(page).toContain('<p class="text">BEFORE <span');
  });
});

describe('a branch', () => {
  const [run] = comparison.runs;
  const of = (branch: Partial<NonNullable<Comparison['runs'][number]['branch']>>): Comparison => ({
    ...comparison,
    runs: [{ ...run!, branch: { of: 'Greedy | 2', sequence: 0, step: 4, chosen: ' <b>', ...branch } }],
  });

  it('says of which run it is, where, and what was chosen', () => {
    expect(comparisonMarkdown(of({}), numbers)).toContain('Branch of “Greedy \\| 2” at token 5: &#60;b&#62;');
    expect(comparisonHtml(of({}), numbers)).toContain('>Branch of “Greedy | 2” at token 5: &lt;b&gt;</p>');
  });

  it('does so where that run is gone, and where it had several texts', () => {
    expect(comparisonMarkdown(of({ of: null, chosen: '\n' }), numbers)).toContain('Branch at token 5: ↵\n');
    expect(comparisonMarkdown(of({ sequence: 1 }), numbers)).toContain('&#60;b&#62; · Text 2\n');
  });
});

describe('a comparison as Markdown', () => {
  it('is written whole', () => {
    expect(comparisonMarkdown(comparison, numbers)).toMatchSnapshot();
  });

  it('lets no text become Markdown', () => {
    const text = comparisonMarkdown(hostile, numbers);
    expect(text).toMatchSnapshot();
    expect(text.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(5);
    expect(text).not.toMatch(/(^|[^\\])<|(^|[^\\])\*name/);
    const rows = text.split('\n').filter((line) => line.startsWith('|'));
    expect(new Set(rows.map((line) => line.replaceAll('\\|', '').split('|').length)).size).toBe(1);
  });
});

describe('recipes as JSON', () => {
  const recipes = [
    { name: 'mine', decoding: { strategy: 'sample', topP: 0.9, seed: 7 } as GenerationConfig },
    { name: null, decoding: { strategy: 'beam', numBeams: 4, earlyStopping: 'never' } as GenerationConfig },
  ];

  it('are read as they were written', () => {
    expect(readRecipes(recipeJson(recipes))).toEqual(recipes);
    expect(readRecipes(`\uFEFF${recipeJson(recipes)}`)).toEqual(recipes);
  });

  it('keep their branches, each by the place of its run in the file', () => {
    const branch = {
      ...{ run: 4, sequence: 0, step: 1, ids: [1, 102], text: ' one other', chosen: ' other' },
      ...{ promptIds: [7, 8], source: 'Once', model: 'gpt2-mini' },
    };
    const greedy = { name: null, decoding: { strategy: 'greedy' } as GenerationConfig };
    const runs = [
      { ...greedy, id: 4, branch: null },
      { ...greedy, id: 9, branch },
      { ...greedy, id: 10, branch: { ...branch, run: 77 } },
    ];
    const read = readRecipes(recipeJson(recipesOf(runs)));
    expect(read).toEqual([
      greedy,
      { ...greedy, branch: { ...branch, run: 0 } },
      { ...greedy, branch: { ...branch, run: null } },
    ]);
    expect(read.map((recipe) => branchOfRecipe(recipe, 20)?.run)).toEqual([undefined, 20, -1]);
    expect(() => readRecipes(recipeJson([{ ...greedy, branch: { ...branch, ids: [] } }]))).toThrow(
      /recipes\.0\.branch\.ids holds no token/,
    );
  });

  it('may be out of range, as typed ones are', () => {
    const wild = [{ name: null, decoding: { strategy: 'sample', topP: 9 } as GenerationConfig }];
    expect(readRecipes(recipeJson(wild))).toEqual(wild);
  });

  it.each([
    ['nonsense', /it is no JSON/],
    ['[]', /no "format": "glassbox-recipes"/],
    ['{"format": "other"}', /no "format"/],
    ['{"format": "glassbox-recipes", "version": 2, "recipes": []}', /its version is 2, .* reads version 1/],
    ['{"format": "glassbox-recipes", "version": 1}', /recipes is missing/],
    ['{"format": "glassbox-recipes", "version": 1, "recipes": []}', /recipes holds no recipe/],
    [
      '{"format": "glassbox-recipes", "version": 1, "recipes": [{"decoding": {"strategy": "x"}}]}',
      /recipes\.0\.decoding\.strategy must be/,
    ],
    [
      '{"format": "glassbox-recipes", "version": 1, "recipes": [{"decoding": {"strategy": "beam", "beams": 3}}]}',
      /recipes\.0\.decoding\.beams is an unknown field/,
    ],
    [
      '{"format": "glassbox-recipes", "version": 1, "recipes": [{"decoding": {"strategy": "sample", "topP": "0.9"}}]}',
      /recipes\.0\.decoding\.topP must be number, and is "0\.9"/,
    ],
  ])('refuses %s', (text, message) => {
    expect(() => readRecipes(text)).toThrow(message);
    expect(() => readRecipes(text)).toThrow(expect.objectContaining({ code: 'bad-request' }) as Error);
  });
});

describe('a recipe as Python', () => {
  const options: PythonOptions = {
    decoding: { strategy: 'greedy' },
    model: 'gpt2',
    embedded: false,
    encoderDecoder: false,
    prompt: 'When the "rain" stopped,\nthe\u2028children',
    maxNewTokens: 40,
    seed: null,
  };
  const python = (change: Partial<PythonOptions>) => recipePython({ ...options, ...change });

  it.each([
    ['greedy', { decoding: { strategy: 'greedy', repetitionPenalty: 1.2, noRepeatNgramSize: 3 } }],
    [
      'beams',
      { decoding: { strategy: 'beam', numBeams: 4, lengthPenalty: 0.5, earlyStopping: true, numReturnSequences: 2 } },
    ],
    [
      'sample',
      {
        decoding: { strategy: 'sample', temperature: 0.7, topP: 0.9, minP: 0.05 },
        seed: 7,
        embedded: true,
        model: 'gpt2-mini',
      },
    ],
    ['groups', { decoding: { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 0.5 } }],
    ['contrastive search', { decoding: { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 } }],
    ['contrastive decoding', { decoding: { strategy: 'contrastiveDecoding', alpha: 0.5, amateur: 'distilgpt2' } }],
    [
      'T5',
      {
        decoding: { strategy: 'beam', numBeams: 4 },
        encoderDecoder: true,
        model: 't5-small',
        prompt: 'translate English to German: A cat.',
      },
    ],
  ] as [string, Partial<PythonOptions>][])('of %s', (_, change) => {
    expect(python(change)).toMatchSnapshot();
  });

  it('writes out where Hugging Face’s default differs', () => {
    expect(python({ decoding: { strategy: 'sample' } })).toContain('top_k=0,  # off; Hugging Face has 50');
    expect(python({ decoding: { strategy: 'sample', topK: 50 } })).toMatch(/top_k=50,\n/);
    expect(python({ decoding: { strategy: 'beam' } })).toContain('num_beams=4');
  });

  it('turns temperature 0 into what it means', () => {
    const text = python({ decoding: { strategy: 'sample', temperature: 0, topP: 0.5 } });
    expect(text).toContain('do_sample=False,  # temperature 0');
    expect(text).not.toMatch(/temperature=|top_p|set_seed/);
  });

  it('has floats where Hugging Face refuses whole numbers, and whole ones where it counts', () => {
    const text = python({
      decoding: { strategy: 'sample', temperature: 2, repetitionPenalty: 3, topK: 5, minP: 1e-7 },
    });
    expect(text).toMatch(/temperature=2\.0,\n/);
    expect(text).toMatch(/repetition_penalty=3\.0,\n/);
    expect(text).toMatch(/top_k=5,\n/);
    expect(text).toMatch(/min_p=1e-7,\n/);
    const groups = { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 1 } as const;
    expect(python({ decoding: groups })).toMatch(/num_beam_groups=2,\n {4}diversity_penalty=1\.0,/);
  });

  it('asks for nothing that Hugging Face or Python refuses', () => {
    const several = { strategy: 'sample', temperature: 0, numReturnSequences: 3 } as const;
    expect(python({ decoding: several })).not.toContain('num_return_sequences');
    expect(python({ decoding: { strategy: 'sample' }, seed: 2 ** 32 + 7 })).toContain('set_seed(7)');
    const contrast = { strategy: 'contrastiveDecoding', amateur: 'distilgpt2', plausibility: 0 } as const;
    expect(python({ decoding: contrast })).toContain('.values + -math.inf');
  });

  it('keeps the prompt in one string, whatever is in it', () => {
    const line = python({})
      .split('\n')
      .find((one) => one.startsWith('prompt = '));
    expect(line).toBe('prompt = "When the \\"rain\\" stopped,\\nthe\\u2028children"');
    expect(python({ model: 'a\nimport os', embedded: true })).not.toMatch(/^import os/m);
  });
});
