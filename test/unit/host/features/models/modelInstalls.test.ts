import { beforeEach, describe, expect, it, vi } from 'vitest';
import { GlassboxError } from '../../../../../src/protocol/engine/index.js';
import { ModelInstalls } from '../../../../../src/host/features/models/modelInstalls.js';
import type {
  HubModel,
  InstalledModel,
  Store,
  UnfinishedInstall,
  Variant,
  WorkOptions,
} from '../../../../../src/hub/index.js';

vi.mock('vscode', async () => (await import('./vscodeStandIn.js')).vscodeStandIn);

const MODEL = { id: 'org/name' } as HubModel;
const VARIANT = { name: 'safetensors', bytes: 100 } as Variant;
const INSTALLED = { id: 'org/name', name: 'org--name', variant: 'safetensors', bytes: 100 } as InstalledModel;

const cancelled = () => new GlassboxError('cancelled', 'It was stopped.');
const broken = () =>
  new GlassboxError('download-failed', 'It broke off.', { details: { kind: 'download', problem: 'cut', host: 'hub' } });

/** A store whose works end when the test says so; a stopped install leaves what it had. */
class FakeStore {
  unfinishedOnes: UnfinishedInstall[] = [];
  calls: string[] = [];
  end: { resolve(model: InstalledModel): void; reject(error: unknown): void; options: WorkOptions } | null = null;

  #work(call: string, options: WorkOptions = {}): Promise<InstalledModel> {
    this.calls.push(call);
    return new Promise((resolve, reject) => {
      this.end = { resolve, reject, options };
      options.signal?.addEventListener('abort', () => {
        this.leave();
        reject(cancelled());
      });
    });
  }

  leave(isActive = false) {
    const { id, name, variant } = INSTALLED;
    this.unfinishedOnes = [{ id, name, variant, commit: '0', endpoint: 'e', received: 40, total: 100, isActive }];
  }

  store = {
    install: (model: HubModel, variant: Variant, options?: WorkOptions) =>
      this.#work(`install ${model.id} ${variant.name}`, options),
    resume: (name: string, options?: WorkOptions) => this.#work(`resume ${name}`, options),
    installFolder: (folder: string, options?: WorkOptions) => this.#work(`copy ${folder}`, options),
    verify: (name: string, repair: boolean, options?: WorkOptions) => this.#work(`verify ${name} ${repair}`, options),
    discard: (name: string) => {
      this.calls.push(`discard ${name}`);
      this.unfinishedOnes = [];
      return Promise.resolve();
    },
    unfinished: () => Promise.resolve(this.unfinishedOnes),
  } as unknown as Store;
}

const begun = () => new Promise<void>((resolve) => setImmediate(resolve));

describe('installs', () => {
  let fake: FakeStore;
  let installs: ModelInstalls;
  beforeEach(() => {
    fake = new FakeStore();
    installs = new ModelInstalls(() => Promise.resolve(fake.store));
  });
  const states = () => installs.all().map(({ id, state, received, total }) => [id, state, received, total]);

  it('run, tell how far they are, and are gone when they are done', async () => {
    let changes = 0;
    installs.onDidChange(() => (changes += 1));
    const done = installs.install(MODEL, VARIANT);
    await begun();
    expect(states()).toEqual([['org/name', 'running', 0, 100]]);
    const before = changes;
    fake.end!.options.onProgress!({ phase: 'downloading', done: 30, total: 100, bytesPerSecond: 1, secondsLeft: 70 });
    expect(changes).toBe(before + 1);
    expect(states()).toEqual([['org/name', 'running', 30, 100]]);
    fake.end!.resolve(INSTALLED);
    expect(await done).toBe(INSTALLED);
    expect(installs.all()).toEqual([]);
  });

  it('are stopped with what they had, and gone on with', async () => {
    const done = installs.install(MODEL, VARIANT);
    await begun();
    await installs.pause('org--name');
    expect(await done).toBeNull();
    expect(states()).toEqual([['org/name', 'stopped', 40, 100]]);
    const again = installs.resume('org--name');
    await begun();
    expect(states()).toEqual([['org/name', 'running', 40, 100]]);
    // The window that was told of the model knows what is wanted; another goes by the plan in the store.
    expect(fake.calls.at(-1)).toBe('install org/name safetensors');
    fake.end!.resolve(INSTALLED);
    expect(await again).toBe(INSTALLED);
  });

  it('are cancelled without a rest', async () => {
    const done = installs.install(MODEL, VARIANT);
    await begun();
    await installs.cancel('org--name');
    expect(await done).toBeNull();
    expect(fake.calls).toContain('discard org--name');
    expect(installs.all()).toEqual([]);
  });

  it('that failed stay with what is wrong, until they are gone on with or discarded', async () => {
    const done = installs.install(MODEL, VARIANT);
    await begun();
    const error = broken();
    fake.leave();
    fake.end!.reject(error);
    await expect(done).rejects.toBe(error);
    expect(installs.all()).toMatchObject([{ state: 'failed', error, received: 40 }]);
    await installs.refresh();
    expect(installs.all()).toMatchObject([{ state: 'failed', error }]);
    await installs.discard('org--name');
    expect(installs.all()).toEqual([]);
  });

  it('that failed before anything came can be tried again', async () => {
    const done = installs.install(MODEL, VARIANT);
    await begun();
    fake.end!.reject(broken());
    await expect(done).rejects.toThrow();
    expect(installs.all()).toMatchObject([{ state: 'failed', received: 0 }]);
    const again = installs.resume('org--name');
    await begun();
    fake.end!.resolve(INSTALLED);
    expect(await again).toBe(INSTALLED);
    expect(installs.all()).toEqual([]);
  });

  it('of a window that is gone are shown as stopped, and begin only when they are told to', async () => {
    fake.leave();
    await installs.refresh();
    expect(states()).toEqual([['org/name', 'stopped', 40, 100]]);
    expect(fake.calls).toEqual([]);
    void installs.resume('org--name');
    await begun();
    expect(fake.calls).toEqual(['resume org--name']);
  });

  it('of another window are shown as its own', async () => {
    fake.leave(true);
    await installs.refresh();
    expect(states()).toEqual([['org/name', 'elsewhere', 40, 100]]);
  });

  it('do not run twice', async () => {
    void installs.install(MODEL, VARIANT);
    await begun();
    await expect(installs.install(MODEL, VARIANT)).rejects.toMatchObject({ details: { kind: 'storeBusy' } });
    expect(fake.calls).toHaveLength(1);
  });

  it('are stopped with the window', async () => {
    const done = installs.install(MODEL, VARIANT);
    await begun();
    await installs.dispose();
    expect(await done).toBeNull();
    expect(fake.unfinishedOnes).toHaveLength(1);
  });

  it('are not left behind by a check, whether it is stopped or fails', async () => {
    const stopped = installs.verify(INSTALLED, false);
    await begun();
    fake.leave = () => {};
    await installs.cancel('org--name');
    expect(await stopped).toBeNull();
    expect(fake.calls).toEqual(['verify org--name false']);
    const failed = installs.verify(INSTALLED, true);
    await begun();
    fake.end!.reject(broken());
    await expect(failed).rejects.toThrow();
    expect(installs.all()).toEqual([]);
  });
});
