import type { GenerationDelta, Progress } from '../../protocol/engine/index.js';
import type { TokenEvent, BeamTreeNode } from '../../decoding/output.js';
import type { TokenTexts } from '../models/writingModel.js';
import { toNodeValue, toStepValue } from './outputValues.js';

/** Milliseconds between two reports. */
const PERIOD = 50;

/** Gathers what the runs of a job write, so that who watches gets it all in few messages. */
export class ProgressReporter {
  #pending = new Map<number, GenerationDelta>();
  #last = -PERIOD;
  #timer: NodeJS.Timeout | null = null;

  constructor(
    private readonly tokenizer: TokenTexts,
    private readonly report: (progress: Progress) => void,
  ) {}

  /** @param text the text that became complete with the token */
  token(run: number, { sequence, step }: TokenEvent, text: string): void {
    this.#sequence(run, sequence).text += text;
    if (step) this.#sequence(run, sequence).steps.push(toStepValue(step, this.tokenizer));
    this.#schedule();
  }

  text(run: number, sequence: number, text: string): void {
    if (text === '') return;
    this.#sequence(run, sequence).text += text;
    this.#schedule();
  }

  nodes(run: number, nodes: readonly BeamTreeNode[]): void {
    this.#growth(run).nodes.push(...nodes.map((node) => toNodeValue(node, this.tokenizer)));
    this.#schedule();
  }

  /** Reports what is there, at once. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.size === 0) return;
    this.#last = performance.now();
    const growth = [...this.#pending.values()];
    this.#pending = new Map();
    this.report({ kind: 'growth', growth });
  }

  /** Never at once: the other runs of the same step are to be in the same report. */
  #schedule(): void {
    this.#timer ??= setTimeout(() => this.flush(), Math.max(0, this.#last + PERIOD - performance.now()));
  }

  #growth(run: number): GenerationDelta {
    let growth = this.#pending.get(run);
    if (!growth) this.#pending.set(run, (growth = { run, sequences: [], nodes: [] }));
    return growth;
  }

  #sequence(run: number, sequence: number): GenerationDelta['sequences'][number] {
    const { sequences } = this.#growth(run);
    let found = sequences.find((one) => one.sequence === sequence);
    if (!found) sequences.push((found = { sequence, text: '', steps: [] }));
    return found;
  }
}
