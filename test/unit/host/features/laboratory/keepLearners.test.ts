/* Both models of a run are put among the installed ones by one name, or it is said that they lie there no more. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Services } from '../../../../../src/host/core/services.js';

const said: string[] = [];
const installed: { name: string; files: string[] }[] = [];
const commands: string[] = [];
const answers: { name: string | undefined; button: string | undefined; fails: boolean } = {
  ...{ name: undefined, button: undefined, fails: false },
};

vi.mock('vscode', () => ({
  l10n: {
    t: (text: string, ...values: unknown[]) => text.replace(/\{(\d)\}/g, (_, at: string) => String(values[Number(at)])),
  },
  commands: { executeCommand: (id: string) => Promise.resolve(void commands.push(id)) },
}));
vi.mock('../../../../../src/host/core/messages.js', () => ({
  showInformationMessage: (text: string) => Promise.resolve((said.push(text), answers.button)),
  showWarningMessage: (text: string) => Promise.resolve(void said.push(text)),
  showInputBox: ({ value, validateInput }: { value: string; validateInput: (name: string) => string | null }) => {
    said.push(`${value}: ${validateInput(answers.name ?? value) ?? 'good'}`);
    return Promise.resolve(answers.name);
  },
}));
vi.mock('../../../../../src/hub/index.js', async (original) => ({
  ...(await original<object>()),
  createLocalStore: () => ({
    installFolder: (folder: string) => {
      if (answers.fails) return Promise.reject(new Error('full'));
      installed.push({ name: path.basename(folder), files: readdirSync(folder) });
      return Promise.resolve({ name: path.basename(folder) });
    },
  }),
}));
const { keepLearners } = await import('../../../../../src/host/features/laboratory/keepLearners.js');

let base: string;
const folder = () => path.join(base, 'learnt');
const services = {
  engine: { call: () => Promise.resolve([{ id: 'nothing-BERT' }]) },
  settings: { get: () => '/store' },
} as unknown as Services;

beforeEach(() => {
  base = mkdtempSync(path.join(os.tmpdir(), 'glassbox-keep-'));
  for (const list of [said, installed, commands]) list.length = 0;
  Object.assign(answers, { name: undefined, button: undefined, fails: false });
  for (const ending of ['-gpt', '-bert']) {
    mkdirSync(folder() + ending);
    writeFileSync(path.join(folder() + ending, 'config.json'), '{}');
  }
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

it('they get the name that is given, and stay where they are for another one', async () => {
  Object.assign(answers, { name: 'mine', button: 'Compare Decoding Strategies' });
  expect(await keepLearners(services, folder())).toBe(true);
  expect(installed).toEqual([
    { name: 'mine-gpt', files: ['config.json'] },
    { name: 'mine-bert', files: ['config.json'] },
  ]);
  expect(said).toEqual([
    'nothing-2: good',
    'mine-gpt and mine-bert are installed: they can be chosen wherever models are.',
  ]);
  await vi.waitFor(() => expect(commands).toEqual(['glassbox.refreshModels', 'glassbox.openDecoding']));
  expect(readdirSync(base).sort()).toEqual(['learnt-bert', 'learnt-gpt']);
});

it.each([
  ['nothing', 'There is a model of this name.'],
  ['a/b', 'Take up to 96 letters from A to Z'],
  ['x'.repeat(199), 'Take up to 96 letters from A to Z'],
])('the name %s is refused', async (name, why) => {
  answers.name = name;
  expect(await keepLearners(services, folder())).toBe(false);
  expect(said[0]).toContain(why);
  expect(installed).toEqual([]);
});

it('nothing is installed where the user leaves, or where one of them lies there no more', async () => {
  expect(await keepLearners(services, folder())).toBe(false);
  rmSync(`${folder()}-bert`, { recursive: true });
  expect(await keepLearners(services, folder())).toBe(false);
  expect(said.at(-1)).toContain('do not lie here any more');
  expect(installed).toEqual([]);
});

it('what a store refuses is an error, and no copies are left', async () => {
  Object.assign(answers, { name: 'mine', fails: true });
  await expect(keepLearners(services, folder())).rejects.toThrow('full');
  expect(readdirSync(base).sort()).toEqual(['learnt-bert', 'learnt-gpt']);
  expect(existsSync(`${folder()}-gpt`)).toBe(true);
});
