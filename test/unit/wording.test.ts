/* Every error and warning that there is, in English and in Chinese: data are worded, and the engine's sentences stay out. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as l10n from '@vscode/l10n';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  describeWarning,
  ERROR_CODES,
  fromErrorValue,
  GlassboxError,
  toErrorValue,
  type ErrorDetails,
  type ExpectedValue,
  type FieldIssue,
  type FieldIssueKind,
  type FileProblem,
  type GenerationWarning,
  type DecodingFileProblem,
} from '../../src/protocol/engine/index.js';
import { numberFormat } from '../../src/text/numbers.js';
import {
  errorDetail,
  errorSummary,
  errorText,
  fieldIssueText,
  joinList,
  joinSentences,
  labelled,
  sizeText,
  warningText,
} from '../../src/wording/index.js';

/** Scripts are no part of the program that is type-checked here. */
const script: string = path.join(import.meta.dirname, '../../scripts/l10n.mjs');
const { halfWidthSigns } = (await import(script)) as { halfWidthSigns: (text: string) => string[] };

type Samples<T extends { kind: string }> = { [K in T['kind']]: Extract<T, { kind: K }> };

/** One of each; a new kind does not compile without one. */
const details: Samples<ErrorDetails> = {
  field: { kind: 'field', issue: { field: 'topP', kind: 'range', message: 'must be at most 1', min: 0, max: 1 } },
  parameter: { kind: 'parameter', name: 'layerIndices' },
  index: { kind: 'index', what: 'layer', index: 98, count: 4, model: 'bert-mini' },
  server: { kind: 'server', problem: 'unreachable', host: '127.0.0.1:8080' },
  serverAddress: { kind: 'serverAddress', given: 'ftp://host' },
  servedTask: { kind: 'servedTask', model: 'gpt2@127.0.0.1:8080', method: 'attention' },
  untoldToken: { kind: 'untoldToken', model: 'gpt2@127.0.0.1:8080', place: 3, known: 20 },
  uncertainStep: { kind: 'uncertainStep', model: 'gpt2@127.0.0.1:8080', step: 3, known: 20 },
  serverTrust: { kind: 'serverTrust', host: 'gpu.example', problem: 'notAdded' },
  otherVocabulary: { kind: 'otherVocabulary', model: 'gpt2-mini', other: 'gpt2' },
  emptyPrompt: { kind: 'emptyPrompt' },
  nothingToRead: { kind: 'nothingToRead' },
  nothingToPredict: { kind: 'nothingToPredict', model: 'gpt2-mini', reads: 'left' },
  noTokenLeft: { kind: 'noTokenLeft', newTokens: 3 },
  languagePair: {
    kind: 'languagePair',
    model: 't5-mini',
    pair: { from: 'English', to: 'Latin' },
    known: [{ from: 'English', to: 'German' }],
  },
  decodingFile: { kind: 'decodingFile', problem: 'notJson' },
  unknownModel: { kind: 'unknownModel', model: 'bart', known: ['bert-mini', 'gpt2-mini'] },
  noModelFolder: { kind: 'noModelFolder', folder: '/models/bart' },
  task: { kind: 'task', model: 'bert-mini', architecture: 'encoder', type: 'bert' },
  noGraph: { kind: 'noGraph', model: 'bert', folder: '/models/bert', wanted: 'model.onnx', found: ['model_O3.onnx'] },
  noTranslation: { kind: 'noTranslation', model: 'gpt2-mini' },
  modelNeeded: { kind: 'modelNeeded', method: 'classify' },
  noHiddenState: { kind: 'noHiddenState', model: 'gpt2-mini' },
  tokenizerType: { kind: 'tokenizerType', file: 'tokenizer.json', type: 'Metaspace' },
  length: { kind: 'length', what: 'text', tokens: 812, limit: 512, model: 'bert-mini' },
  noMask: { kind: 'noMask', mask: '[MASK]' },
  noMaskToken: { kind: 'noMaskToken', model: 'gpt2-mini' },
  noGap: { kind: 'noGap' },
  noWord: { kind: 'noWord' },
  file: { kind: 'file', file: '/models/m/config.json', problem: 'empty' },
  onnxruntime: { kind: 'onnxruntime', said: 'INVALID_GRAPH' },
  graph: { kind: 'graph', name: 'input_ids' },
  loop: { kind: 'loop', file: 'model.onnx' },
  attentionForm: { kind: 'attentionForm', name: 'model.onnx' },
  notANumber: { kind: 'notANumber' },
  offsets: { kind: 'offsets', start: 4, end: 9 },
  openFiles: { kind: 'openFiles' },
  extensionFile: { kind: 'extensionFile' },
  exit: { kind: 'exit', how: 'SIGKILL' },
  crashes: { kind: 'crashes', model: 'gpt2-mini', times: 3 },
  restarted: { kind: 'restarted' },
  shutDown: { kind: 'shutDown' },
  download: { kind: 'download', problem: 'unreachable', host: 'hub.example' },
  disk: { kind: 'disk', folder: '/models', needed: 440_000_000, free: 12_000_000 },
  storeBusy: { kind: 'storeBusy', model: 'gpt2' },
  store: { kind: 'store', folder: '/models', said: 'EROFS' },
  hubId: { kind: 'hubId', given: 'a/b/c' },
  hubAddress: { kind: 'hubAddress', given: 'hub' },
  memory: { kind: 'memory', model: 'gpt2-xl', needed: 6.4e9, limit: 4e9, setting: 'glassbox.models.memoryLimit' },
  indexMissing: { kind: 'indexMissing', index: '/index' },
  indexOfOtherModel: { kind: 'indexOfOtherModel', index: '/index', model: 'e5-mini', wanted: 'minilm' },
  indexOfOtherVersion: { kind: 'indexOfOtherVersion', index: '/index', version: 2, known: 1 },
  indexDamaged: { kind: 'indexDamaged', index: '/index' },
  noCrossEncoder: { kind: 'noCrossEncoder', model: 'mini-bert-sst2', scores: 2 },
  nothingToSearch: { kind: 'nothingToSearch' },
  noGradients: { kind: 'noGradients', model: 'x' },
  training: { kind: 'training', problem: 'rareLabel', label: 'good', lines: 1, needed: 2 },
  many: { kind: 'many', problem: 'otherSettings', output: '/out.csv', differing: ['model'] },
  foreignFolder: { kind: 'foreignFolder', folder: '/m/x', name: 'x', setting: 'glassbox.models.folders' },
};

