import { toErrorValue, type DivergenceValue, type Engine, type GlassboxError } from '../../../protocol/engine/index.js';
import type {
  DecodingRun,
  DecodingState,
  PresetId,
  ModelPlace,
  RunDistribution,
  RunIssue,
  ToDecodingWebview,
} from '../../../protocol/webviews/index.js';
import { branchTitle } from '../../../text/displayText.js';
import { createBranch, promptBefore } from './branches.js';
import { askDistribution, askDivergence } from './runQuestions.js';
import { changesBetween } from './stateChanges.js';
import { checkDeterminism } from './checkDeterminism.js';
import type { DecodingEvent, RunAttempt } from './decodingEvents.js';
import { fittingSource } from './fittingSource.js';
import { Reruns } from './reruns.js';
import { emptyPrompt } from './runIssues.js';
import { RunJobs, type JobParams } from './runJobs.js';
import { amateursFor, findModel } from '../../../decoding/config/amateurModels.js';
import { KEPT, leftModels, type ModelChoice } from './modelChoice.js';
import { usualPrefix, decoderModels } from './decoderModels.js';
import { presetRecipes } from './presets.js';
import { withSeed } from './recipes.js';
import { reduce } from './reducer.js';
import { currentInputs, type RunInputs, type SessionState } from './sessionState.js';

/**
 * One comparison: the prompt, the recipes and what became of them. It lives in the extension host, so that pages come and
 * go without losing anything; each gets the whole on `ready` and messages of what changes.
 */
