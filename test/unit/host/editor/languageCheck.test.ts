import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { agreesToLanguage, findOtherLanguage, sayOtherLanguage } from '../../../../src/host/editor/languageCheck.js';
import { confirmSource } from '../../../../src/host/features/translate/confirmSource.js';
import type { Services } from '../../../../src/host/core/services.js';
import type { ModelInfo } from '../../../../src/protocol/engine/index.js';

const said = vi.hoisted(() => ({
  questions: [] as { message: string; buttons: string[] }[],
  answer: undefined as string | undefined,
  rows: [] as { label: string }[],
  updated: [] as unknown[],
  /** one for each question, before the one answer to all */
  answers: [] as string[],
  run: [] as unknown[][],
  /** what the command for choosing a model answers */
  chosen: true,
}));

vi.mock('vscode', () => {
  const fill = (text: string, ...values: unknown[]) =>
    text.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)]));
  const ask = (message: string, ...buttons: string[]) => {
    said.questions.push({ message, buttons });
    return Promise.resolve(said.answers.shift() ?? said.answer);
  };
  return {
    l10n: { t: fill },
    env: { language: 'en' },
    window: {
      showWarningMessage: ask,
      showInformationMessage: ask,
      showQuickPick: (rows: { label: string }[]) => {
        said.rows = rows;
        return Promise.resolve(rows[0]);
      },
    },
    workspace: {
      getConfiguration: () => ({ update: (...what: unknown[]) => Promise.resolve(said.updated.push(what)) }),
    },
    commands: { executeCommand: (...what: unknown[]) => Promise.resolve(said.run.push(what) > 0 && said.chosen) },
    ConfigurationTarget: { Global: 1 },
  };
});

const MODELS = [
  { id: 'small', tasks: ['fillMask'], knownLanguages: ['en', 'zh'] },
  { id: 'german', tasks: ['fillMask'], knownLanguages: ['de'] },
  { id: 'silent', tasks: ['fillMask'] },
  { id: 'writer', tasks: ['generate'], knownLanguages: ['de'] },
] as unknown as ModelInfo[];

/** Texts in "de: …" look like German; without a language nobody can tell. */
function servicesFor(model = 'small', models = MODELS): Services {
  const call = (method: string, { text = '' }: { text?: string }) =>
    Promise.resolve(method === 'models' ? models : { language: /^(\w\w): /.exec(text)?.[1] ?? null, candidates: [] });
  return { engine: { call }, settings: { get: () => model } } as unknown as Services;
}

const document = (name = 'a.md') => ({ uri: `file:///${name}` }) as unknown as vscode.TextDocument;
const find = (services: Services, ...texts: string[]) =>
  findOtherLanguage(services, document(), 'fillMask.model', texts);

beforeEach(() => {
  Object.assign(said, { questions: [], answer: undefined, rows: [], updated: [], answers: [], run: [], chosen: true });
});

describe('a text in another language', () => {
  it('is found where text and model are known', async () => {
    const services = servicesFor();
    expect(await find(services, 'de: Ich')).toMatchObject({ language: 'de', model: 'small', known: ['en', 'zh'] });
    expect(await find(services, 'Ich', 'de: Ich bin')).toMatchObject({ language: 'de' });
    expect(await find(services, 'en: I', 'de: Ich bin')).toBeNull();
    expect(await find(services, 'zh: 我')).toBeNull();
    expect(await find(services, 'OK')).toBeNull();
    expect(await find(servicesFor('silent'), 'de: Ich')).toBeNull();
    expect(await find(servicesFor('elsewhere'), 'de: Ich')).toBeNull();
  });

  it('is asked about once for a document, a language and a model', async () => {
    const services = servicesFor();
    const other = (await find(services, 'de: Ich'))!;
    said.answer = 'Go On';
    expect(await agreesToLanguage(services, document(), other)).toBe(true);
    expect(said.questions).toEqual([
      {
        message: 'The text looks like German. small knows English, Chinese only.',
        buttons: ['Go On', 'Choose a Model', 'Cancel'],
      },
    ]);
    expect(await find(services, 'de: Ich')).toBeNull();
    expect(await find(services, 'fr: Je')).not.toBeNull();
    expect(await findOtherLanguage(services, document('b.md'), 'fillMask.model', ['de: Ich'])).not.toBeNull();
    expect(await find(servicesFor(), 'de: Ich')).not.toBeNull();
  });

  it.each(['Cancel', undefined])('is left alone on %s, and asked about again', async (answer) => {
    const services = servicesFor();
    said.answer = answer;
    expect(await agreesToLanguage(services, document(), (await find(services, 'de: Ich'))!)).toBe(false);
    expect(await find(services, 'de: Ich')).not.toBeNull();
  });

  it('is given to a model that knows it, or does not say', async () => {
    const services = servicesFor();
    said.answer = 'Choose a Model';
    expect(await agreesToLanguage(services, document(), (await find(services, 'de: Ich'))!)).toBe(true);
    expect(said.rows.map(({ label }) => label)).toEqual(['german', 'silent', 'Other Models…']);
    expect(said.updated).toEqual([['fillMask.model', 'german', 1]]);
    const alone = servicesFor('small', MODELS.slice(0, 1));
    expect(await agreesToLanguage(alone, document(), (await find(alone, 'de: Ich'))!)).toBe(false);
    expect(said.questions.at(-1)?.message).toContain('No model here knows German.');
    expect(said.run).toEqual([]);
  });

  it('can be given to a model that is to be installed', async () => {
    const alone = servicesFor('small', MODELS.slice(0, 1));
    const other = (await find(alone, 'de: Ich'))!;
    said.answers = ['Choose a Model', 'Other Models…'];
    expect(await agreesToLanguage(alone, document(), other)).toBe(true);
    expect(said.run).toEqual([['glassbox.chooseModel', 'fillMask.model', 'de']]);
    said.answers = ['Choose a Model', 'Other Models…'];
    said.chosen = false;
    expect(await agreesToLanguage(alone, document(), other)).toBe(false);
  });
});