const warnings: Samples<GenerationWarning> = {
  noEffect: { kind: 'noEffect', field: 'topK', strategy: 'greedy', unlessDrawn: false },
  defaultBeams: { kind: 'defaultBeams', numBeams: 4 },
  diversityWithoutGroups: { kind: 'diversityWithoutGroups' },
  idleWhenGreedy: { kind: 'idleWhenGreedy', fields: ['topK', 'seed'] },
  sameSequences: { kind: 'sameSequences', count: 3 },
  fewerSequences: { kind: 'fewerSequences', count: 2, wanted: 4 },
  decodedByServer: { kind: 'decodedByServer' },
  ignoredByServer: { kind: 'ignoredByServer', fields: ['topK', 'minP'] },
  unsureAtServer: { kind: 'unsureAtServer', fields: ['repetitionPenalty'] },
  brokenOff: { kind: 'brokenOff', problem: 'failed', host: 'gpu.example', said: 'OOM' },
  overlong: { kind: 'overlong' },
  otherModel: { kind: 'otherModel', asked: 'small', said: 'large' },
  lostCharacters: { kind: 'lostCharacters' },
};

const fieldIssues: Record<FieldIssueKind, FieldIssue> = {
  type: { field: 'topP', kind: 'type', message: '' },
  range: { field: 'topP', kind: 'range', message: '', min: 0, max: 1 },
  whole: { field: 'topK', kind: 'whole', message: '', min: 0, max: 100 },
  missing: { field: 'penaltyAlpha', kind: 'missing', message: '' },
  vocabulary: { field: 'amateur', kind: 'vocabulary', message: '' },
  aboveZero: { field: 'typicalP', kind: 'aboveZero', message: '' },
  overNewTokens: { field: 'minNewTokens', kind: 'overNewTokens', message: '', max: 40 },
  overVocabulary: { field: 'numBeams', kind: 'overVocabulary', message: '', max: 12 },
  overBeams: { field: 'numReturnSequences', kind: 'overBeams', message: '', max: 4 },
  oneSequence: { field: 'numReturnSequences', kind: 'oneSequence', message: '', max: 1 },
  candidates: { field: 'topK', kind: 'candidates', message: '', min: 1, max: 256 },
  divisor: { field: 'numBeamGroups', kind: 'divisor', message: '', max: 4 },
  groupsAlike: { field: 'diversityPenalty', kind: 'groupsAlike', message: '' },
  groupsDraw: { field: 'doSample', kind: 'groupsDraw', message: '' },
};

