import type * as vscode from 'vscode';
import { GlassboxError, type Params, type Progress, type Values } from '../../../protocol/engine/index.js';
import { LearningFolders, type RunPlaces } from '../../core/learningFolders.js';
import type { Services } from '../../core/services.js';
import type { RequestContext, RequestEnd } from '../../webviews/webviewPage.js';
import { LearningRun, type RunMethod } from './learningRun.js';

/** What a run makes, before the learners' endings. */
const MADE = 'learnt';

/** What learns for the pages of this window: a run goes on while its page is hidden. */
export class LearningRuns implements vscode.Disposable {
  /** the last run of each kind, also when it is over */
  readonly #runs = new Map<string, LearningRun>();
  /** by method: one's passing runs put no other's models out */
  readonly #folders: Record<RunMethod, LearningFolders>;

  constructor(
    private readonly services: Services,
    context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>,
  ) {
    this.#folders = {
      pretrain: new LearningFolders(context, 'learning'),
      train: new LearningFolders(context, 'tuning'),
    };
  }

  /**
   * Follows the run of these parameters: the one that is under way, else one that is begun, or gone on with where it was
   * broken off. Taken back it is ended, with the best that it has where models are made, and while its page is built anew it
   * goes on.
   * @param resumes a run that is over is told once more: it was under way when its page was hidden
   * @throws GlassboxError the engine's, `cancelled`
   */
  follow<M extends RunMethod>(
    method: M,
    params: Params<M>,
    { signal, onProgress }: RequestContext<Progress>,
    resumes: boolean,
  ): Promise<Values[M]> {
    const run = this.#runOf(method, params, resumes);
    const leave = run.follow(onProgress);
    return new Promise<Values[M]>((resolve, reject) => {
      const end = () => {
        leave();
        endBy(run, signal.reason as RequestEnd);
        reject(new GlassboxError('cancelled', 'The request was taken back.'));
      };
      if (signal.aborted) return end();
      signal.addEventListener('abort', end, { once: true });
      run.value.then(resolve, reject).finally(() => {
        leave();
        signal.removeEventListener('abort', end);
      });
    });
  }

  /** Puts the models of a run among the installed ones, by a name that is asked for. @returns whether they are there */
  async keep(params: Params<'pretrain'>): Promise<boolean> {
    const key = LearningFolders.keyOf(params);
    await this.#runs.get(key)?.value.catch(() => {});
    const { keepLearners } = await import('./keepLearners.js');
    return keepLearners(this.services, this.#folders.pretrain.placesOf(key, MADE).folder);
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.cancel();
    for (const folders of Object.values(this.#folders)) folders.dispose();
  }

  #runOf<M extends RunMethod>(method: M, params: Params<M>, resumes: boolean): LearningRun<M> {
    // No two methods have the same parameters.
    const key = LearningFolders.keyOf(params);
    const found = this.#runs.get(key) as LearningRun<M> | undefined;
    if (found && (resumes || !found.isEnding)) return found;
    for (const [other, { isEnding }] of this.#runs) if (isEnding) this.#runs.delete(other);
    const places = this.#placesOf(method, key, found?.value);
    const made = new LearningRun(this.services.engine, method, params, places);
    this.#runs.set(key, made);
    return made;
  }

  /** Cross-validation makes nothing: it is kept while it is under way. */
  async #placesOf(method: RunMethod, key: string, before?: Promise<unknown>): Promise<Partial<RunPlaces>> {
    const spared = new Set(this.#runs.keys());
    if (method === 'pretrain') return this.#folders.pretrain.prepare(key, before, spared, MADE);
    const { run } = await this.#folders.train.prepare(key, before, spared);
    return { run };
  }
}

/** What nobody waits for any more: a page that is built anew comes back to it. */
function endBy(run: LearningRun, why: RequestEnd): void {
  if (why === 'taken-back') run.stop();
  else if (why === 'closed' && !run.isFollowed) run.cancel();
}
