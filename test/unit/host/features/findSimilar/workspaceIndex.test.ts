import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError, type IndexStateValue } from '../../../../../src/protocol/engine/index.js';

/** The folder on the disk, and the workspace. */
const disk = { isThere: true, scheme: 'file' };

vi.mock('vscode', async () => {
  const { vscodeStandIn } = await import('../models/vscodeStandIn.js');
  const exclude = { '**/.git': true, '**/*.js': { when: '$(basename).ts' }, '**/out': false };
  return {
    ...vscodeStandIn,
    workspace: {
      fs: { stat: () => (disk.isThere ? Promise.resolve({}) : Promise.reject(new Error('none'))) },
      get workspaceFolders() {
        return [{ uri: { scheme: disk.scheme, fsPath: '/notes' } }];
      },
      getConfiguration: () => ({ get: () => exclude }),
    },
  };
});
const { WorkspaceIndex } = await import('../../../../../src/host/features/findSimilar/workspaceIndex.js');

const whole: IndexStateValue = { state: 'whole', model: 'e5-mini', files: 2, passages: 9, bytes: 4000, updated: null };
const made = { model: 'e5-mini', files: 2, passages: 9, embedded: 9, removed: 0, skipped: [], skippedCount: 0 };

type Call = (
  method: string,
  params: Record<string, unknown>,
  options: unknown,
  signal?: AbortSignal,
) => Promise<unknown>;

let settings: Record<string, unknown>;
let calls: string[];
let warned: string[];

function indexWith(answer: Call) {
  calls = [];
  const call: Call = (method, params, options, signal) => {
    calls.push(method);
    return answer(method, params, options, signal);
  };
  const log = { warn: (line: string) => void warned.push(line) };
  const services = { engine: { call }, settings: { get: (key: string) => settings[key] }, log } as never;
  return new WorkspaceIndex(services, { fsPath: '/storage/similar' } as never);
}

const answering =
  (answers: Record<string, unknown>): Call =>
  (method) =>
    Promise.resolve(answers[method]);

/** Never done, but when it is stopped. */
const endless = (signal?: AbortSignal) =>
  new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(new GlassboxError('cancelled', 'The run was cancelled.')));
  });

const busy = () =>
  new GlassboxError('bad-request', 'busy', { details: { kind: 'storeBusy', model: '/storage/similar' } });

beforeEach(() => {
  Object.assign(disk, { isThere: true, scheme: 'file' });
  settings = { 'findSimilar.model': 'e5-mini', 'findSimilar.maxFileSize': 500, 'findSimilar.updateOnSave': true };
  warned = [];
});

describe('the index of a workspace', () => {
  it('is made of its folders, without what the user does not want to see, behind all other work', async () => {
    const asked: unknown[] = [];
    const index = indexWith((method, params, options) => {
      if (method === 'buildIndex') asked.push(params, (options as { priority: string }).priority);
      return Promise.resolve(method === 'buildIndex' ? made : whole);
    });
    await index.make();
    const params = { model: 'e5-mini', index: '/storage/similar', folders: ['/notes'], exclude: ['**/.git'] };
    expect(asked).toEqual([{ ...params, maxFileBytes: 500_000 }, 'background']);
    expect(index.known).toMatchObject({ state: whole, work: null, made: { embedded: 9 } });
    expect(index.isThere).toBe(true);
  });

  it('is made once, however often it is asked for', async () => {
    const index = indexWith(answering({ buildIndex: made, indexState: whole }));
    await Promise.all([index.make(), index.make()]);
    expect(calls.filter((method) => method === 'buildIndex')).toHaveLength(1);
  });

  it('starts no engine where there is none on the disk', async () => {
    disk.isThere = false;
    const index = indexWith(answering({}));
    await index.refresh();
    expect(calls).toEqual([]);
    expect(index.isThere).toBe(false);
  });

  it('is not made of files that are on no disk', async () => {
    disk.scheme = 'vscode-vfs';
    const index = indexWith(answering({}));
    await expect(index.make()).rejects.toMatchObject({ code: 'bad-request' });
    expect(calls).toEqual([]);
  });

  it('that is stopped tells what there is, and is gone on with when it is asked for again', async () => {
    const partial = { ...whole, state: 'partial' };
    let isEndless = true;
    const index = indexWith((method, _, __, signal) => {
      if (method === 'indexState') return Promise.resolve(isEndless ? partial : whole);
      return isEndless ? endless(signal) : Promise.resolve(made);
    });
    const making = index.make();
    await vi.waitFor(() => expect(calls).toContain('buildIndex'));
    index.stop();
    await expect(making).rejects.toMatchObject({ code: 'cancelled' });
    expect(index.known).toMatchObject({ state: { state: 'partial' }, work: null });
    isEndless = false;
    await index.make();
    expect(index.known.state).toEqual(whole);
  });

  it('that is thrown away is stopped first, and waited for while it is still held', async () => {
    let held = 3;
    const index = indexWith((method, _, __, signal) => {
      if (method === 'buildIndex') return endless(signal);
      if (method === 'indexState') return Promise.resolve(whole);
      return held-- > 0 ? Promise.reject(busy()) : Promise.resolve({ bytes: 4000 });
    });
    const making = index.make();
    making.catch(() => undefined);
    await vi.waitFor(() => expect(calls).toContain('buildIndex'));
    expect(await index.remove()).toBe(4000);
    expect(calls.filter((method) => method === 'removeIndex')).toHaveLength(4);
    expect(index.known).toMatchObject({ state: null, made: null });
  });
});

describe('a file that is saved', () => {
  const changed = async (index: InstanceType<typeof WorkspaceIndex>) => {
    vi.useFakeTimers();
    index.fileChanged();
    index.fileChanged();
    await vi.advanceTimersByTimeAsync(1500);
    vi.useRealTimers();
  };

  it('brings an index up to date that is whole, once for all that was saved', async () => {
    const index = indexWith(answering({ buildIndex: made, indexState: whole }));
    await changed(index);
    expect(calls).toEqual(['indexState', 'buildIndex', 'indexState']);
  });

  it.each(['partial', 'otherModel', 'damaged'])(
    'does nothing with one that is %s: nobody has asked for it',
    async (state) => {
      const index = indexWith(answering({ buildIndex: made, indexState: { ...whole, state } }));
      await changed(index);
      expect(calls).toEqual(['indexState']);
    },
  );

  it('does nothing where the setting says so, or after it was stopped', async () => {
    settings['findSimilar.updateOnSave'] = false;
    const index = indexWith(answering({ buildIndex: made, indexState: whole }));
    await changed(index);
    settings['findSimilar.updateOnSave'] = true;
    index.stop();
    await changed(index);
    expect(calls).toEqual([]);
  });

  it('interrupts nobody when that fails: the view and the log have it', async () => {
    const index = indexWith((method) =>
      method === 'buildIndex'
        ? Promise.reject(new GlassboxError('internal', 'no room on the disk'))
        : Promise.resolve(whole),
    );
    await changed(index);
    expect(index.known.failure).toBe('no room on the disk');
    expect(warned).toEqual(['index: internal: no room on the disk']);
  });
});
