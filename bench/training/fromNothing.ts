import path from 'node:path';
import type { Engine, LearnerName, PretrainValue, Progress } from '../../src/protocol/engine/index.js';
import { line } from '../figures.js';

const SEEDS = [0, 1, 2];
/** So long a sample tells the share of known words within 5 %. */
const SAMPLE = 600;

/** Seconds of wall and processor at each look at the text held out. */
interface Look {
  step: number;
  wall: number;
  processor: number;
}

/** A GPT and a BERT of a text: what they have come to after 30 seconds, each by itself, and when the run ends. */
export async function learnFromNothing(engine: Engine, text: string, work: string): Promise<void> {
  const runs: { value: PretrainValue; looks: Look[] }[] = [];
  for (const seed of SEEDS) {
    const looks: Look[] = [];
    const [start, before] = [performance.now(), process.cpuUsage()];
    const onProgress = (one: Progress) => {
      if (one.kind !== 'pretraining' || !one.progress.judgements) return;
      const { user, system } = process.cpuUsage(before);
      looks.push({
        step: one.progress.done,
        wall: (performance.now() - start) / 1000,
        processor: (user + system) / 1e6,
      });
    };
    const params = { text, folder: path.join(work, `nothing-${seed}`), sampleLength: SAMPLE, seed };
    runs.push({ value: await engine.call('pretrain', params, { onProgress }), looks });
  }
  const ends = runs.map(({ looks }) => looks.at(-1)!);
  console.log(
    line(
      `both from nothing, ${runs[0]!.value.steps} steps: wall`,
      ends.map(({ wall }) => wall),
      's',
      '60 s',
    ),
  );
  console.log(
    line(
      '– processor',
      ends.map(({ processor }) => processor),
      's',
      '–',
    ),
  );
  for (const learner of ['decoder', 'encoder'] as const) {
    // Half of the time is the other's.
    const after = runs.map(({ looks }) => looks.filter(({ processor }) => processor / 2 <= 30).at(-1)!.step);
    const found = runs.map(({ value }, at) => figuresOf(value, learner, after[at]!));
    console.log(
      line(
        `${learner}: loss held out, nats a character`,
        found.map(({ loss }) => loss),
        '',
        '–',
      ),
    );
    console.log(
      line(
        '– first choice right',
        found.map(({ right }) => right),
        '%',
        learner === 'encoder' ? '45 %' : '–',
      ),
    );
    if (learner === 'decoder')
      console.log(
        line(
          '– words of a sample known',
          found.map(({ known }) => known),
          '%',
          '70 %',
        ),
      );
  }
}

function figuresOf({ learners }: PretrainValue, name: LearnerName, step: number) {
  const { judgements, samples } = learners.find(({ learner }) => learner === name)!;
  const judgement = judgements.find((one) => one.step === step)!;
  const sample = samples.find((one) => one.kind === 'continued' && one.step === step);
  const known = sample?.kind === 'continued' ? (100 * sample.known) / sample.words : Number.NaN;
  return { loss: judgement.loss, right: (100 * judgement.right) / judgement.tokens, known };
}
