import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { GlassboxError, throwIfCancelled } from '../protocol/engine/index.js';
import { Connections, type ConnectionOptions } from './connections.js';
import { fileFault } from './digest.js';
import { bytesBelow, namesIn, removeFolder, renamePatiently, requireRoom, sizeOf, storeError } from './disk.js';
import { downloadFile, PART, syncFolder } from './downloadFile.js';
import { findDuplicates } from './duplicates.js';
import { Trouble } from './fault.js';
import { copyIn, readFolder } from './fromFolder.js';
import { fileAddress } from './listing.js';
import { isLocked, lock, type Lock } from './lock.js';
import { bytesOf, MANIFEST, planOf, readManifest, readPlan, writeManifest, writePlan, type Plan } from './manifest.js';
import { moveModels } from './moveModels.js';
import { folderName, foreignPath, isFolderName } from './names.js';
import { inParallel } from './pool.js';
import { ProgressMeter } from './progress.js';
import type {
  DuplicateModel,
  HubFile,
  HubModel,
  InstalledModel,
  Store,
  UnfinishedInstall,
  Variant,
  VerifyReport,
  WorkOptions,
} from './types.js';

/** Files that come at once. */
const AT_ONCE = 4;
/** Bytes that are left free on the disk: what else is at work needs some. */
const SPARE = 32 << 20;
const PLAN = 'plan.json';
const CONTENT = 'content';
/** Files that take the place of bad ones, by model. */
const REPAIR = '.repair';
/** What is being removed. */
const TRASH = '.trash';

/** What a store is worked with; each install has the hub that it is from. */
export type StoreOptions = Omit<ConnectionOptions, 'endpoint'>;

/**
 * A folder of models. What is not whole lies in `.incoming`, a folder each with its plan, and takes its place by one rename;
 * a kill at any moment leaves either the one or the other.
 */
export class ModelStore implements Store {
  /** locks of models that this store is at work on */
  readonly #held = new Map<string, Lock>();

  constructor(
    readonly folder: string,
    private readonly options: StoreOptions,
  ) {}

  async list(): Promise<InstalledModel[]> {
    await this.#finishSwaps();
    const names = (await namesIn(this.folder)).filter((name) => isFolderName(name)).sort();
    const found = await Promise.all(names.map((name) => readManifest(path.join(this.folder, name))));
    return found.filter((model) => model !== null);
  }

  async unfinished(): Promise<UnfinishedInstall[]> {
    await this.#finishSwaps();
    const found = await Promise.all((await this.#incoming()).map((name) => this.#unfinishedOf(name)));
    return found.filter((install) => install !== null);
  }

  async install(model: HubModel, variant: Variant, options: WorkOptions = {}): Promise<InstalledModel> {
    const { host } = new URL(model.endpoint);
    const fault = (problem: 'noWeights' | 'fileName') =>
      new Trouble({ problem, host, model: model.id }, 'none').toError();
    if (variant.files.length === 0) throw fault('noWeights');
    if (foreignPath(variant.files.map((file) => file.path)) !== undefined) throw fault('fileName');
    const { id, commit, endpoint, card } = model;
    const type = model.config?.['model_type'];
    const plan: Plan = {
      ...{ id, commit, endpoint, card, variant: variant.name, precision: variant.precision, files: variant.files },
      type: typeof type === 'string' ? type.slice(0, 200) : null,
    };
    return this.#work(folderName(id), options, async (name, signal) => {
      await this.#requireOwn(name);
      const there = await this.#sameAs(name, plan);
      if (there) {
        // What has changed since it was installed comes anew.
        await this.#repair(there, await this.#badFiles(there, options, signal), options, signal);
        // What was begun of another form is not wanted any more.
        await this.#forget(this.#inIncoming(name));
        return there;
      }
      await this.#prepare(name, plan);
      return this.#complete(name, plan, options, signal);
    });
  }

