import { IGNORED } from '../../../training/graph.js';
import { AdamW, clipFactor, gradientNorm, type Rate } from '../../../training/adamW.js';
import { batches } from '../../../training/chance.js';
import { cosineSchedule } from '../../../training/schedule.js';
import { argmax, logSumExp } from '../../../maths/softmax.js';
import type { LearnerJudgement, LearnerStep, PretrainingSample } from '../../../protocol/engine/index.js';
import { partsOf } from '../layerNames.js';
import { partNorms } from '../partNorms.js';
import { fits } from '../runKeeper.js';
import { Trainer } from '../trainer.js';
import type { LearnerModel, PretrainSettings } from './learnerModel.js';
import type { LearnerBatch } from './windows.js';

/** What a learner has gone through, by step. */
export interface LearnerHistory {
  losses: number[];
  tokens: number[];
  lossTokens: number[];
  gradientNorms: number[];
  partNorms: number[][];
  judgements: LearnerJudgement[];
  samples: PretrainingSample[];
  bestStep: number;
  failedStep: number | null;
}

const UNTOUCHED = (): LearnerHistory => ({
  ...{ losses: [], tokens: [], lossTokens: [], gradientNorms: [], partNorms: [], judgements: [], samples: [] },
  ...{ bestStep: 0, failedStep: null },
});

/** A model that learns from nothing, its optimiser, the best of its weights so far, and what it has gone through. */
export class Learner {
  readonly optimiser: AdamW;
  readonly best: Float32Array;
  history = UNTOUCHED();
  readonly #decays: ReadonlySet<string>;

  private constructor(
    readonly own: LearnerModel,
    readonly trainer: Trainer,
    readonly parts: readonly string[],
    private readonly settings: PretrainSettings,
  ) {
    const { parameters } = trainer;
    this.optimiser = new AdamW(parameters);
    this.best = parameters.values.slice();
    this.#decays = new Set(parameters.list.filter(({ shape }) => shape.length > 1).map(({ name }) => name));
  }

  /** @throws NoRuleError, GlassboxError `out-of-memory` */
  static async create(own: LearnerModel, settings: PretrainSettings, threads: number): Promise<Learner> {
    const names = [...own.model.weights.keys()];
    const trainer = await Trainer.create(own.model, names, { ids: null, threads, padding: own.vocabulary.unknown });
    return new Learner(own, trainer, partsOf(names), settings);
  }

  get isFailed(): boolean {
    return this.history.failedStep !== null;
  }

  get leastLoss(): number {
    const { judgements, bestStep } = this.history;
    return judgements.find(({ step }) => step === bestStep)?.loss ?? Infinity;
  }

  /** One step; null where its loss or its gradients are no number: it learns no more then. @param step from 1 */
  async learn(
    { rows, labels, tokens, lossTokens }: LearnerBatch,
    step: number,
    pause: () => Promise<void>,
  ): Promise<LearnerStep | null> {
    const { parameters } = this.trainer;
    const { settings, history } = this;
    const loss = await this.trainer.gradients({ rows }, labels, pause);
    const norm = gradientNorm(parameters);
    if (!Number.isFinite(loss) || !Number.isFinite(norm)) {
      history.failedStep = step;
      return null;
    }
    const norms = partNorms(parameters, this.parts);
    const share = cosineSchedule(step, settings.warmup, settings.steps, settings.leastRate);
    const learningRate = share * settings[this.own.name].learningRate;
    const rateOf = (name: string): Rate => ({
      learningRate,
      weightDecay: this.#decays.has(name) ? settings.weightDecay : 0,
    });
    this.optimiser.step(rateOf, clipFactor(norm, settings.clip));
    history.losses.push(loss);
    history.tokens.push((history.tokens.at(-1) ?? 0) + tokens);
    history.lossTokens.push((history.lossTokens.at(-1) ?? 0) + lossTokens);
    history.gradientNorms.push(norm);
    history.partNorms.push(norms);
    return { learner: this.own.name, loss, tokens, lossTokens, gradientNorm: norm, partNorms: norms };
  }

  /** Looks at text held out; keeps the weights when they are the best so far. */
  async judge(batch: LearnerBatch, pause: () => Promise<void>): Promise<LearnerJudgement> {
    const step = this.history.losses.length;
    const judgement = { learner: this.own.name, step, ...(await this.#told(batch, pause)) };
    const isBest = judgement.loss < this.leastLoss;
    this.history.judgements.push(judgement);
    if (isBest) {
      this.best.set(this.trainer.parameters.values);
      this.history.bestStep = step;
    }
    return judgement;
  }

  /** What it is now, no copies, by names of its own. */
  get state(): { record: LearnerHistory; tensors: [string, Float32Array][] } {
    const { first, second } = this.optimiser.state;
    const { values } = this.trainer.parameters;
    const { best, history, own } = this;
    const tensors = Object.entries({ values, best, first, second });
    return { record: history, tensors: tensors.map(([name, numbers]) => [`${own.name}.${name}`, numbers]) };
  }

  /** Whether numbers are all there, and as many as its own. */
  fits(tensors: ReadonlyMap<string, Float32Array>): boolean {
    return fits(tensors, new Map(this.state.tensors));
  }

  /** Goes on from what it was, by numbers that fit. */
  restore(record: LearnerHistory, tensors: ReadonlyMap<string, Float32Array>): void {
    const of = (name: string) => tensors.get(`${this.own.name}.${name}`)!;
    this.trainer.parameters.values.set(of('values'));
    this.best.set(of('best'));
    this.optimiser.restore({ first: of('first'), second: of('second'), steps: record.losses.length });
    this.history = record;
  }

  /** Puts the best weights among the model's. */
  finish(): void {
    this.trainer.parameters.values.set(this.best);
    this.trainer.finish();
  }

  async #told({ rows, labels }: LearnerBatch, pause: () => Promise<void>) {
    const size = this.own.vocabulary.tokens.length;
    const length = rows[0]?.length ?? 0;
    let [loss, right, tokens] = [0, 0, 0];
    const places = rows.map((_, at) => at);
    for (const group of batches(places, this.settings.batchSize)) {
      await pause();
      const logits = await this.trainer.logits({ rows: group.map((at) => rows[at]!) });
      for (const [row, place] of group.entries()) {
        for (let at = 0; at < length; at++) {
          const label = labels[place * length + at]!;
          if (label === IGNORED) continue;
          const start = (row * length + at) * size;
          const own = logits.subarray(start, start + size);
          loss += logSumExp(own) - own[label]!;
          right += argmax(own) === label ? 1 : 0;
          tokens += 1;
        }
      }
    }
    return { loss: loss / tokens, tokens, right };
  }
}