describe('a question in another language', () => {
  const say = (services: Services, question: string) =>
    sayOtherLanguage(services, 'findSimilar.model', 'question', null, [question]);

  it('is told once for a language and a model', async () => {
    const services = servicesFor();
    await say(services, 'de: wo');
    await say(services, 'de: wann');
    await say(services, 'en: when');
    await say(services, 'OK');
    const message =
      'The question looks like German. small knows English, Chinese only: what it takes for near in meaning may be chance.';
    expect(said.questions).toEqual([{ message, buttons: ['Choose a Model'] }]);
    await say(services, 'fr: quand');
    expect(said.questions).toHaveLength(2);
    await say(servicesFor('silent'), 'de: wo');
    expect(said.questions).toHaveLength(2);
  });

  it('is given to a model that knows it', async () => {
    said.answer = 'Choose a Model';
    const models = [...MODELS, { id: 'finder', tasks: ['search'], knownLanguages: ['de'] } as unknown as ModelInfo];
    await say(servicesFor('small', models), 'de: wo');
    expect(said.rows.map(({ label }) => label)).toEqual(['finder', 'Other Models…']);
    expect(said.updated).toEqual([['findSimilar.model', 'finder', 1]]);
  });
});

describe('results on a text in another language', () => {
  const say = (services: Services, what: 'surprise' | 'sentences', name: string, ...texts: string[]) => {
    const setting = what === 'surprise' ? 'surprise.model' : 'compareSentences.model';
    return sayOtherLanguage(services, setting, what, document(name), texts);
  };

  it('have that beside them, once for a document', async () => {
    const services = servicesFor();
    for (const name of ['a.md', 'a.md', 'b.md']) await say(services, 'surprise', name, 'de: Ich bin');
    for (const text of ['en: I am', 'zh: 我', 'OK', '']) await say(services, 'surprise', 'c.md', text);
    const message =
      'The text looks like German. small knows English, Chinese only: its bits tell little of how surprising a word is.';
    expect(said.questions).toEqual([1, 2].map(() => ({ message, buttons: ['Choose a Model'] })));
  });

  it('are told of by the first of the texts that is clear', async () => {
    await say(servicesFor(), 'sentences', 'a.md', 'OK', 'Ja', 'de: Ich bin');
    await say(servicesFor(), 'sentences', 'a.md', 'en: I am', 'de: Ich bin');
    expect(said.questions.map(({ message }) => message)).toEqual([
      'The text looks like German. small knows English, Chinese only: what it takes for near in meaning may be chance.',
    ]);
  });

  it('keep no command from asking before it goes on', async () => {
    const services = servicesFor();
    await say(services, 'surprise', 'a.md', 'de: Ich bin');
    expect(await find(services, 'de: Ich')).not.toBeNull();
  });

  it('are not told of where the user has gone on before', async () => {
    const services = servicesFor();
    said.answer = 'Go On';
    await agreesToLanguage(services, document(), (await find(services, 'de: Ich'))!);
    await say(services, 'surprise', 'a.md', 'de: Ich bin');
    expect(said.questions).toHaveLength(1);
  });

  it('can be made by a model that knows it', async () => {
    said.answer = 'Choose a Model';
    const models = [...MODELS, { id: 'scorer', tasks: ['score'], knownLanguages: ['de'] } as unknown as ModelInfo];
    expect(await say(servicesFor('small', models), 'surprise', 'a.md', 'de: Ich')).toBe(true);
    expect(said.updated).toEqual([['surprise.model', 'scorer', 1]]);
  });
});

describe('the source of a translation', () => {
  const languages = ['German', 'French'].flatMap((language) => [
    { from: 'English', to: language },
    { from: language, to: 'English' },
  ]);
  const confirm = (language: string | null, from: string, to: string, services = servicesFor()) =>
    confirmSource(
      services,
      document(),
      { from, to },
      {
        model: { id: 't5', languages },
        looksLike: { language, candidates: [] },
      },
    );

  it('is taken as it is chosen where the text looks so, or nobody can tell', async () => {
    expect(await confirm('en', 'English', 'German')).toEqual({ from: 'English', to: 'German' });
    expect(await confirm(null, 'English', 'German')).toEqual({ from: 'English', to: 'German' });
    expect(said.questions).toEqual([]);
  });

  it('is asked about where the text looks like the target, or like what the model does not know', async () => {
    expect(await confirm('de', 'English', 'German')).toBeNull();
    expect(await confirm('ru', 'English', 'German')).toBeNull();
    expect(said.questions).toEqual([
      { message: 'The text looks like German already.', buttons: ['Go On', 'Cancel'] },
      { message: 'The text looks like Russian, from which t5 does not translate.', buttons: ['Go On', 'Cancel'] },
    ]);
  });

  it('can be what the text looks like, also through English', async () => {
    said.answer = 'From German';
    expect(await confirm('de', 'English', 'French')).toEqual({ from: 'German', to: 'French', through: 'English' });
    expect(said.questions[0]).toEqual({
      message: 'The text looks like German, not like English.',
      buttons: ['From German', 'Go On', 'Cancel'],
    });
  });

  it('is asked about once', async () => {
    const services = servicesFor();
    said.answer = 'Go On';
    expect(await confirm('ru', 'English', 'German', services)).toEqual({ from: 'English', to: 'German' });
    expect(await confirm('ru', 'English', 'German', services)).toEqual({ from: 'English', to: 'German' });
    expect(said.questions).toHaveLength(1);
  });
});
