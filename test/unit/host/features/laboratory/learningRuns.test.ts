/* Runs that learn from nothing for the Laboratory's pages: who looks on, who comes back, who stops, and what lies where. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { LearningFolders } from '../../../../../src/host/core/learningFolders.js';
import { LearningRuns } from '../../../../../src/host/features/laboratory/learningRuns.js';
import { ToldSoFar } from '../../../../../src/host/features/laboratory/toldSoFar.js';
import type { Services } from '../../../../../src/host/core/services.js';
import {
  GlassboxError,
  type Params,
  type PretrainingProgress,
  type Progress,
} from '../../../../../src/protocol/engine/index.js';
import { CourseRecorder } from '../../../../../webview-ui/laboratory/experiments/nothing/course.js';

const text = { characters: 3000, learnt: 2700, heldOut: 300, vocabulary: 26, unknown: 0 };
const params = (seed = 1): Params<'pretrain'> => ({ text: 'a text', seed });

/** What is told with a step of two learners; at every second one they are looked at. */
function told(done: number, count: number, loss = 1 / (done + 1)): PretrainingProgress {
  const learners = ['decoder', 'encoder'] as const;
  return {
    ...{ done, count, ...(done === 0 && { begun: { text, frequencyLoss: 2 } }) },
    steps:
      done === 0
        ? []
        : learners.map((learner) => ({
            ...{ learner, loss, tokens: 100, lossTokens: 15 + done, gradientNorm: loss / 2, partNorms: [loss / 2] },
          })),
    ...(done % 2 === 0 && {
      judgements: learners.map((learner) => ({ learner, step: done, loss, tokens: 40, right: done })),
      samples: [{ kind: 'filled', learner: 'encoder', step: done, text: 'ab', hidden: [], right: done }],
    }),
  };
}

it('what was told so far, as one report, makes the same curves as all reports', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (steps, share) => {
      const settings = { steps, width: 48, positions: 'relative', maskShare: 0.15 } as const;
      const [whole, late, soFar] = [new CourseRecorder(settings), new CourseRecorder(settings), new ToldSoFar()];
      const joins = Math.floor(share * steps);
      expect(soFar.report).toBeNull();
      for (let done = 0; done <= steps; done++) {
        whole.take(told(done, steps));
        soFar.take(told(done, steps));
        if (done === joins) expect(late.take(soFar.report!)).toBe(true);
        else if (done > joins) late.take(told(done, steps));
      }
      expect(late.snapshot).toEqual(whole.snapshot);
      const again = new ToldSoFar();
      again.take(soFar.report!);
      expect(again.report).toEqual(soFar.report);
    }),
  );
});

interface Asked {
  params: Params<'pretrain'>;
  tell: (progress: PretrainingProgress) => void;
  report: (progress: Progress) => void;
  answer: (value: object) => void;
  fail: (error: Error) => void;
  isCancelled: () => boolean;
}