const files: Record<FileProblem, true> = {
  missing: true,
  unreadable: true,
  forbidden: true,
  dangling: true,
  notAFile: true,
  empty: true,
  gitLfs: true,
  pickle: true,
  noTokenizer: true,
  tooLarge: true,
  notJson: true,
  content: true,
};

const recipes: { [P in DecodingFileProblem['problem']]: Extract<DecodingFileProblem, { problem: P }> } = {
  tooLarge: { problem: 'tooLarge', bytes: 2_000_000, most: 1_000_000 },
  notJson: { problem: 'notJson' },
  otherFormat: { problem: 'otherFormat', format: 'glassbox-recipes' },
  otherVersion: { problem: 'otherVersion', version: '2', known: 1 },
  content: { problem: 'content', path: 'recipes.0.decoding' },
  strategy: { problem: 'strategy', path: 'recipes.0.decoding.strategy', given: 'odd', known: ['greedy'] },
  unknownField: { problem: 'unknownField', path: 'recipes.0.topQ' },
  missingField: { problem: 'missingField', path: 'recipes.0.decoding' },
};

/** Those that name what was given. */
const namedIssues: FieldIssue[] = [
  { field: 'strategy', kind: 'type', message: '' },
  { field: 'strategy', kind: 'type', message: '', given: 'odd' },
  { ...fieldIssues.missing, field: 'amateur', given: 'gpt2-tiny' },
  { ...fieldIssues.vocabulary, given: 'bert-mini' },
];

const wrongFile = { ...details.file, problem: 'content', at: 'vocab_size' } as const;

const expectations: ExpectedValue[] = [
  { type: 'whole', min: 1, max: 1_000_000 },
  ...(['number', 'text', 'flag', 'list', 'object', 'tokenIds'] as const).map((type) => ({ type })),
];

const lengths = (['text', 'question', 'prompt', 'target', 'sentence'] as const).map((what) => ({
  ...details.length,
  what,
}));

/** Every sentence that there is. */
const sentences = (): [string, string][] => [
  ...ERROR_CODES.map((code): [string, string] => [code, errorSummary(code)]),
  ...[
    ...Object.values(details),
    ...lengths,
    { ...details.unknownModel, known: [] },
    { ...details.exit, how: 1 },
    { ...details.index, what: 'head' as const },
    { ...details.index, what: 'row' as const },
    ...expectations.map((expected) => ({ ...wrongFile, found: '"x"', expected })),
    { ...wrongFile, found: null },
    wrongFile,
    ...(Object.keys(files) as FileProblem[]).map((problem) => ({ ...details.file, problem })),
    ...Object.values(recipes).map((problem) => ({ kind: 'decodingFile' as const, ...problem })),
    { ...details.unknownModel, field: 'amateur' as const },
    { ...details.unknownModel, setting: 'glassbox.continueText.amateur' },
    ...[...Object.values(fieldIssues), ...namedIssues].map((issue) => ({ kind: 'field' as const, issue })),
  ].map((detail): [string, string] => [JSON.stringify(detail), errorDetail(detail, String)]),
  ...Object.values(fieldIssues).map((issue): [string, string] => [issue.kind, fieldIssueText(issue, String)]),
  ...[...Object.values(warnings), { ...warnings.noEffect, unlessDrawn: true }].map((warning): [string, string] => [
    JSON.stringify(warning),
    warningText(warning, String),
  ]),
];

/** Three words of English in a row are a sentence's; names and values are fewer. */
const ENGLISH = /\b[a-z]+ [a-z]+ [a-z]+\b/i;

