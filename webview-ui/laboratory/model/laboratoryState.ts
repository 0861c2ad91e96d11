import { computed, signal, type ReadonlySignal } from '@preact/signals';
import { toErrorValue } from '../../../src/protocol/engine/errors.js';
import type { ModelInfo } from '../../../src/protocol/engine/index.js';
import type {
  FromLaboratoryWebview,
  LaboratoryEntrance,
  LaboratoryText,
} from '../../../src/protocol/webviews/index.js';
import { EXPERIMENTS } from '../experiments/index.js';
import { EngineBench, type AskEngine } from './bench.js';
import type { Example, Experiment, LabInput, Part } from './experiment.js';
import type { KeptLaboratory, LabStatus, Outcome, RunningMeasurement } from './keptLaboratory.js';
import { labInput } from './labInput.js';
import { kindOf, TextShelf } from './textShelf.js';

/** The part of an experiment's page that says why. */
export const WHY = 'why';

/** What the page works with: state in signals, and what a user does with it. */
export class Laboratory {
  readonly models = signal<readonly ModelInfo[]>([]);
  /** there are models on servers, which are left out */
  readonly hasServed = signal(false);
  /** null: the list of experiments */
  readonly experimentId = signal<string | null>(null);
  readonly partId = signal('');
  readonly text = signal('');
  readonly other = signal('');
  readonly chosenModels = signal<Record<string, string>>({});
  readonly options = signal<Record<string, string>>({});
  readonly status = signal<LabStatus>({ kind: 'idle' });
  readonly outcome = signal<Outcome | null>(null);
  readonly experiment: ReadonlySignal<Experiment | null> = computed(
    () => EXPERIMENTS.find(({ id }) => id === this.experimentId.value) ?? null,
  );
  /** null: the list, or the page that says why */
  readonly part: ReadonlySignal<Part | null> = computed(() => {
    if (this.partId.value === WHY) return null;
    const parts = this.experiment.value?.parts ?? [];
    return parts.find(({ id }) => id === this.partId.value) ?? parts[0] ?? null;
  });
  readonly #isStopped = computed(() => this.status.value.kind === 'cancelled');
  /** BCP 47, of the interface */
  locale = 'en';
  readonly #askEngine: AskEngine;
  readonly send: (message: FromLaboratoryWebview) => void;
  #run: AbortController | null = null;
  /** what takes long and is under way */
  readonly #long = signal<RunningMeasurement | undefined>(undefined);
  readonly #shelf = new TextShelf(this.text, this.outcome);

  constructor(askEngine: AskEngine, send: (message: FromLaboratoryWebview) => void) {
    this.#askEngine = askEngine;
    this.send = send;
  }

  /** Takes up what the page showed before it was hidden. */
  restore(kept: KeptLaboratory): void {
    this.experimentId.value = EXPERIMENTS.some(({ id }) => id === kept.experiment) ? kept.experiment : null;
    this.partId.value = kept.part;
    this.text.value = kept.text;
    this.#shelf.restore(kept.asides);
    this.other.value = kept.other;
    this.chosenModels.value = kept.models;
    this.options.value = kept.options;
    this.outcome.value = kept.outcome;
    if (kept.stopped) this.status.value = { kind: 'cancelled' };
    this.#long.value = kept.running;
  }

  /** Follows what was under way when the page was hidden; all of it is told anew. */
  resume(): void {
    const running = this.#long.peek();
    if (running && !this.#run) void this.#measure(running);
  }

  /** Experiments choose among the models by themselves: none may choose to send a text away. */
  takeModels(models: readonly ModelInfo[]): void {
    const here = models.filter(({ source }) => source !== 'server');
    this.hasServed.value = here.length < models.length;
    this.models.value = here;
  }

  /** What is to be kept. */
  get kept(): KeptLaboratory {
    const outcome = this.outcome.value;
    const stopped = this.#isStopped.value;
    return {
      experiment: this.experimentId.value,
      part: this.partId.value,
      text: this.text.value,
      asides: this.#shelf.kept,
      other: this.other.value,
      models: this.chosenModels.value,
      options: this.options.value,
      outcome: outcome?.isPartial === false || stopped ? outcome : null,
      ...(stopped && { stopped }),
      ...(this.#long.value && { running: this.#long.value }),
    };
  }

  /** Shows what a command, a link or the side bar's page asks for. */
  open({ experiment, part, text, sentence }: LaboratoryEntrance): void {
    const leads = experiment !== undefined && experiment !== '';
    if (text !== undefined && text !== '') {
      const to = leads ? EXPERIMENTS.find(({ id }) => id === experiment) : this.experiment.peek();
      this.takeText(text, kindOf(to?.parts.find(({ id }) => id === part) ?? to?.parts[0]));
    }
    if (sentence !== undefined) this.takeText(sentence, 'sentence');
    if (leads) this.choose(experiment, part);
  }

  /** Shows an experiment, or the list. Its text stays; where there is none yet, the first example stands in. */
  choose(experiment: string | null, part = ''): void {
    this.#go(() => {
      this.experimentId.value = experiment;
      this.partId.value = part;
    });
  }

  /** What takes long goes on while its experiment says why. */
  choosePart(part: string): void {
    const stays = part === WHY || part === this.#long.peek()?.part;
    this.#go(() => (this.partId.value = part), stays && this.#long.peek() !== undefined);
    if (!this.isCurrent.peek()) this.#measureAnew();
  }

