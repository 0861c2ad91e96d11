import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { callsFor, TOKENS } from './calls.js';
import { BERT, type Mutation } from './mutation.js';
import { Victim, type Answer } from './victim.js';

/** What went wrong with a mutated folder; a refusal with a code that fits is right. */
export const FAULTS = [
  'died',
  'hung',
  'over 2 GB',
  'internal',
  'no number',
  'hid a sound model',
  'refused a sound model',
  'answered all the same',
  'worded badly',
] as const;
export type Fault = (typeof FAULTS)[number];

export interface Outcome {
  mutation: Mutation;
  faults: Set<Fault>;
  /** by method: a code, `value`, `died` or `hung`, with the message */
  answers: Record<string, string>;
  /** largest resident size of the engine, bytes */
  peak: number;
  milliseconds: number;
}

const SECONDS_20 = 20_000;
const MOST_BYTES = 2e9;
const SOUND = 'sound';
const MUTATED = 'mutated';

/** A number that is none, or +∞; −∞ is what a mask gives. */
function holdsNoNumber(value: unknown): boolean {
  if (typeof value === 'number') return !(value < Infinity);
  if (ArrayBuffer.isView(value)) return (value as Float32Array).some((one) => !(one < Infinity));
  return typeof value === 'object' && value !== null && Object.values(value).some(holdsNoNumber);
}

const MOST_CHARACTERS = 1500;
const ADVICE = /\b(again|another|Change|Choose|Copy|Close|Export|Remove|Run|Save|Take|Write)\b/;

/** Whether a refusal names what must be named, says what would help, and comes to an end. */
function isWordedWell({ message }: { message: string }, { refusal }: Mutation): boolean {
  if (!refusal) return true;
  return message.length <= MOST_CHARACTERS && ADVICE.test(message) && refusal.every((name) => message.includes(name));
}

const isNoValue = (answer: string) => answer !== 'value';

const said = (answer: Answer) => (answer.is === 'refused' ? `${answer.code}: ${answer.message}` : answer.is);

/** Runs mutated folders one after another, in one engine while it lives. */
export class MutationRunner {
  private readonly work = mkdtempSync(path.join(os.tmpdir(), 'mutations-'));
  private victim: Victim | null = null;
  private turn = 0;

  constructor(
    private readonly root: string,
    private readonly script: string,
    private readonly limit = SECONDS_20,
    /** methods tried with each folder, in turn; all when left out */
    private readonly methods = Infinity,
  ) {
    chmodSync(this.work, 0o755);
  }

  async run(mutation: Mutation): Promise<Outcome> {
    const folder = path.join(this.work, MUTATED);
    const outcome: Outcome = { mutation, faults: new Set(), answers: {}, peak: 0, milliseconds: 0 };
    cpSync(path.join(this.root, mutation.model), folder, { recursive: true });
    mutation.change(folder);
    const start = performance.now();
    if (this.victim) this.victim.peak = 0;
    await this.ask(outcome, 'models', {});
    await this.ask(outcome, TOKENS[0], { model: folder, ...TOKENS[1] });
    for (const [index, [method, params]] of this.callsFor(mutation).entries()) {
      // After a hang the same comes again with every method.
      if (outcome.faults.has('hung')) break;
      await this.ask(outcome, method, { model: folder, ...params }, `${index} `);
    }
    if (mutation.refusal && !Object.values(outcome.answers).some(isNoValue))
      outcome.faults.add('answered all the same');
    outcome.milliseconds = performance.now() - start;
    outcome.peak = this.victim?.peak ?? outcome.peak;
    if (outcome.peak > MOST_BYTES) outcome.faults.add('over 2 GB');
    await this.tidy(folder, outcome);
    return outcome;
  }

  async dispose(): Promise<void> {
    await this.victim?.end();
    makeWritable(this.work);
    rmSync(this.work, { recursive: true, force: true });
  }

  private callsFor(mutation: Mutation): [method: string, params: object][] {
    const calls = callsFor(mutation);
    const first = this.turn++;
    return calls.map((_, at) => calls[(first + at) % calls.length]!).slice(0, this.methods);
  }

  private engine(): Victim {
    if (this.victim?.alive) return this.victim;
    mkdirSync(path.join(this.work, SOUND), { recursive: true });
    cpSync(path.join(this.root, BERT), path.join(this.work, SOUND), { recursive: true });
    this.victim = new Victim(this.script, {
      embeddedFolder: path.join(this.root, 'models'),
      installedFolders: [this.work],
      threads: 1,
      idleMinutes: 0,
    });
    return this.victim;
  }

  private async ask(outcome: Outcome, method: string, params: object, prefix = ''): Promise<void> {
    const { faults } = outcome;
    const victim = this.engine();
    const answer = await victim.call(method, params, this.limit);
    outcome.answers[prefix + method] = said(answer);
    outcome.peak = Math.max(outcome.peak, victim.peak);
    victim.peak = outcome.peak;
    switch (answer.is) {
      case 'died':
      case 'hung':
        faults.add(answer.is);
        break;
      case 'refused':
        if (answer.code === 'internal') faults.add('internal');
        if (outcome.mutation.sound) faults.add('refused a sound model');
        if (!isWordedWell(answer, outcome.mutation)) faults.add('worded badly');
        break;
      case 'value':
        if (method === 'models') {
          const ids = (answer.value as { id: string }[]).map(({ id }) => id);
          const wanted = ['bert-mini', SOUND, ...(outcome.mutation.sound ? [MUTATED] : [])];
          if (!wanted.every((id) => ids.includes(id))) faults.add('hid a sound model');
        } else if (holdsNoNumber(answer.value)) faults.add('no number');
    }
  }

  /** An engine that has grown is ended, so that the next folder's figures are its own. */
  private async tidy(folder: string, outcome: Outcome): Promise<void> {
    if (this.victim?.alive) {
      const { is } = await this.victim.call('unload', {}, this.limit);
      if (is !== 'value' || this.victim.peak > 4e8 || outcome.peak > 4e8) await this.victim.end();
    }
    makeWritable(folder);
    for (const name of readdirSync(this.work)) {
      if (name !== SOUND) rmSync(path.join(this.work, name), { recursive: true, force: true });
    }
  }
}

/** Gives back the rights that a mutation took, so that the folder can be removed. */
function makeWritable(place: string): void {
  const found = lstatSync(place, { throwIfNoEntry: false });
  if (!found?.isDirectory()) return;
  chmodSync(place, 0o755);
  for (const name of readdirSync(place)) makeWritable(path.join(place, name));
}