describe('in Chinese', () => {
  beforeEach(() => {
    const contents = readFileSync(path.join(import.meta.dirname, '../../l10n/bundle.l10n.zh-cn.json'), 'utf8');
    l10n.config({ contents });
  });
  afterEach(() => l10n.config({ contents: '{}' }));

  it('each is Chinese throughout', () => {
    for (const [name, sentence] of sentences()) {
      expect(sentence, name).toMatch(/\p{Script=Han}/u);
      // A command to be typed stands in quotes.
      expect(sentence.replace(/“[^”]*”/g, ''), name).not.toMatch(ENGLISH);
      expect(sentence, name).not.toMatch(/\{\d\}|undefined|NaN/);
      expect(halfWidthSigns(sentence), name).toEqual([]);
    }
  });

  it('sentences, names and labels are joined as Chinese texts are', () => {
    expect(joinSentences('甲。', '', '乙。')).toBe('甲。乙。');
    expect(labelled('甲', joinList(['乙', '丙']))).toBe('甲：乙，丙');
    expect(halfWidthSigns('甲: 乙, bert:x。 丙 (0 ? 1)')).toEqual(['甲: 乙, ber', 't:x。 丙 (0']);
    expect(halfWidthSigns('甲：乙 bert: x')).toEqual([]);
  });

  it('nothing of what the engine says in English comes through', () => {
    const message = 'The text is 812 tokens long; take a shorter text.';
    for (const code of ERROR_CODES) {
      for (const detail of [undefined, ...Object.values(details)]) {
        const value = toErrorValue(fromErrorValue(toErrorValue(new GlassboxError(code, message, { details: detail }))));
        expect(value.details).toEqual(detail);
        expect(errorText(value, String), code).not.toContain(message);
      }
    }
  });
});

describe('in English', () => {
  it('each has its figures and names', () => {
    for (const [name, sentence] of sentences()) expect(sentence, name).not.toMatch(/\{\d\}|undefined|NaN/);
    expect(errorDetail({ ...details.length, tokens: 1394 }, numberFormat('en'))).toBe(
      'The text is 1,394 tokens long; bert-mini takes at most 512. Take a shorter text.',
    );
    expect(warningText({ ...warnings.fewerSequences, wanted: 2000 }, numberFormat('de'))).toBe(
      'only 2 of 2.000 texts were possible',
    );
    expect(
      errorDetail({ kind: 'field', issue: namedIssues[3]!, setting: 'glassbox.continueText.amateur' }, String),
    ).toBe(
      'glassbox.continueText.amateur: bert-mini has another vocabulary. Choose a smaller model with the same vocabulary.',
    );
    expect(errorDetail({ ...details.unknownModel, field: 'amateur' }, String)).toBe(
      'amateur: There is no model bart. Known models: bert-mini, gpt2-mini.',
    );
    expect(errorDetail({ ...wrongFile, found: '"30k"', expected: expectations[0]! }, numberFormat('en'))).toBe(
      'In /models/m/config.json, vocab_size is "30k": it must be a whole number from 1 to 1,000,000. Install the model again, or choose another.',
    );
    expect(errorDetail({ kind: 'field', issue: fieldIssues.whole }, String)).toBe(
      'top-k: must be a whole number from 0 to 100',
    );
    expect(errorDetail(details.field, String)).toBe('top-p: must be from 0 to 1');
  });

  it('the console has sentences of its own', () => {
    for (const warning of Object.values(warnings)) expect(describeWarning(warning)).toMatch(/^[\dA-Za-z].* .*\.$/);
  });
});

describe('a model that there is not', () => {
  const known = ['bert-mini', 'gpt2-mini', 't5-mini', 'e5-mini', 'dslim/bert-base-NER', 'gptbert-mini', 'xlm-roberta'];
  const text = (model: string) => errorDetail({ kind: 'unknownModel', model, known }, String);

  it.each([
    ['bert-minni', 'bert-mini, gptbert-mini'],
    ['BERT-base-ner', 'dslim/bert-base-NER, bert-mini'],
    ['/models/gpt2-mimi', 'gpt2-mini, '],
    ['GPT2', 'gpt2-mini, '],
  ])('is told with the nearest of those that there are: %s', (model, first) => {
    expect(text(model)).toContain(`There is no model ${model}. Known models: ${first}`);
    expect(text(model)).toMatch(/ and 3 more\.$/);
  });
});

it('a size is rounded, and what is there is 1 kB at least', () => {
  const sizes = [0, 1, 499, 86_016, 147_456, 999_499, 8_341_390, 1_260_000_000];
  const texts = ['0 kB', '1 kB', '1 kB', '86 kB', '147 kB', '999 kB', '8 MB', '1.3 GB'];
  expect(sizes.map((bytes) => sizeText(bytes, String))).toEqual(texts);
});
