import type {
  EncoderPositions,
  LearnerJudgement,
  LearnerName,
  LearnerPast,
  LearnerStep,
  Params,
  PretrainingProgress,
  PretrainingSample,
  PretrainValue,
} from '../../../../src/protocol/engine/index.js';

/** Several steps of a learner in one. */
export interface CoursePoint {
  /** the last of them */
  step: number;
  /** means: bits a predicted character of what was learnt from, and the gradient's norm before clipping */
  bits: number;
  gradientNorm: number;
}

/** What a learner made of the text held out. */
export interface CourseLook {
  step: number;
  /** bits a predicted character */
  bits: number;
  /** predicted characters, and those whose most probable prediction is right */
  characters: number;
  right: number;
  /** characters that it had read by then, and those of them that carried loss */
  read: number;
  carried: number;
}

export interface Course {
  learner: LearnerName;
  points: CoursePoint[];
  looks: CourseLook[];
  /** the newest of each kind */
  samples: PretrainingSample[];
}

/** What is chosen beside the text. */
export interface NothingSettings {
  steps: number;
  width: number;
  positions: EncoderPositions;
  maskShare: number;
}

export interface NothingResult extends NothingSettings {
  /** steps that are done */
  done: number;
  text: PretrainValue['text'] | null;
  /** bits a character by the frequencies of characters alone, of those held out that the GPT predicts */
  frequencyBits: number | null;
  courses: Course[];
}

/** Looks at the text held out, the first one aside, and points of a curve at most. */
const LOOKS = 10;
const POINTS = 50;
const HELD_OUT = 0.1;
const SAMPLE_LENGTH = 100;
/** Characters that are read at once. */
const LENGTH = 64;
/** Characters of the shortest text that the engine takes: four windows, and the character behind each. */
export const LEAST_CHARACTERS = 4 * (LENGTH + 1);

/** What the engine is asked. */
export const paramsOf = (
  text: string,
  { steps, width, positions, maskShare }: NothingSettings,
): Params<'pretrain'> => ({
  ...{ text, steps, width, length: LENGTH, heldOut: HELD_OUT, sampleLength: SAMPLE_LENGTH },
  every: Math.max(1, Math.round(steps / LOOKS)),
  encoder: { positions, maskShare },
});

const bitsOf = (nats: number) => nats / Math.LN2;

/** Sums of the steps since the last point, and of all. */
interface Sums {
  steps: number;
  nats: number;
  norms: number;
  read: number;
  carried: number;
}

/** Takes up what training tells, step by step, as curves of so many points. */
export class CourseRecorder {
  readonly result: NothingResult;
  readonly #sums = new Map<LearnerName, Sums>();
  readonly #stretch: number;

  constructor(settings: NothingSettings) {
    this.result = { ...settings, done: 0, text: null, frequencyBits: null, courses: [] };
    this.#stretch = Math.max(1, Math.ceil(settings.steps / POINTS));
  }

  /** @returns whether there is something new to be shown */
  take({ done, steps, judgements = [], samples = [], begun }: PretrainingProgress): boolean {
    const { result } = this;
    result.done = done;
    if (begun) {
      result.text = begun.text;
      result.frequencyBits = bitsOf(begun.frequencyLoss);
      for (const past of begun.past ?? []) this.#recall(past);
    }
    for (const step of steps) this.#step(step, done);
    for (const judgement of judgements) this.#look(judgement);
    for (const sample of samples) this.#sample(sample);
    return (steps.length > 0 && this.#isPoint(done)) || judgements.length > 0 || begun?.past !== undefined;
  }

  /** The result as it is now; what is taken up later does not change it. */
  get snapshot(): NothingResult {
    const courses = this.result.courses.map((course) => ({
      ...course,
      points: [...course.points],
      looks: [...course.looks],
    }));
    return { ...this.result, courses };
  }

  /** Takes up what a learner had gone through before: of a run that is gone on with, or looked at again. */
  #recall({ learner, losses, tokens, lossTokens, gradientNorms, judgements, samples }: LearnerPast): void {
    const since = (sums: readonly number[], at: number) => sums[at]! - (sums[at - 1] ?? 0);
    const looks = new Map(judgements.map((judgement) => [judgement.step, judgement]));
    const look = (step: number) => {
      const found = looks.get(step);
      if (found) this.#look(found);
    };
    look(0);
    for (const [at, loss] of losses.entries()) {
      const read = { tokens: since(tokens, at), lossTokens: since(lossTokens, at) };
      this.#step({ learner, loss, ...read, gradientNorm: gradientNorms[at]! }, at + 1);
      look(at + 1);
    }
    for (const sample of samples) this.#sample(sample);
  }

  #isPoint(done: number): boolean {
    return done % this.#stretch === 0 || done === this.result.steps;
  }

  #step({ learner, loss, tokens, lossTokens, gradientNorm }: Omit<LearnerStep, 'partNorms'>, done: number): void {
    const sums = this.#sumsOf(learner);
    sums.steps += 1;
    sums.nats += loss;
    sums.norms += gradientNorm;
    sums.read += tokens;
    sums.carried += lossTokens;
    if (!this.#isPoint(done)) return;
    const { steps: count, nats, norms } = sums;
    this.#course(learner).points.push({ step: done, bits: bitsOf(nats / count), gradientNorm: norms / count });
    Object.assign(sums, { steps: 0, nats: 0, norms: 0 });
  }

  #look({ learner, step, loss, tokens, right }: LearnerJudgement): void {
    const { read, carried } = this.#sumsOf(learner);
    const look = { step, bits: bitsOf(loss), characters: tokens, right, read, carried };
    this.#course(learner).looks.push(look);
  }

  #sample(sample: PretrainingSample): void {
    const course = this.#course(sample.learner);
    course.samples = [...course.samples.filter(({ kind }) => kind !== sample.kind), sample];
  }

  #sumsOf(learner: LearnerName): Sums {
    const found = this.#sums.get(learner) ?? { steps: 0, nats: 0, norms: 0, read: 0, carried: 0 };
    this.#sums.set(learner, found);
    return found;
  }

  #course(learner: LearnerName): Course {
    const found = this.result.courses.find((course) => course.learner === learner);
    if (found) return found;
    const made: Course = { learner, points: [], looks: [], samples: [] };
    this.result.courses.push(made);
    return made;
  }
}

/** The look with the fewest bits: the first of these. */
export function bestLook({ looks }: Course): CourseLook | null {
  return looks.reduce<CourseLook | null>((best, look) => (best === null || look.bits < best.bits ? look : best), null);
}

/** A quarter less than letter frequencies need: more than what a few held-out characters vary by. */
const BELOW = 0.75;

/** The first look at which a learner had left letter frequencies behind; null: it has not. */
export const leftFrequencies = ({ looks }: Course, frequencyBits: number): CourseLook | null =>
  looks.find(({ bits }) => bits < BELOW * frequencyBits) ?? null;

export const courseOf = ({ courses }: NothingResult, name: LearnerName): Course | null =>
  courses.find(({ learner }) => learner === name) ?? null;

/** The newest text that a learner went on with, and the newest with gaps that it filled. */
export const writtenBy = (course: Course | null) => course?.samples.find((sample) => sample.kind === 'continued');
export const filledBy = (course: Course | null) => course?.samples.find((sample) => sample.kind === 'filled');
