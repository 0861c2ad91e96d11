/* Session files and generation_config.json: what leaves the view comes back as it was, and what is broken is named. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  generationConfigJson,
  isGenerationConfig,
  readGenerationConfig,
} from '../../../../../src/host/features/decoding/export/generationConfigFile.js';
import { readSession, sessionJson } from '../../../../../src/host/features/decoding/export/sessionFile.js';
import { sessionSchema } from '../../../../../src/host/features/decoding/export/sessionSchema.js';
import { reduce } from '../../../../../src/host/features/decoding/reducer.js';
import type { SessionState } from '../../../../../src/host/features/decoding/sessionState.js';
import type { GenerationConfig } from '../../../../../src/protocol/engine/index.js';
import type { DecodingRun } from '../../../../../src/protocol/webviews/index.js';
import { endedRuns } from '../../../../views/decoding/decodingFixture.js';
import { comparison } from '../../../../views/fixtures.js';
import { freshState } from './fakeEngine.js';

/** What the models wrote, as the view has it: six strategies, a beam tree among them; and a branch of the second. */
function comparisonState(): SessionState {
  const ended = endedRuns(comparison);
  const state = freshState([], { runs: ended });
  const made = ended.map((run) => {
    const { decoding } = run;
    return [run.id, { model: 'gpt2-mini', source: 'Once', seed: 7, maxNewTokens: 28, decoding }] as const;
  });
  const [, second] = ended;
  const step = second!.sequences[0]!.steps[4]!;
  const branch = {
    ...{ run: second!.id, sequence: 0, step: 4, ids: [1, 2, step.alternatives[1]!.id], text: 'a b c' },
    ...{ chosen: step.alternatives[1]!.text, promptIds: second!.promptIds, source: 'Once', model: 'gpt2-mini' },
  };
  return reduce(
    { ...state, made: new Map(made), nextId: 7 },
    { type: 'branched', from: second!.id, branch, recipe: { name: 'mine', decoding: second!.decoding } },
  );
}

const opened = (text: string, into = freshState([{ strategy: 'greedy' }])) =>
  reduce(into, { type: 'opened', session: readSession(text) });