describe('a run', () => {
  let base: string;
  let asked: Asked[];
  let ended: unknown[];
  let runs: LearningRuns;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'glassbox-learning-'));
    [asked, ended] = [[], []];
    const call = (method: string, given: Params<'pretrain'>, options: object, signal?: AbortSignal) => {
      if (method === 'endRun') return Promise.resolve(void ended.push(given.job));
      const { onProgress } = options as { onProgress: (progress: Progress) => void };
      return new Promise((answer, fail) => {
        const tell = (progress: PretrainingProgress) => onProgress({ kind: 'pretraining', progress });
        asked.push({ params: given, tell, report: onProgress, answer, fail, isCancelled: () => signal!.aborted });
        signal!.addEventListener('abort', () => fail(new GlassboxError('cancelled', '')));
      });
    };
    const services = { engine: { call } } as unknown as Services;
    runs = new LearningRuns(services, { storageUri: { fsPath: base } } as never);
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  /** A page that looks on. */
  function look(given = params(), resumes = false) {
    const abort = new AbortController();
    const heard: PretrainingProgress[] = [];
    const onProgress = (report: Progress) => void (report.kind === 'pretraining' && heard.push(report.progress));
    const value = runs.follow('pretrain', given, { signal: abort.signal, onProgress }, resumes);
    value.catch(() => {});
    return { heard, value, leave: (why: string) => abort.abort(why) };
  }
  const begun = (count = 1) => vi.waitFor(() => expect(asked).toHaveLength(count));

  it('goes on while its page is built anew, which is told all of it', async () => {
    const first = look();
    await begun();
    asked[0]!.tell(told(0, 4));
    asked[0]!.tell(told(1, 4));
    first.leave('built-anew');
    await expect(first.value).rejects.toMatchObject({ code: 'cancelled' });
    asked[0]!.tell(told(2, 4));
    const second = look(params(), true);
    expect(second.heard).toHaveLength(1);
    expect(second.heard[0]).toMatchObject({ done: 2, count: 4, steps: [], begun: { text } });
    expect(second.heard[0]!.begun!.past![0]).toMatchObject({ learner: 'decoder', tokens: [100, 200] });
    asked[0]!.tell(told(3, 4));
    asked[0]!.answer({ seconds: 1 });
    expect(await second.value).toEqual({ seconds: 1 });
    expect(second.heard).toHaveLength(2);
    expect([asked.length, first.heard.length, asked[0]!.isCancelled()]).toEqual([1, 2, false]);
  });

  it('that has ended or failed meanwhile is told once more to who comes back, and made anew for who measures', async () => {
    const first = look();
    await begun();
    asked[0]!.tell(told(0, 1));
    asked[0]!.answer({ seconds: 1 });
    await first.value;
    expect(await look(params(), true).value).toEqual({ seconds: 1 });
    const again = look();
    await begun(2);
    asked[1]!.fail(new GlassboxError('engine-died', ''));
    await expect(again.value).rejects.toMatchObject({ code: 'engine-died' });
    await expect(look(params(), true).value).rejects.toMatchObject({ code: 'engine-died' });
    expect(asked).toHaveLength(2);
  });

  it('is ended with the best that it has when it is taken back, and the next begins when it is over', async () => {
    const first = look();
    await begun();
    asked[0]!.tell(told(0, 4));
    asked[0]!.tell(told(1, 4));
    first.leave('taken-back');
    expect(ended).toEqual([asked[0]!.params.job]);
    expect(asked[0]!.isCancelled()).toBe(false);
    look();
    await Promise.resolve();
    expect(asked).toHaveLength(1);
    asked[0]!.answer({ stopped: true });
    await begun(2);
    expect(asked[1]!.params.folder).toBe(asked[0]!.params.folder);
    expect(asked[1]!.params.job).not.toBe(asked[0]!.params.job);
  });

  it('that has made no step is cancelled, and so is one whose only page is closed', async () => {
    const first = look();
    await begun();
    first.leave('taken-back');
    expect([asked[0]!.isCancelled(), ended]).toEqual([true, []]);
    const [side, wide] = [look(params(2)), look(params(2))];
    await begun(2);
    asked[1]!.tell(told(1, 4));
    side.leave('closed');
    expect(asked[1]!.isCancelled()).toBe(false);
    wide.leave('closed');
    expect(asked[1]!.isCancelled()).toBe(true);
  });

  it('of a classifier is told part by part to a page that is back, and kept without making anything', async () => {
    const given: Params<'train'> = { model: 'bert', examples: [], layers: 'all', folds: 2 };
    const page = (resumes: boolean) => {
      const abort = new AbortController();
      const heard: Progress[] = [];
      const value = runs.follow(
        'train',
        given,
        { signal: abort.signal, onProgress: (one) => heard.push(one) },
        resumes,
      );
      value.catch(() => {});
      return { heard, value, leave: (why: string) => abort.abort(why) };
    };
    const step = (done: number, fold: number, more = {}): Progress => ({
      kind: 'training',
      progress: { stage: 'learning', done, count: 2, loss: 10 * fold + done, fold, ...more },
    });
    const first = page(false);
    await begun();
    const { params: own, report } = asked[0]!;
    expect(own.folder).toBeUndefined();
    expect(path.relative(base, own.run!).split(path.sep)[0]).toBe('tuning');
    report({ kind: 'training', progress: { stage: 'reading', done: 1, count: 1 } });
    report(step(2, 1, { past: [{ fold: 1, losses: [11, 12] }] }));
    report(step(1, 2));
    first.leave('built-anew');
    report(step(2, 2));
    const second = page(true);
    expect(second.heard).toEqual([
      step(2, 2, {
        past: [
          { fold: 1, losses: [11, 12] },
          { fold: 2, losses: [21, 22] },
        ],
      }),
    ]);
    expect([asked.length, asked[0]!.isCancelled()]).toEqual([1, false]);
    // Half a cross-validation is nothing: taken back it ends, and what is kept is gone on with.
    second.leave('taken-back');
    expect([asked[0]!.isCancelled(), ended]).toEqual([true, []]);
    mkdirSync(own.run!, { recursive: true });
    page(false);
    await begun(2);
    expect(asked[1]!.params.run).toBe(own.run);
    expect(existsSync(own.run!)).toBe(true);
  });

  it('is kept beside what it makes, in a folder of its own; the same finds its own again, in any order of its parameters', async () => {
    look({ text: 'a text', seed: 1 });
    await begun();
    const { folder, run } = asked[0]!.params;
    expect(folder!.startsWith(base)).toBe(true);
    expect(path.dirname(run!)).toBe(path.dirname(folder!));
    expect(LearningFolders.keyOf({ seed: 1, text: 'a text' })).toBe(path.basename(path.dirname(folder!)));
    expect(LearningFolders.keyOf(params(2))).not.toBe(LearningFolders.keyOf(params(1)));
  });

  it('takes away what it had made before, not what it had kept, and of other runs those begun first', async () => {
    const folders = new LearningFolders({ storageUri: { fsPath: base } } as never, 'learning');
    const places = ['a', 'b', 'c', 'd'].map((key) => folders.placesOf(key, 'learnt'));
    for (const [at, { folder, run }] of places.entries()) {
      for (const one of [`${folder}-gpt`, `${folder}-bert`, run]) mkdirSync(one, { recursive: true });
      utimesSync(path.dirname(folder), at, at);
    }
    await folders.prepare('b', Promise.reject(new Error('it failed')), new Set(['a']), 'learnt');
    expect(readdirSync(path.dirname(places[1]!.folder))).toEqual(['run']);
    expect(existsSync(`${places[3]!.folder}-gpt`)).toBe(true);
    expect(readdirSync(path.join(base, 'learning')).sort()).toEqual(['a', 'b', 'c', 'd']);
    for (const key of ['e', 'f']) await folders.prepare(key, undefined, new Set(['a']));
    expect(readdirSync(path.join(base, 'learning')).sort()).toEqual(['a', 'b', 'e', 'f']);
  });

  it('of a window without a workspace leaves nothing', async () => {
    const folders = new LearningFolders(
      { storageUri: undefined, globalStorageUri: { fsPath: base } } as never,
      'learning',
    );
    await folders.prepare('a', undefined, new Set());
    expect(readdirSync(path.join(base, 'learning'))).toHaveLength(1);
    folders.dispose();
    await vi.waitFor(() => expect(readdirSync(path.join(base, 'learning'))).toHaveLength(0));
  });
});
