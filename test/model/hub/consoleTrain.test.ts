/* The console trains: from a table to a model in the store that classifies by its name; interrupted, with what it had. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import type { PretrainValue } from '../../../src/protocol/engine/index.js';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = path.join(import.meta.dirname, '../../..');
const MODEL = path.join(ROOT, 'test/golden/families/models/mini-bert-sst2');
const home = mkdtempSync(path.join(os.tmpdir(), 'glassbox-console-train-'));
afterAll(() => rmSync(home, { recursive: true }));

const table = path.join(home, 'lines.csv');
const words = { pro: ['good', 'nice', 'fine', 'kind'], con: ['bad', 'sad', 'poor', 'cold'] };
const rows = Object.entries(words).flatMap(([label, own]) =>
  own.flatMap((word) => ['the day', 'a house', 'the sea'].map((thing) => `"${thing}, it is ${word}",${label}`)),
);
writeFileSync(table, ['text,label', ...rows, ''].join('\n'));

interface Answer {
  ok: boolean;
  value: { folder: string; installed: string; losses: number[]; stopped?: true; labels: { label: string }[] };
  error: { code: string; message: string; details: object };
}

function start(command: string, params: object) {
  const child = spawn(process.execPath, [path.join(ROOT, 'dist/console.js'), command, JSON.stringify(params)], {
    env: { ...process.env, GLASSBOX_HOME: home, HF_HOME: path.join(home, 'hf'), HF_HUB_CACHE: '', TMPDIR: home },
  });
  const answer = text(child.stdout).then((line) => JSON.parse(line) as Answer);
  return { child, answer };
}
const run = (command: string, params: object) => start(command, params).answer;

describe('pretrain', () => {
  it('makes of a text two models that serve by their names, and keeps what it had when it is interrupted', async () => {
    const file = path.join(home, 'story.txt');
    writeFileSync(file, 'The dog sees the moon. A cat likes a house. '.repeat(20));
    const sizes = { width: 16, length: 16, every: 50 };
    const { child, answer } = start('pretrain', { file, name: 'story', steps: 100_000, ...sizes });
    setTimeout(() => child.kill('SIGINT'), 6000);
    const { ok, value } = (await answer) as unknown as { ok: boolean; value: PretrainValue & { installed: object[] } };
    expect({ ok, stopped: value.stopped }).toEqual({ ok: true, stopped: true });
    expect(value.installed).toMatchObject([{ name: 'story-gpt' }, { name: 'story-bert' }]);
    const told = await run('fillMask', { model: 'story-bert', text: 'The d[MASK]g' });
    expect(told.ok).toBe(true);
    expect((await run('score', { model: 'story-gpt', text: 'The dog' })).ok).toBe(true);
  });
});

it('adapt makes of a text a model that writes by its name', async () => {
  const file = path.join(home, 'voice.txt');
  writeFileSync(file, 'the old mill stood by the water, and nobody opens the green door. '.repeat(40));
  const gpt = path.join(ROOT, 'test/golden/families/models/mini-gpt2');
  const { ok, value } = await run('adapt', { model: gpt, file, name: 'voice', length: 24, sampleTokens: 5 });
  expect({ ok, installed: value.installed }).toEqual({ ok: true, installed: 'voice' });
  expect((await run('score', { model: 'voice', text: 'the old mill' })).ok).toBe(true);
});

describe('a process that is killed', () => {
  it('is gone on with by the same command, to the same models', async () => {
    const file = path.join(home, 'killed.txt');
    writeFileSync(file, 'The dog sees the moon. A cat likes a house. '.repeat(20));
    const params = { file, width: 16, length: 16, steps: 4000, every: 500, sampleLength: 10 };
    const training = path.join(home, 'models/.incoming/.training');
    /** The numbers that are kept now, by the names of their files. */
    const kept = () =>
      existsSync(training)
        ? readdirSync(training, { recursive: true })
            .map(String)
            .filter((name) => /numbers-\d+\.safetensors$/.test(name))
            .join()
        : '';
    for (let time = 0; time < 2; time++) {
      const before = kept();
      const { child, answer } = start('pretrain', { ...params, name: 'killed' });
      // What is killed answers nothing.
      answer.catch(() => {});
      const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
      // When it has kept something more, however fast the machine is.
      const watch = setInterval(() => {
        const now = kept();
        if (now !== '' && now !== before) child.kill('SIGKILL');
      }, 5);
      expect(await ended).toBe('SIGKILL');
      clearInterval(watch);
    }
    const { value } = (await run('pretrain', { ...params, name: 'killed' })) as unknown as { value: PretrainValue };
    expect(value.resumedAt).toBeGreaterThan(0);
    const whole = (await run('pretrain', { ...params, name: 'whole' })) as unknown as { value: PretrainValue };
    expect(value.learners.map(({ losses }) => losses)).toEqual(whole.value.learners.map(({ losses }) => losses));
    expect(existsSync(training) ? readdirSync(training) : []).toEqual([]);
    // A kill leaves the folder that the models would have been made in to the system's own cleaning.
    for (const name of readdirSync(home)) {
      if (name.startsWith('glassbox-train-')) rmSync(path.join(home, name), { recursive: true });
    }
  }, 120_000);
});

describe('train', () => {
  it('makes of a table a model that classifies by its name', async () => {
    const { ok, value } = await run('train', { model: MODEL, file: table, name: 'moods', epochs: 3 });
    expect(ok).toBe(true);
    expect(value.installed).toBe('moods');
    expect(existsSync(path.join(value.folder, 'model.safetensors'))).toBe(true);
    const told = await run('classify', { model: 'moods', text: 'the day, it is good' });
    expect(told.value.labels.map(({ label }) => label).sort()).toEqual(['con', 'pro']);
    expect(readdirSync(home).filter((name) => name.startsWith('glassbox-train'))).toEqual([]);
  });

  it('keeps what it had when it is interrupted', async () => {
    const { child, answer } = start('train', { model: MODEL, file: table, name: 'soon', steps: 100_000 });
    // By then it is within its steps: the model is tiny, and they would take an hour.
    setTimeout(() => child.kill('SIGINT'), 6000);
    const { ok, value } = await answer;
    expect({ ok, stopped: value.stopped, installed: value.installed }).toEqual({
      ok: true,
      stopped: true,
      installed: 'soon',
    });
    expect(value.losses.length).toBeLessThan(100_000);
  });

  it.each([
    ['a table without such a column', { file: table, labelColumn: 'class' }, 'has no column class; it has text, label'],
    ['a file that there is not', { file: path.join(home, 'none.csv') }, 'none.csv cannot be read'],
    ['a parameter that there is not', { file: table, rate: 1 }, 'unknown field rate'],
  ])('tells of %s', async (_, params, message) => {
    const { ok, error } = await run('train', { model: MODEL, ...params });
    expect(ok).toBe(false);
    expect(error.code).toBe('bad-request');
    expect(error.message).toContain(message);
  });
});