describe('a session', () => {
  const before = comparisonState();
  const text = sessionJson(before);
  const after = opened(text);

  it('comes back as it was: settings, recipes, names, texts, tokens, trees, measures', () => {
    const { prompt, model, seed, maxNewTokens, prefix } = before.shown;
    expect(after.shown).toMatchObject({ prompt, model, seed, maxNewTokens, prefix });
    const plain = (state: SessionState) =>
      state.shown.runs.map((run: DecodingRun) => ({
        ...run,
        id: 0,
        generation: 0,
        branch: run.branch?.step,
        stale: false,
      }));
    expect(plain(after)).toEqual(plain(before));
    expect([...after.made.values()]).toEqual([...before.made.values()]);
    expect(after.shown.runs.some(({ tree }) => tree !== null)).toBe(true);
  });

  it('has runs of new numbers, and a branch knows its own among them', () => {
    const ids = after.shown.runs.map(({ id }) => id);
    expect(ids).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(after.shown.runs[2]).toMatchObject({ name: 'mine', branch: { run: ids[1] } });
    expect(after.nextId).toBe(8);
    // Opened again beside what is there, no number comes twice.
    expect(opened(text, after).shown.runs[0]?.id).toBe(8);
  });

  it('says of what it was made with other settings that it is out of date', () => {
    const changed = reduce(before, { type: 'seed', seed: 8 });
    const stale = (state: SessionState) => state.shown.runs.map((run) => run.stale);
    expect(stale(changed)).toContain(true);
    expect(stale(opened(sessionJson(changed)))).toEqual(stale(changed));
  });

  const byServer = (change: Partial<DecodingRun> = {}): SessionState => {
    const [run] = endedRuns(comparison);
    const decoding: GenerationConfig = { strategy: 'sample', topP: 0.9 };
    const untold = { ids: [], steps: [], logProbability: null, score: null };
    const sequence: DecodingRun['sequences'][number] = { ...untold, text: ' a text', finish: 'cut' };
    const nothing = { distinct1: null, distinct2: null, repeated4grams: null, promptOverlap: null, selfBleu: null };
    const figures = { tokensPerSecond: null, meanLogProbability: null, perplexity: null, ...nothing };
    const model = 'm@127.0.0.1:8080';
    const written: DecodingRun = {
      ...{ ...run!, decoding, model, ownModel: model, promptIds: [], tree: null, seed: 3 },
      sequences: [sequence, { ...sequence, text: '', finish: 'eos' }],
      metrics: { newTokens: null, seconds: 1.5, ...figures },
      warnings: [
        { kind: 'decodedByServer' },
        { kind: 'ignoredByServer', fields: ['topK', 'minNewTokens'] },
        { kind: 'unsureAtServer', fields: ['seed'] },
        { kind: 'brokenOff', problem: 'failed', host: '127.0.0.1:8080', status: 500, said: 'out of memory' },
      ],
      ...change,
    };
    const state = freshState([], { runs: [written] });
    const made = { model, source: 'Once', seed: 7, maxNewTokens: 28, decoding };
    return { ...state, made: new Map([[written.id, made]]), nextId: written.id + 1 };
  };

  it.each<[string, Partial<DecodingRun>]>([
    ['without tokens and figures', {}],
    [
      'with a count of tokens',
      { metrics: { ...byServer().shown.runs[0]!.metrics!, newTokens: 4, tokensPerSecond: 2 } },
    ],
    ['from a step on', { warnings: [{ kind: 'decodedByServer', step: 1 }], promptIds: [1, 2] }],
    ['by another model', { warnings: [{ kind: 'otherModel', asked: 'a', said: 'b' }, { kind: 'overlong' }] }],
    ['in pieces of characters', { warnings: [{ kind: 'lostCharacters' }] }],
    ['busy', { warnings: [{ kind: 'brokenOff', problem: 'busy', host: 'h', status: 429, seconds: 7 }] }],
    ['stalled', { warnings: [{ kind: 'brokenOff', problem: 'stalled', host: 'h', seconds: 120 }] }],
    ['stopped', { status: 'stopped' }],
    ['without chance', { metrics: { ...byServer().shown.runs[0]!.metrics!, greedy: true } }],
    ['of no seed', { seed: null }],
  ])('keeps what a server decoded: %s', (_, change) => {
    const state = byServer(change);
    const [kept] = opened(sessionJson(state)).shown.runs;
    // These three are the window's own.
    const { id, generation, stale } = kept!;
    expect(kept).toEqual({ ...state.shown.runs[0]!, id, generation, stale });
  });

  it('is the same again when it is saved again', () => {
    expect(JSON.parse(sessionJson(after))).toEqual(JSON.parse(text));
    expect(text.endsWith(']\n}\n')).toBe(true);
    expect(JSON.parse(sessionJson(freshState([])))).toMatchObject({ runs: [] });
  });

  it('has a prompt that followed the cursor as it was', () => {
    const following = reduce(before, { type: 'setPrompt', prompt: { mode: 'follow', text: 'Here', label: 'a.md:1' } });
    expect(readSession(sessionJson(following)).prompt).toEqual({ mode: 'pinned', text: 'Here', label: 'a.md:1' });
  });

  it('carries impossible tokens, which JSON has no number for', () => {
    const runs = before.shown.runs.map((run) =>
      run.tree ? { ...run, tree: run.tree.map((node) => ({ ...node, score: -Infinity })) } : run,
    );
    const read = opened(sessionJson({ ...before, shown: { ...before.shown, runs } }));
    expect(read.shown.runs.find(({ tree }) => tree)?.tree?.[0]?.score).toBe(-Infinity);
  });

  const file = JSON.parse(text) as { runs: { result: { sequences: { ids: number[]; steps: { id: number }[] }[] } }[] };
  const changed = (change: (copy: typeof file & Record<string, unknown>) => void) => {
    const copy = structuredClone(file) as typeof file & Record<string, unknown>;
    change(copy);
    return JSON.stringify(copy);
  };

  it.each([
    ['{"a":', /no session: it is no JSON/, { problem: 'notJson' }],
    ['[]', /no "format": "glassbox-decoding"/, { problem: 'otherFormat' }],
    [changed((one) => (one['version'] = 2)), /version is 2, .* reads version 1/, { problem: 'otherVersion' }],
    [changed((one) => delete one['seed']), /seed is missing/, { problem: 'missingField', path: 'seed' }],
    [changed((one) => (one['seed'] = -1)), /seed must be at least 0/, { problem: 'content', path: 'seed' }],
    [changed((one) => (one['tempo'] = 1)), /tempo is an unknown field/, { problem: 'unknownField', path: 'tempo' }],
    [
      changed((one) => (one.runs[0]!.result.sequences[0]!.steps[1]!.id = -3)),
      /runs\.0\.result\.sequences\.0\.steps\.1\.id must be at least 0/,
      { problem: 'content', path: 'runs.0.result.sequences.0.steps.1.id' },
    ],
    [
      changed((one) => one.runs[0]!.result.sequences[0]!.ids.pop()),
      /runs\.0\.result\.sequences\.0 must have a step for each id/,
      { problem: 'content', path: 'runs.0.result.sequences.0' },
    ],
  ])('names what is wrong with a file: %#', (broken, message, details) => {
    expect(() => readSession(broken)).toThrow(message);
    expect(() => readSession(broken)).toThrow(
      expect.objectContaining({ details: expect.objectContaining(details) as unknown }) as Error,
    );
  });

  it('is told field by field to editors, as it is checked', () => {
    interface Told {
      properties: Record<string, unknown>;
    }
    const root = path.resolve(import.meta.dirname, '../../../../..');
    const told = JSON.parse(readFileSync(path.join(root, 'schemas/decoding-session.schema.json'), 'utf8')) as Told & {
      definitions: Record<string, Told>;
    };
    const names = (object: object) => Object.keys(object).sort();
    const { entries } = sessionSchema;
    const run = entries.runs.pipe[0].item.entries;
    const result = run.result.wrapped.entries;
    const sequence = result.sequences.item.pipe[0].entries;
    const step = sequence.steps.item.entries;
    const pairs: [object, Told | undefined][] = [
      [entries, told],
      [run, (told.properties['runs'] as { items: Told }).items],
      [run.branch.wrapped.entries, told.definitions['branch']],
      [result, told.definitions['result']],
      [sequence, told.definitions['sequence']],
      [step, told.definitions['step']],
      [step.alternatives.item.entries, told.definitions['alternative']],
      [result.tree.wrapped.pipe[0].item.entries, told.definitions['node']],
    ];
    for (const [checked, described] of pairs) expect(names(described!.properties)).toEqual(names(checked));
  });
});