  resume(name: string, options: WorkOptions = {}): Promise<InstalledModel> {
    return this.#work(name, options, async (_, signal) => {
      const plan = await readPlan(this.#inIncoming(name, PLAN));
      if (plan === null) throw unknownModel(name);
      return this.#complete(name, plan, options, signal);
    });
  }

  discard(name: string): Promise<void> {
    return this.#work(name, {}, () => this.#forget(this.#inIncoming(name)));
  }

  async installFolder(given: string, options: WorkOptions = {}): Promise<InstalledModel> {
    const { from, name: wanted, plan } = await readFolder(given);
    const place = await this.#freeName(wanted, plan);
    const named = place === wanted ? plan : { ...plan, id: place };
    return this.#work(place, options, async (name, signal) => {
      await requireRoom(this.folder, bytesOf(plan.files) + SPARE);
      await rm(this.#inIncoming(name), { recursive: true, force: true });
      const meter = new ProgressMeter(bytesOf(plan.files), options.onProgress, 'copying');
      try {
        const copied = await copyIn(from, this.#inIncoming(name, CONTENT), named, meter, signal);
        return await this.#put(name, copied);
      } catch (error) {
        // A copy that ended is begun anew: nothing of it is kept.
        await rm(this.#inIncoming(name), { recursive: true, force: true });
        throw error;
      }
    });
  }

  /** Names of folders that hold a list of ours that cannot be read: nothing can be said of their files. */
  async damaged(): Promise<string[]> {
    const names = (await namesIn(this.folder)).filter((name) => isFolderName(name)).sort();
    const found = await Promise.all(
      names.map(async (name) => {
        const folder = path.join(this.folder, name);
        const isOurs = (await sizeOf(path.join(folder, MANIFEST))) !== null;
        return isOurs && (await readManifest(folder)) === null ? [name] : [];
      }),
    );
    return found.flat();
  }

  /**
   * Where a copied folder goes: the place of the same model of a hub, else one that nobody has. Folders of one name need not
   * hold one model.
   */
  async #freeName(wanted: string, { id, commit }: Plan): Promise<string> {
    for (let count = 1; ; count += 1) {
      const name = count === 1 ? wanted : `${wanted}-${count}`;
      const folder = path.join(this.folder, name);
      if (!(await isThere(folder))) return name;
      const there = await readManifest(folder);
      if (there && commit !== null && there.commit !== null && there.id === id) return name;
    }
  }

  verify(name: string, repair: boolean, options: WorkOptions = {}): Promise<VerifyReport> {
    const check = async (_: string, signal: AbortSignal | undefined) => {
      const model = await this.#installed(name);
      const bad = await this.#badFiles(model, options, signal);
      const repaired = repair && signal ? await this.#repair(model, bad, options, signal) : [];
      return { name, bytes: model.bytes, bad, repaired };
    };
    return this.#work(name, options, check).catch((error: unknown) => {
      // A store that cannot be written can be read all the same.
      const { cause } = error as { cause?: { code?: string } };
      if (repair || !['EROFS', 'EACCES', 'EPERM'].includes(cause?.code ?? '')) throw error;
      return check(name, options.signal);
    });
  }

  remove(name: string): Promise<number> {
    return this.#work(name, {}, async () => {
      const folder = path.join(this.folder, name);
      // What was put there by hand is its owner's.
      if ((await sizeOf(path.join(folder, MANIFEST))) === null) throw unknownModel(name, await this.#names());
      const bytes = await bytesBelow(folder);
      await this.#forget(folder);
      await this.#forget(path.join(this.folder, REPAIR, name));
      return bytes;
    });
  }

  async moveTo(folder: string, options: WorkOptions = {}): Promise<Store> {
    const target = path.resolve(folder);
    const locks: Lock[] = [];
    const [models, begun] = [(await namesIn(this.folder)).filter(isFolderName), await this.#incoming()];
    try {
      for (const name of new Set([...models, ...begun])) locks.push(await this.#lock(name));
      await moveModels(this.folder, target, options);
    } catch (error) {
      throw await storeError(error, target, 0);
    } finally {
      await Promise.all(locks.map((held) => held.release()));
    }
    // What is left are the locks' and the trash's folders; whatever else somebody has put there stays.
    for (const name of ['.locks', TRASH, '.incoming', REPAIR]) {
      await rm(path.join(this.folder, name), { recursive: true, force: true });
    }
    return new ModelStore(target, this.options);
  }

  async duplicates(others: readonly string[], options: WorkOptions = {}): Promise<DuplicateModel[]> {
    return findDuplicates(await this.list(), others, options);
  }

  /** Holds a model's lock while something is done with its files. */
  async #work<T>(
    name: string,
    { signal }: WorkOptions,
    task: (name: string, signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    if (!isFolderName(name)) throw unknownModel(name);
    throwIfCancelled(signal);
    let held: Lock | null = null;
    try {
      held = await this.#lock(name);
      this.#held.set(name, held);
      await this.#finish(name);
      return await task(name, signal ? AbortSignal.any([signal, held.lost]) : held.lost);
    } catch (error) {
      // Files that are gone may be because another has taken over.
      await held?.check();
      throwIfCancelled(signal);
      const plan = await readPlan(this.#inIncoming(name, PLAN));
      throw await storeError(
        error,
        this.folder,
        plan ? bytesOf(plan.files) - (await this.#received(name, plan.files)) : 0,
      );
    } finally {
      if (held) this.#held.delete(name);
      await held?.release();
    }
  }

  #lock(name: string): Promise<Lock> {
    return lock(path.join(this.folder, '.locks', name), name.replace('--', '/'));
  }

  #inIncoming(name: string, ...rest: string[]): string {
    return path.join(this.folder, '.incoming', name, ...rest);
  }

  async #incoming(): Promise<string[]> {
    return (await namesIn(path.join(this.folder, '.incoming'))).filter((name) => isFolderName(name));
  }

  async #names(): Promise<string[]> {
    return (await namesIn(this.folder)).filter((name) => isFolderName(name)).sort();
  }

  async #installed(name: string): Promise<InstalledModel> {
    const model = await readManifest(path.join(this.folder, name));
    if (model === null) throw unknownModel(name, await this.#names());
    return model;
  }

  async #unfinishedOf(name: string): Promise<UnfinishedInstall | null> {
    const plan = await readPlan(this.#inIncoming(name, PLAN));
    if (plan === null) return null;
    const { id, variant, commit, endpoint, files } = plan;
    const isActive = await isLocked(path.join(this.folder, '.locks', name));
    const received = await this.#received(name, files);
    return {
      id,
      name,
      variant,
      commit: commit ?? '',
      endpoint: endpoint ?? '',
      received,
      total: bytesOf(files),
      isActive,
    };
  }

  async #received(name: string, files: readonly HubFile[]): Promise<number> {
    const sizes = files.map(async (file) => {
      const place = this.#inIncoming(name, CONTENT, file.path);
      return (await sizeOf(place)) ?? (await sizeOf(`${place}${PART}`)) ?? 0;
    });
    return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  }

  /** The installed model, if it is what is to come and none of its files is missing or cut off. */
  /** What somebody has put into the store by hand is not replaced. @throws GlassboxError `bad-request` (`store`) */
  async #requireOwn(name: string): Promise<void> {
    const folder = path.join(this.folder, name);
    if (!(await isThere(folder)) || (await sizeOf(path.join(folder, MANIFEST))) !== null) return;
    const said = 'it was put there by hand, and is not replaced; move it away first';
    throw new GlassboxError('bad-request', `${folder} cannot be used: ${said}.`, {
      details: { kind: 'store', folder, said },
    });
  }

  /** Reads all files of a model again. @returns those that are not as they were published */
  async #badFiles(
    model: InstalledModel,
    { onProgress }: WorkOptions,
    signal: AbortSignal | undefined,
  ): Promise<VerifyReport['bad']> {
    const meter = new ProgressMeter(model.bytes, onProgress, 'verifying');
    const bad: VerifyReport['bad'][number][] = [];
    for (const file of model.files) {
      const problem = await fileFault(path.join(model.folder, file.path), file, (count) => meter.add(count), signal);
      if (problem !== null) bad.push({ path: file.path, problem });
    }
    return bad;
  }

  async #sameAs(name: string, plan: Plan): Promise<InstalledModel | null> {
    const there = await readManifest(path.join(this.folder, name));
    if (there === null || !isDeepStrictEqual(planOf(there), plan)) return null;
    const sizes = await Promise.all(there.files.map((file) => sizeOf(path.join(there.folder, file.path))));
    return there.files.every(({ size }, index) => size === sizes[index]) ? there : null;
  }

  /** Writes down what is to come. Of what came for another plan, the same files serve again. */
  async #prepare(name: string, plan: Plan): Promise<void> {
    const before = await readPlan(this.#inIncoming(name, PLAN));
    const content = this.#inIncoming(name, CONTENT);
    if (before === null) await rm(this.#inIncoming(name), { recursive: true, force: true });
    for (const old of before?.files ?? []) {
      const same = plan.files.some(({ path: place, digest }) => place === old.path && digest.hex === old.digest.hex);
      if (same) continue;
      await rm(path.join(content, old.path), { force: true });
      await rm(path.join(content, `${old.path}${PART}`), { force: true });
    }
    await mkdir(content, { recursive: true });
    await writePlan(this.#inIncoming(name, PLAN), plan);
  }

  async #complete(name: string, plan: Plan, options: WorkOptions, signal: AbortSignal): Promise<InstalledModel> {
    const content = this.#inIncoming(name, CONTENT);
    await mkdir(content, { recursive: true });
    await requireRoom(this.folder, bytesOf(plan.files) - (await this.#received(name, plan.files)) + SPARE);
    const meter = new ProgressMeter(bytesOf(plan.files), options.onProgress);
    await this.#download(plan, content, meter, signal);
    meter.enter('installing');
    signal.throwIfAborted();
    return this.#put(name, plan);
  }

  async #download(plan: Plan, content: string, meter: ProgressMeter, signal: AbortSignal): Promise<void> {
    const { id, endpoint, commit } = plan;
    if (endpoint === null || commit === null) throw unknownModel(id);
    const connections = new Connections({ ...this.options, endpoint });
    // The largest first: it is what is waited for.
    const files = [...plan.files].sort((one, other) => other.size - one.size);
    await inParallel(
      files,
      AT_ONCE,
      async (file, each) => {
        const target = path.join(content, file.path);
        // It was verified before it was given its name.
        if ((await sizeOf(target)) === file.size) return meter.add(file.size, false);
        await rm(target, { force: true });
        let isThere = true;
        await downloadFile(
          connections,
          { url: fileAddress(connections, id, commit, file.path), model: id, file, target },
          {
            signal: each,
            confirm: async () => this.#held.get(folderName(id))?.check(),
            // What is first told was there before.
            onBytes: (count) => {
              meter.add(count, !isThere);
              isThere = false;
            },
            onWait: (seconds, { fault }) => meter.wait(seconds, fault.problem),
          },
        );
      },
      signal,
    );
  }

  /** Gives a model that is whole its place, and what stood there away. */
  async #put(name: string, plan: Plan): Promise<InstalledModel> {
    const content = this.#inIncoming(name, CONTENT);
    await writeManifest(content, plan, new Date());
    await syncFolder(content);
    await this.#swap(name);
    return this.#installed(name);
  }

  async #swap(name: string): Promise<void> {
    const place = path.join(this.folder, name);
    await this.#held.get(name)?.check();
    if (await isThere(place)) {
      await rm(this.#inIncoming(name, 'replaced'), { recursive: true, force: true });
      await this.#keepOthers(name);
      await renamePatiently(place, this.#inIncoming(name, 'replaced'));
    }
    await renamePatiently(this.#inIncoming(name, CONTENT), place);
    await syncFolder(this.folder);
    await rm(this.#inIncoming(name), { recursive: true, force: true });
  }

  /** Files in a model's folder that are not the model's go along to what takes its place. */
  async #keepOthers(name: string): Promise<void> {
    const place = path.join(this.folder, name);
    const known = await readManifest(place);
    if (known === null) return;
    const own = new Set([MANIFEST, ...known.files.map((file) => file.path.split('/')[0])]);
    for (const other of (await namesIn(place)).filter((one) => !own.has(one))) {
      const target = this.#inIncoming(name, CONTENT, other);
      if (!(await isThere(target))) await renamePatiently(path.join(place, other), target);
    }
  }

  /** What a kill left of all models, but those that somebody is at work on. */
  async #finishSwaps(): Promise<void> {
    const repairs = await namesIn(path.join(this.folder, REPAIR));
    for (const name of new Set([...(await this.#incoming()), ...repairs.filter((one) => isFolderName(one))])) {
      if (await this.#isInOrder(name)) continue;
      const held = await this.#lock(name).catch(() => null);
      if (held === null) continue;
      try {
        await this.#finish(name);
      } catch {
        // It is tried again when the store is next looked at.
      } finally {
        await held.release();
      }
    }
    // The folder itself stays: another window may be about to put something there.
    for (const name of await namesIn(path.join(this.folder, TRASH)).catch(() => [])) {
      await rm(path.join(this.folder, TRASH, name), { recursive: true, force: true }).catch(() => {});
    }
  }

  /** Whether what has come of a model is what a resume needs, or there is nothing. */
  async #isInOrder(name: string): Promise<boolean> {
    const [plan, content, manifest] = await Promise.all([
      readPlan(this.#inIncoming(name, PLAN)),
      isThere(this.#inIncoming(name, CONTENT)),
      isThere(this.#inIncoming(name, CONTENT, MANIFEST)),
    ]);
    const incoming = await isThere(this.#inIncoming(name));
    if (incoming && (plan === null || !content || manifest)) return false;
    const isRepaired = await isThere(path.join(this.folder, REPAIR, name));
    return !isRepaired || (await readManifest(path.join(this.folder, name))) !== null;
  }

  /**
   * Ends what a kill left of a model, whose lock is held: puts one that is whole into its place, and takes away what
   * nothing goes on from. What a stopped install needs stays.
   */
  async #finish(name: string): Promise<void> {
    if (await this.#isInOrder(name)) return;
    const isWhole = await isThere(this.#inIncoming(name, CONTENT, MANIFEST));
    if (isWhole) await this.#swap(name);
    else if (await isThere(this.#inIncoming(name))) await this.#forget(this.#inIncoming(name));
    if ((await readManifest(path.join(this.folder, name))) === null) {
      await this.#forget(path.join(this.folder, REPAIR, name));
    }
  }

  /** Takes a folder away, if there is one. */
  async #forget(folder: string): Promise<void> {
    if (await isThere(folder)) await removeFolder(folder, path.join(this.folder, TRASH));
  }

  /** Gets bad files anew, each put into its place when it is verified. @returns their paths */
  async #repair(
    model: InstalledModel,
    bad: readonly { path: string }[],
    options: WorkOptions,
    signal: AbortSignal,
  ): Promise<string[]> {
    const files = model.files.filter((file) => bad.some((one) => one.path === file.path));
    if (files.length === 0 || model.endpoint === null) return [];
    await requireRoom(this.folder, bytesOf(files) + SPARE);
    const meter = new ProgressMeter(bytesOf(files), options.onProgress);
    const beside = path.join(this.folder, REPAIR, model.name);
    await this.#download({ ...model, files }, beside, meter, signal);
    for (const file of files) {
      const place = path.join(model.folder, file.path);
      await mkdir(path.dirname(place), { recursive: true });
      await renamePatiently(path.join(beside, file.path), place);
    }
    await rm(beside, { recursive: true, force: true });
    return files.map((file) => file.path);
  }
}

const isThere = (place: string): Promise<boolean> =>
  stat(place).then(
    () => true,
    () => false,
  );

const unknownModel = (name: string, known: readonly string[] = []) =>
  new GlassboxError('unknown-model', `There is no model ${name} among those that were installed.`, {
    details: { kind: 'unknownModel', model: name, known: [...known] },
  });
