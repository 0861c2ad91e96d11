import type { AdaptingProgress, HeldOutBits } from '../../../protocol/engine/index.js';
import { AdamW, clipFactor, gradientNorm as normOf, type Rate } from '../../../training/adamW.js';
import { batches, chanceOfStep, shuffled, STREAMS } from '../../../training/chance.js';
import { linearSchedule } from '../../../training/schedule.js';
import { fits, type RunKeeper, type RunState } from '../runKeeper.js';
import type { Trainer } from '../trainer.js';
import { learntRows, windowStarts, type AdaptSettings, type AdaptText, type TokenRows } from './adaptText.js';

/** How a run is looked at and ended. */
export interface AdaptControl {
  /** Between steps: lets more urgent work in. @throws GlassboxError `cancelled` */
  pause(): Promise<void>;
  /** whether it is to end with the best that it has */
  isStopped(): boolean;
  report(progress: AdaptingProgress): void;
}

/** What a run has gone through. */
export interface AdaptHistory {
  losses: number[];
  gradientNorms: number[];
  /** of the text held out, after so many steps; the first of the model as it was */
  judgements: (HeldOutBits & { step: number })[];
  bestStep: number;
  failedStep: number | null;
  isStopped: boolean;
}

/** Tables of words and places do not decay. */
const TABLES = /embed|wte|wpe/;

export class AdaptLoop {
  readonly #optimiser: AdamW;
  readonly #best: Float32Array;
  readonly #decays: ReadonlySet<string>;
  readonly #perEpoch: number;
  readonly #windows: number;
  history: AdaptHistory;

  /** @param before what the model makes of the text held out; `judge`: what it makes of it now */
  constructor(
    private readonly trainer: Trainer,
    private readonly text: AdaptText,
    private readonly settings: AdaptSettings,
    before: HeldOutBits,
    private readonly judge: () => Promise<HeldOutBits>,
  ) {
    const { parameters } = trainer;
    this.#optimiser = new AdamW(parameters);
    this.#best = parameters.values.slice();
    this.#decays = new Set(
      parameters.list.filter(({ name, shape }) => shape.length > 1 && !TABLES.test(name)).map(({ name }) => name),
    );
    // Whatever place an epoch's first window begins at, there are so many.
    this.#windows = windowStarts(text, text.length - 1).length;
    this.#perEpoch = Math.ceil(this.#windows / settings.batchSize);
    this.history = {
      ...{ losses: [], gradientNorms: [], judgements: [{ step: 0, ...before }] },
      ...{ bestStep: 0, failedStep: null, isStopped: false },
    };
  }

  get steps(): number {
    return this.settings.steps ?? this.#perEpoch * this.settings.epochs;
  }

  /** Goes on from a state. @returns whether it is one of this model */
  restore({ record, tensors }: RunState): boolean {
    const own = this.#tensors();
    if (!fits(tensors, own)) return false;
    for (const [name, values] of own) values.set(tensors.get(name)!);
    this.history = record as AdaptHistory;
    const { first, second } = this.#optimiser.state;
    this.#optimiser.restore({ first, second, steps: this.history.losses.length });
    return true;
  }

  get state(): RunState {
    return { step: this.history.losses.length, record: this.history, tensors: this.#tensors() };
  }

  /** All steps that are left, of which the state is kept; the best weights lie in the trainer then. */
  async run(control: AdaptControl, keeper: RunKeeper): Promise<void> {
    const { history, steps } = this;
    const between = Math.max(1, Math.round(this.#perEpoch / this.settings.looks));
    for (let step = history.losses.length + 1; step <= steps; step++) {
      await control.pause();
      history.isStopped = control.isStopped();
      if (history.isStopped) break;
      const found = await this.#learn(step, control);
      if (!found) break;
      const isLooked = step % between === 0 || step === steps;
      if (isLooked) await this.#look();
      const { bitsPerByte } = history.judgements.at(-1)!;
      control.report({ done: step, count: steps, ...found, bitsPerByte });
      if (keeper.isDue) await keeper.keep(this.state);
    }
    if (history.isStopped) await this.#look();
    // Kept with the weights that the moments belong to: one that was ended may be gone on with.
    await keeper.keep(this.state);
    this.trainer.parameters.values.set(this.#best);
  }

  async #learn(step: number, control: AdaptControl): Promise<{ loss: number; gradientNorm: number } | null> {
    const { parameters } = this.trainer;
    const { settings, history } = this;
    const { rows, labels } = this.#batch(step);
    const loss = await this.trainer.gradients({ rows }, labels, () => control.pause());
    await control.pause();
    const gradientNorm = normOf(parameters);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
      history.failedStep = step;
      return null;
    }
    const share = linearSchedule(step, Math.floor(this.steps * settings.warmup), this.steps);
    const rateOf = (name: string): Rate => ({
      learningRate: share * settings.learningRate,
      weightDecay: this.#decays.has(name) ? settings.weightDecay : 0,
    });
    this.#optimiser.step(rateOf, clipFactor(gradientNorm, settings.clip));
    history.losses.push(loss);
    history.gradientNorms.push(gradientNorm);
    return { loss, gradientNorm };
  }

  /** Each epoch has windows that begin at another place, in another order. */
  #batch(step: number): TokenRows {
    const { seed, batchSize } = this.settings;
    const epoch = Math.floor((step - 1) / this.#perEpoch);
    const random = chanceOfStep(seed, STREAMS.adapting, epoch);
    const starts = windowStarts(this.text, Math.floor(random.uniform() * this.text.length));
    const order = shuffled(starts.length, random).slice(0, this.#windows);
    const own = batches(order, batchSize)[(step - 1) % this.#perEpoch]!;
    return learntRows(
      this.text,
      own.map((at) => starts[at]!),
    );
  }

  async #look(): Promise<void> {
    const { history } = this;
    const step = history.losses.length;
    if (history.judgements.at(-1)!.step === step) return;
    const found = await this.judge();
    const least = history.judgements.reduce((best, { bitsPerByte }) => Math.min(best, bitsPerByte), Infinity);
    history.judgements.push({ step, ...found });
    if (!(found.bitsPerByte < least)) return;
    this.#best.set(this.trainer.parameters.values);
    history.bestStep = step;
  }

  #tensors(): Map<string, Float32Array> {
    const { first, second } = this.#optimiser.state;
    return new Map(Object.entries({ values: this.trainer.parameters.values, best: this.#best, first, second }));
  }
}