  /** Puts a text where one of its kind belongs: a sentence is no whole text, and waits for the next measurement that takes one. */
  takeText(text: string, kind: LaboratoryText): void {
    if (kind === this.#kind) this.text.value = text;
    else this.#shelf.put(kind, text);
  }

  takeExample({ text, other, options, models }: Example): void {
    this.text.value = text;
    if (options) this.options.value = { ...this.options.value, ...options };
    if (models) this.chosenModels.value = { ...this.chosenModels.value, ...models };
    if (other !== undefined) this.other.value = other;
    this.#measureAnew();
  }

  setOption(id: string, value: string): void {
    this.options.value = { ...this.options.value, [id]: value };
    if (this.outcome.value) this.#measureAnew();
  }

  setModel(role: string, id: string): void {
    this.chosenModels.value = { ...this.chosenModels.value, [role]: id };
    if (this.outcome.value) this.#measureAnew();
  }

  /** What would be measured now. */
  inputOf(part: Part, text = this.text.value): LabInput {
    const chosen = { models: this.chosenModels.value, options: this.options.value };
    return labInput(part, { text, other: this.other.value, locale: this.locale }, chosen, this.models.value);
  }

  /** Whether all that the present part needs is there. */
  readonly isReady = computed(() => {
    const part = this.part.value;
    if (!part) return false;
    const { text, other, models } = this.inputOf(part);
    const hasModels = part.roles.every(({ id, optional }) => optional === true || models[id] !== undefined);
    return text !== '' && hasModels && (!part.otherText || part.isOtherOptional === true || other !== '');
  });

  /** Whether what is shown was measured of the present part. */
  readonly isCurrent = computed(() => {
    const outcome = this.outcome.value;
    return outcome?.experiment === this.experimentId.value && outcome?.part === this.part.value?.id;
  });

  /** Measures the present part. What ran before ends. */
  async run(): Promise<void> {
    if (this.isReady.peek()) await this.#measure();
  }

  /** @param resumed what was being measured when the page was hidden */
  async #measure(resumed?: RunningMeasurement): Promise<void> {
    const experiment = this.experiment.peek();
    const part = experiment?.parts.find(({ id }) => id === resumed?.part) ?? this.part.peek();
    if (!experiment || !part) return;
    this.cancel();
    const abort = new AbortController();
    this.#run = abort;
    const input = resumed
      ? labInput(part, { ...resumed, locale: this.locale }, resumed, this.models.peek())
      : this.inputOf(part);
    const { text, other, options } = input;
    const asked = { text, other, options, models: idsOf(input.models), part: part.id };
    const settle = (settled: unknown) =>
      (this.#long.value = part.isLong ? { ...asked, ...(settled !== null && { settled }) } : undefined);
    settle(resumed?.settled ?? null);
    this.status.value = { kind: 'running', done: 0, of: 0 };
    const onProgress = (done: number, of: number) => {
      if (!abort.signal.aborted) this.status.value = { kind: 'running', done, of };
    };
    const bench = new EngineBench(this.#askEngine, abort.signal, onProgress, resumed !== undefined);
    const tell = (result: unknown, isPartial: boolean) => {
      this.outcome.value = {
        experiment: experiment.id,
        part: part.id,
        input: { ...input, models: asked.models },
        calls: [...bench.calls],
        result,
        isPartial,
      };
    };
    try {
      let last: unknown;
      for await (const result of part.measure(bench, input, resumed?.settled)) {
        if (abort.signal.aborted) return;
        tell((last = result), true);
        settle(part.settled?.(result) ?? null);
      }
      if (abort.signal.aborted) return;
      if (last !== undefined) tell(last, false);
      this.status.value = { kind: 'idle' };
    } catch (error) {
      if (!abort.signal.aborted) this.status.value = { kind: 'failed', error: toErrorValue(error) };
    } finally {
      if (this.#run === abort) {
        this.#run = null;
        this.#long.value = undefined;
      }
    }
  }

  /** Measures a text of the exercise. @returns the result. @throws GlassboxError the engine's */
  async check(part: Part, text: string, signal: AbortSignal): Promise<unknown> {
    const bench = new EngineBench(this.#askEngine, signal, () => undefined);
    let last: unknown;
    for await (const result of part.measure(bench, this.inputOf(part, text))) last = result;
    return last;
  }

  /** Ends what runs; what it has found stays. */
  cancel(): void {
    if (!this.#run) return;
    this.#run.abort();
    this.#run = null;
    this.#long.value = undefined;
    this.status.value = { kind: 'cancelled' };
  }

  /** What was chosen may change the result; what takes long begins by its button only. */
  #measureAnew(): void {
    if (this.part.peek()?.isLong !== true) void this.run();
  }

  /**
   * Goes to another place; texts of two kinds do not stand in for each other. What runs ends.
   * @param goesOn it does not
   */
  #go(move: () => void, goesOn = false): void {
    if (!goesOn) {
      this.cancel();
      this.status.value = { kind: 'idle' };
    }
    const before = this.#kind;
    move();
    this.#shelf.exchange(before, this.#kind);
    this.#fillIn();
    // What was left before its end says so when it is seen again.
    const isLeft = this.#run === null && this.isCurrent.peek() && this.outcome.peek()?.isPartial === true;
    if (isLeft) this.status.value = { kind: 'cancelled' };
  }

  /** Of which kind the text is; the page that says why keeps that of its measurements. */
  get #kind(): LaboratoryText {
    return kindOf(this.part.peek() ?? this.experiment.peek()?.parts[0]);
  }

  /** An empty page begins with its first example. */
  #fillIn(): void {
    const example = this.part.value?.examples[0];
    if (!example) return;
    if (this.text.value.trim() === '') this.text.value = example.text;
    if (this.part.value?.otherText && !this.part.value.isOtherOptional && this.other.value.trim() === '') {
      this.text.value = example.text;
      this.other.value = example.other ?? '';
    }
  }
}

const idsOf = (models: LabInput['models']): Record<string, string> =>
  Object.fromEntries(Object.entries(models).map(([role, { id }]) => [role, id]));