describe('generation_config.json', () => {
  const written = (decoding: GenerationConfig) => {
    const { text, left } = generationConfigJson(decoding, 40);
    return { config: JSON.parse(text) as Record<string, unknown>, left };
  };

  // The modes are those that GenerationConfig.get_generation_mode() of transformers 5.24 tells of what is written here.
  it.each([
    [{ strategy: 'greedy' }, { do_sample: false, max_new_tokens: 40, num_beams: 1 }],
    [
      { strategy: 'beam', numBeams: 4, lengthPenalty: 0.5, earlyStopping: true, numReturnSequences: 2 },
      { do_sample: false, num_beams: 4, length_penalty: 0.5, early_stopping: true, num_return_sequences: 2 },
    ],
    [
      { strategy: 'sample', temperature: 0.7, topP: 0.9 },
      { do_sample: true, top_k: 0, temperature: 0.7, top_p: 0.9 },
    ],
    [
      { strategy: 'contrastiveSearch', penaltyAlpha: 0.6, topK: 4 },
      { do_sample: false, top_k: 4, penalty_alpha: 0.6 },
    ],
    [
      { strategy: 'beam', numBeams: 4, doSample: true, temperature: 1.5 },
      { do_sample: true, top_k: 0, num_beams: 4, temperature: 1.5 },
    ],
    [
      { strategy: 'beam', numBeams: 4, numBeamGroups: 2, diversityPenalty: 0.5 },
      { do_sample: false, num_beams: 4, num_beam_groups: 2, diversity_penalty: 0.5 },
    ],
  ] as [GenerationConfig, object][])(
    'has Hugging Face’s names, and is read as the recipe that it was: %#',
    (decoding, config) => {
      const { config: saved, left } = written(decoding);
      expect(saved).toMatchObject(config);
      expect(left).toEqual([]);
      expect(isGenerationConfig(saved)).toBe(true);
      const read = readGenerationConfig(saved);
      expect(read).toMatchObject({ maxNewTokens: 40, left: [] });
      // No filter by number is what a recipe without top-k says.
      const { topK, ...rest } = read.decoding;
      expect(topK === 0 ? rest : read.decoding).toEqual(decoding);
    },
  );

  it('tells what has no counterpart there', () => {
    expect(written({ strategy: 'sample', topP: 0.9, seed: 3 }).left).toEqual(['seed']);
    expect(written({ strategy: 'greedy', seed: 3 }).left).toEqual([]);
    expect(written({ strategy: 'contrastiveDecoding', amateur: 'x', alpha: 0.5 }).left).toEqual([
      'strategy',
      'amateur',
      'alpha',
    ]);
    expect(written({ strategy: 'sample', temperature: 0, topP: 0.9 }).config).toEqual({
      ...{ do_sample: false, max_new_tokens: 40, num_beams: 1 },
    });
  });

  it('tells what has no counterpart here, and takes the usual top_k where the file leaves it out', () => {
    // GPT-2's own file on the hub, and what transformers writes for a chat model.
    const gpt2 = { _from_model_config: true, bos_token_id: 50_256, eos_token_id: 50_256, transformers_version: '4.26' };
    expect(isGenerationConfig(gpt2)).toBe(true);
    expect(readGenerationConfig(gpt2)).toEqual({
      decoding: { strategy: 'greedy' },
      maxNewTokens: null,
      left: ['bos_token_id', 'eos_token_id'],
    });
    expect(readGenerationConfig({ ...gpt2, do_sample: true, temperature: 0.6, max_length: 4096 })).toEqual({
      decoding: { strategy: 'sample', topK: 50, temperature: 0.6 },
      maxNewTokens: null,
      left: ['bos_token_id', 'eos_token_id', 'max_length'],
    });
    expect(readGenerationConfig({ num_beams: 1, top_p: 0.9 })).toMatchObject({
      decoding: { strategy: 'greedy' },
      left: ['top_p'],
    });
  });

  it('names a field that is not what it should be', () => {
    expect(() => readGenerationConfig({ do_sample: true, top_p: 'high' })).toThrow(/top_p is not what it should be/);
    expect(() => readGenerationConfig({ do_sample: true, max_new_tokens: 0.5 })).toThrow(/max_new_tokens/);
    const model = { model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], eos_token_id: 0, do_sample: true };
    for (const other of [null, [], 'x', {}, { format: 'glassbox-recipes', top_k: 3 }, model, { recipes: [] }]) {
      expect(isGenerationConfig(other)).toBe(false);
    }
  });
});
