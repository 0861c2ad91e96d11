import type * as vscode from 'vscode';
import { GlassboxError, type Params, type PretrainValue, type Progress } from '../../../protocol/engine/index.js';
import { LearningFolders } from '../../core/learningFolders.js';
import type { Services } from '../../core/services.js';
import type { RequestContext, RequestEnd } from '../../webviews/webviewPage.js';
import { LearningRun } from './learningRun.js';

/** What a run makes, before the learners' endings. */
const MADE = 'learnt';

/** What learns from nothing for the pages of this window: a run goes on while its page is hidden. */
export class LearningRuns implements vscode.Disposable {
  /** the last run of each kind, also when it is over */
  readonly #runs = new Map<string, LearningRun>();
  readonly #folders: LearningFolders;

  constructor(
    private readonly services: Services,
    context: Pick<vscode.ExtensionContext, 'storageUri' | 'globalStorageUri'>,
  ) {
    this.#folders = new LearningFolders(context, 'learning');
  }

  /**
   * Follows the run of these parameters: the one that is under way, else one that is begun, or gone on with where it was
   * broken off. Taken back it is ended with the best that it has, and while its page is built anew it goes on.
   * @param resumes a run that is over is told once more: it was under way when its page was hidden
   * @throws GlassboxError the engine's, `cancelled`
   */
  follow(
    params: Params<'pretrain'>,
    { signal, onProgress }: RequestContext<Progress>,
    resumes: boolean,
  ): Promise<PretrainValue> {
    const run = this.#runOf(params, resumes);
    const leave = run.follow(onProgress);
    return new Promise<PretrainValue>((resolve, reject) => {
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
    return keepLearners(this.services, this.#folders.placesOf(key, MADE).folder);
  }

  dispose(): void {
    for (const run of this.#runs.values()) run.cancel();
    this.#folders.dispose();
  }

  #runOf(params: Params<'pretrain'>, resumes: boolean): LearningRun {
    const key = LearningFolders.keyOf(params);
    const found = this.#runs.get(key);
    if (found && (resumes || !found.isEnding)) return found;
    for (const [other, { isEnding }] of this.#runs) if (isEnding) this.#runs.delete(other);
    const places = this.#folders.prepare(key, found?.value, new Set(this.#runs.keys()), MADE);
    const made = new LearningRun(this.services.engine, params, places);
    this.#runs.set(key, made);
    return made;
  }
}

/** What nobody waits for any more: a page that is built anew comes back to it. */
function endBy(run: LearningRun, why: RequestEnd): void {
  if (why === 'taken-back') run.stop();
  else if (why === 'closed' && !run.isFollowed) run.cancel();
}
