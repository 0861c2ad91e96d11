import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { ModelInfo } from '../../../../../src/protocol/engine/index.js';
import type { Services } from '../../../../../src/host/core/services.js';

const said = vi.hoisted(() => ({
  /** what was asked and told, in its order */
  steps: [] as string[],
  answer: undefined as string | undefined,
}));

vi.mock('vscode', () => {
  const step = <T>(text: string, answer: T) => Promise.resolve((said.steps.push(text), answer));
  return {
    env: { language: 'en' },
    l10n: {
      t: (text: string, ...values: unknown[]) =>
        text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
    },
    window: {
      showQuickPick: (rows: unknown[], { placeHolder }: { placeHolder: string }) => step(placeHolder, rows[0]),
      showInputBox: ({ prompt, value }: { prompt: string; value: string }) => step(prompt, value),
      showWarningMessage: (message: string) => step(message, said.answer),
    },
  };
});

const { chooseAdapting, chooseTraining } = await import('../../../../../src/host/features/train/chooseTraining.js');
const { mayBeLongEnough } = await import('../../../../../src/host/features/train/adaptLength.js');

const tasks = ['train', 'adapt'];
const MODELS = [
  { id: 'other', tasks, bytes: 1e6, maxLength: 512, knownLanguages: ['de'] },
  { id: 'bert-mini', tasks: ['train'], bytes: 1e7, maxLength: 512, knownLanguages: ['en'] },
  { id: 'gpt2-mini', tasks: ['adapt'], bytes: 1e7, maxLength: 512, knownLanguages: ['en'] },
] as unknown as ModelInfo[];

/** Texts in “xx: …” are in that language; each word is a token. */
const services = {
  engine: {
    call: (method: string, { text = '' }: { text?: string }) =>
      Promise.resolve(
        method === 'models'
          ? MODELS
          : method === 'tokens'
            ? { tokens: [{ start: null }, ...text.split(' ').map(() => ({ start: 0 }))] }
            : { language: /^(\w\w): /.exec(text)?.[1] ?? null },
      ),
  },
} as unknown as Services;

const of = (text: string) => ({ title: 'Train', from: 'mine', document: null, text });
const [MODEL, LAYERS, NAME] = [
  'Which model is it made from?',
  'What learns?',
  'What is the new model called? It will be among the installed ones.',
];
const words = (count: number) => new Array(count).fill('word').join(' ');

beforeEach(() => {
  Object.assign(said, { steps: [], answer: undefined });
});

describe('what is trained and how', () => {
  it('is asked: model, layers, name', async () => {
    expect(await chooseTraining(services, of('en: fine'))).toEqual({ model: 'bert-mini', layers: 'all', name: 'mine' });
    expect(said.steps).toEqual([MODEL, LAYERS, NAME]);
  });

  it('is not asked further where the model does not know the language and nobody wants to go on', async () => {
    const question = 'The text looks like Arabic. bert-mini knows English only.';
    expect(await chooseTraining(services, of('ar: x'))).toBeNull();
    expect(said.steps).toEqual([MODEL, question]);
    said.answer = 'Go On';
    expect(await chooseTraining(services, of('ar: x'))).toMatchObject({ model: 'bert-mini' });
    expect(said.steps.slice(2)).toEqual([MODEL, question, LAYERS, NAME]);
  });
});

describe('a text that a model is adapted to', () => {
  it('must be long enough for the model, which is told before a name is asked', async () => {
    expect(await chooseAdapting(services, of(words(259)))).toBeNull();
    const short = 'The text has 259 tokens, as gpt2-mini reads it, and 260 are needed. Give a longer text.';
    expect(said.steps).toEqual([MODEL, short]);
    said.steps = [];
    expect(await chooseAdapting(services, of(words(260)))).toMatchObject({ model: 'gpt2-mini', layers: 'all' });
    expect(said.steps).toEqual([MODEL, NAME]);
  });

  it('that is too short for any is told at once', async () => {
    expect(await mayBeLongEnough(services, 'Too short.')).toBe(false);
    expect(said.steps).toEqual([
      'Characters of the text, counted as Unicode code points: 10; needed: 260. Give a longer text.',
    ]);
    // Of three bytes each.
    expect(await mayBeLongEnough(services, '好'.repeat(100))).toBe(true);
  });
});