export class DecodingSession {
  #state: SessionState;
  readonly #jobs: RunJobs;
  readonly #reruns = new Reruns((id) => {
    // What cannot run keeps what it wrote; the fault stands at its field.
    if (this.#runOf(id)?.faults.length === 0) void this.run([id]);
  });
  readonly #checks = new Map<number, AbortController>();
  #refreshing: Promise<void> | null = null;

  /**
   * @param send called with what changed; `distribution` and `told` go to the page that asked
   * @param refusal what keeps a recipe's models from being used, as the engine's client says it for a whole call
   * @param choice what is chosen where the model that was chosen is removed
   */
  constructor(
    private readonly engine: Engine,
    state: SessionState,
    private readonly send: (messages: readonly ToDecodingWebview[]) => void,
    private readonly refusal: (params: object) => GlassboxError | null = () => null,
    private readonly choice: ModelChoice = KEPT,
  ) {
    this.#state = state;
    this.#jobs = new RunJobs(engine, {
      prompted: (runs, promptIds) => this.dispatch({ type: 'prompted', runs, promptIds }),
      grown: (growth) => this.dispatch({ type: 'grown', growth }),
      ended: (run, value) => this.dispatch({ type: 'ended', run, value }),
      stopped: (runs) => this.dispatch({ type: 'stopped', runs }),
      failed: (runs, fault) => {
        this.dispatch({ type: 'failed', runs, fault });
        this.dispatch({ type: 'setError', error: fault });
      },
    });
  }

  get state(): DecodingState {
    return this.#state.shown;
  }

  /** For keeping. */
  get whole(): SessionState {
    return this.#state;
  }

  get busy(): boolean {
    return this.state.runs.some(({ status }) => status === 'waiting' || status === 'running');
  }

  /** Changes the state, tells the pages, and does what follows from it. */
  dispatch(event: DecodingEvent): void {
    const before = this.#state;
    this.#state = reduce(before, event);
    if (event.type === 'grown') this.send([{ type: 'grown', growth: event.growth }]);
    else if (this.#state !== before) this.send(changesBetween(before.shown, this.#state.shown));
    if (event.type === 'change' || event.type === 'runModel') this.#rerunSoon(event.run);
    if (event.type === 'remove' || event.type === 'setRecipes' || event.type === 'opened')
      this.#forgetGone(before.shown.runs);
  }

  /** Replaces the list by a classical comparison. */
  preset(preset: PresetId): void {
    const { models, model } = this.state;
    const context = {
      encoderDecoder: findModel(models, model)?.architecture === 'encoder-decoder',
      amateur: amateursFor(models, model)[0] ?? null,
    };
    const recipes = presetRecipes(preset, context).map((decoding) => ({ name: null, decoding }));
    this.dispatch({ type: 'setRecipes', recipes });
  }

  /** Asks the engine for the models that can write. Settles when they are there, or an error says why not. */
  refreshModels(): Promise<void> {
    this.#refreshing ??= this.#listModels().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  async #listModels(): Promise<void> {
    try {
      this.#takeModels(decoderModels(await this.engine.call('models', {})));
      const { models, model, prefix } = this.state;
      const usual = usualPrefix(findModel(models, model));
      if (prefix === '' && usual !== '') this.dispatch({ type: 'prefix', prefix: usual });
    } catch (error) {
      this.dispatch({ type: 'setError', error: toErrorValue(error) });
    }
  }

  /** Takes models out of the list at once, before the engine is asked again. */
  leaveRemoved(): void {
    const left = this.state.models.filter(({ id }) => !this.choice.isRemoved(id));
    if (left.length < this.state.models.length) this.#takeModels(left);
  }

  /** Nobody goes on with a model that was removed: its runs would only fail. */
  #takeModels(models: DecodingState['models']): void {
    const { state: before } = this;
    this.dispatch({ type: 'setModels', models });
    for (const { model, now } of leftModels(before, models, this.choice)) {
      this.dispatch({ type: 'modelLeft', model, now });
      this.choice.left(model, now);
    }
  }

  /** Starts runs, all when none is named; those that go on begin anew. Settles when they have ended; never throws. */
  async run(ids?: readonly number[]): Promise<void> {
    const asked = this.state.runs.filter(({ id }) => ids === undefined || ids.includes(id));
    for (const { id } of asked) this.#reruns.clear(id);
    const able = asked.filter((run) => !this.#hindrance(run));
    this.#refuse(asked.filter((run) => this.#hindrance(run)));
    const common = able.filter(({ branch }) => branch === null);
    const branches = able.filter(({ branch }) => branch !== null);
    const blank = this.state.prompt.text.trim() === '';
    const modelOf = (run: DecodingRun) => currentInputs(run, this.state).model;
    const models = blank ? [] : [...new Set(common.map(modelOf))];
    const ofModel = (model: string) => common.filter((run) => modelOf(run) === model);
    const running = [
      ...models.map((model) => this.#runCommon(ofModel(model))),
      ...branches.map((run) => this.#runBranch(run)),
    ];
    if (blank && common.length > 0) this.dispatch({ type: 'setError', error: emptyPrompt() });
    await Promise.all(running);
  }

  /** Ends runs with what they have, all when none is named. */
  stop(ids?: readonly number[]): void {
    const all = this.state.runs.filter(({ id }) => ids === undefined || ids.includes(id)).map(({ id }) => id);
    for (const id of all) {
      this.#reruns.clear(id);
      this.#checks.get(id)?.abort();
    }
    this.#jobs.end(new Set(all));
  }

  /** Makes a run that goes on from another's step with another token, and starts it. */
  async branch(from: number, sequence: number, step: number, token: number): Promise<void> {
    const run = this.#runOf(from);
    const made = this.#state.made.get(from);
    const branch =
      run && made && createBranch(run, made, findModel(this.state.models, made.model), { sequence, step, token });
    if (!run || !branch) return;
    const id = this.#state.nextId;
    const name = run.name && branchTitle(run.name, branch);
    this.dispatch({ type: 'branched', from, branch, recipe: { name, decoding: run.decoding } });
    await this.run([id]);
  }

  /** The model's logits before a token of a run. @throws GlassboxError those of `distribution`; null where there is no such token */
  distribution(run: number, sequence: number, step: number): Promise<RunDistribution | null> {
    return askDistribution(this.engine, this.#state, { run, sequence, step });
  }

  /** How far another model is from a run's. @throws GlassboxError those of `divergence`; null where nothing was written */
  divergence(place: ModelPlace): Promise<DivergenceValue | null> {
    return askDivergence(this.engine, this.#state, place);
  }

  /** Runs a recipe three times in several ways; asked again, it begins anew. Settles when it is over; never throws. */
  async determinism(id: number): Promise<void> {
    const run = this.#runOf(id);
    if (!run) return;
    this.#checks.get(id)?.abort();
    if (this.#hindrance(run)) return this.#refuse([run]);
    const abort = new AbortController();
    this.#checks.set(id, abort);
    const made = currentInputs(run, this.state);
    const prompt = promptBefore({ ...run, sequences: [] }, made, findModel(this.state.models, made.model), 0, 0);
    const { maxNewTokens, seed } = this.state;
    const onCheck = (check: DecodingRun['check']) => {
      if (this.#checks.get(id) === abort) this.dispatch({ type: 'checked', run: id, check });
    };
    const params = { ...(prompt ?? { model: made.model, text: made.source }), maxNewTokens };
    await checkDeterminism(this.engine, run.decoding, seed, params, onCheck, abort.signal);
    if (this.#checks.get(id) === abort) this.#checks.delete(id);
  }

  /** Ends all work. */
  dispose(): void {
    for (const { id } of this.state.runs) this.#reruns.clear(id);
    for (const abort of this.#checks.values()) abort.abort();
    this.#jobs.forget(new Set(this.state.runs.map(({ id }) => id)));
  }

  /** @param runs of one model */
  async #runCommon(runs: readonly DecodingRun[]): Promise<void> {
    const [first] = runs;
    if (!first) return;
    const starts = this.#start(runs);
    const { model, source, maxNewTokens } = currentInputs(first, this.state);
    const decodings = runs.map(({ decoding }) => withSeed(decoding, this.state.seed));
    const prepare = async (signal: AbortSignal): Promise<JobParams> => {
      const text = await fittingSource(this.engine, this.state, model, source, signal).catch(() => source);
      return { model, text, decodings, maxNewTokens };
    };
    await this.#jobs.start(starts, prepare);
  }

  async #runBranch(run: DecodingRun): Promise<void> {
    const { branch } = run;
    const { maxNewTokens, seed } = this.state;
    const { model } = currentInputs(run, this.state);
    if (!branch) return;
    const starts = this.#start([run]);
    if (branch.model !== model) {
      return this.#fail(starts, {
        code: 'bad-request',
        message: `It goes on from tokens of ${branch.model}; ${model} has others. Choose ${branch.model} again, or remove it.`,
      });
    }
    const prompt =
      branch.promptIds === null
        ? { text: branch.source, promptIds: branch.ids }
        : { promptIds: [...branch.promptIds, ...branch.ids] };
    const params = { model, ...prompt, decodings: [withSeed(run.decoding, seed)], maxNewTokens };
    await this.#jobs.start(starts, () => Promise.resolve(params));
  }

  #start(runs: readonly DecodingRun[]): RunAttempt[] {
    const ids = runs.map(({ id }) => id);
    this.#jobs.forget(new Set(ids));
    const made = (run: DecodingRun): RunInputs => currentInputs(run, this.state);
    this.dispatch({ type: 'started', runs: runs.map((run) => ({ id: run.id, made: made(run) })) });
    return ids.map((id) => ({ id, generation: this.#runOf(id)?.generation ?? 0 }));
  }

  #fail(runs: RunAttempt[], fault: RunIssue): void {
    this.dispatch({ type: 'failed', runs, fault });
  }

  /** What keeps a recipe from running: in its fields, or its amateur when the workspace is not trusted. */
  #hindrance({ faults, decoding }: DecodingRun): RunIssue | null {
    const refused = this.refusal(decoding);
    return faults[0] ?? (refused && toErrorValue(refused));
  }

  /** Those that cannot run say so; the others do not wait for them. */
  #refuse(runs: readonly DecodingRun[]): void {
    for (const run of runs) {
      const fault = this.#hindrance(run);
      if (fault) this.#fail(this.#start([run]), fault);
    }
  }

  #rerunSoon(id: number): void {
    this.#reruns.clear(id);
    const run = this.#runOf(id);
    if (run && run.status !== 'idle') this.#reruns.soon(id);
  }

  #forgetGone(before: readonly DecodingRun[]): void {
    const gone = before.map(({ id }) => id).filter((id) => !this.#runOf(id));
    for (const id of gone) {
      this.#reruns.clear(id);
      this.#checks.get(id)?.abort();
      this.#checks.delete(id);
    }
    this.#jobs.forget(new Set(gone));
  }

  #runOf(id: number): DecodingRun | undefined {
    return this.state.runs.find((run) => run.id === id);
  }
}
