import type { Calibration, CurvePoint, Evaluation, LabelControl, WrongLine } from '../../protocol/engine/index.js';
import { Random } from '../../decoding/sampling/random.js';
import { evenOrder, shuffled, STREAMS } from '../../training/chance.js';
import { calibrate, judge } from '../../training/judgement.js';
import { classesOf, fitHead, type Features } from '../../training/logisticRegression.js';
import type { Run, Share } from './classifierRun.js';
import type { LabelledLines } from './labelledLines.js';

/** What a head's figures are made of: each head takes up to seconds, and what is more urgent goes between. */
type Headed = Pick<Run, 'settings' | 'control'> & {
  config: Pick<Run['config'], 'hasBias'>;
  lines: Pick<LabelledLines, 'classes' | 'labels'>;
};

/**
 * Heads of the same lines with their labels shuffled, each judged by the lines that it did not learn from.
 * @returns null where the run was ended meanwhile
 * @throws GlassboxError `cancelled`
 */
export async function shuffledControl(
  { lines, settings, control, config }: Headed,
  features: Features,
  shares: readonly Share[],
): Promise<LabelControl | null> {
  const random = new Random(settings.seed, STREAMS.control);
  const { classes: truth, labels } = lines;
  const found: number[] = [];
  for (let shuffle = 0; shuffle < settings.shuffles; shuffle++) {
    const order = shuffled(truth.length, random);
    const classes = order.map((at) => truth[at]!);
    let [right, count] = [0, 0];
    for (const { learnt, held } of shares) {
      await control.pause();
      if (control.isStopped()) return null;
      const head = fitHead(
        features,
        learnt,
        learnt.map((at) => classes[at]!),
        { classes: labels.length, penalty: settings.penalty, hasBias: config.hasBias },
      );
      const told = classesOf(head, features, held);
      right += held.filter((at, place) => told[place] === classes[at]).length;
      count += held.length;
    }
    found.push(right / count);
  }
  return {
    shuffles: found.length,
    mean: found.reduce((sum, one) => sum + one, 0) / found.length,
    most: Math.max(...found),
  };
}

/** Draws of the lines of a curve's point. */
const DRAWS = 5;

/**
 * Heads that learnt from more and more of the lines, each judged by lines that it did not learn from.
 * @returns nothing where the run was ended meanwhile
 * @throws GlassboxError `cancelled`
 */
export async function learningCurve(
  { lines, settings, control, config }: Headed,
  features: Features,
  shares: readonly Share[],
): Promise<CurvePoint[]> {
  const { classes, labels } = lines;
  const { curvePoints, penalty, seed } = settings;
  const most = Math.min(...shares.map(({ learnt }) => learnt.length));
  // Each class has to be there.
  const least = 2 * labels.length;
  if (curvePoints === 0 || shares.length === 0 || most < least) return [];
  // Each point has as many times the lines of the one before it.
  const factor = (most / least) ** (1 / Math.max(1, curvePoints - 1));
  const counts = Array.from({ length: curvePoints }, (_, at) =>
    at === curvePoints - 1 ? most : Math.round(least * factor ** at),
  );
  const random = new Random(seed, STREAMS.curve);
  const rights = new Map([...new Set(counts)].map((count) => [count, new Array<number>(DRAWS).fill(0)]));
  const held = shares.reduce((sum, share) => sum + share.held.length, 0);
  for (let draw = 0; draw < DRAWS; draw++) {
    for (const { learnt, held: judged } of shares) {
      const order = evenOrder(
        learnt.map((at) => classes[at]!),
        random,
      );
      for (const [count, right] of rights) {
        await control.pause();
        if (control.isStopped()) return [];
        const own = order.slice(0, count).map((at) => learnt[at]!);
        const head = fitHead(
          features,
          own,
          own.map((at) => classes[at]!),
          { classes: labels.length, penalty, hasBias: config.hasBias },
        );
        right[draw]! += classesOf(head, features, judged).filter((told, at) => told === classes[judged[at]!]).length;
      }
    }
  }
  return [...rights].map(([count, right]) => ({
    lines: count,
    mean: right.reduce((sum, one) => sum + one, 0) / (DRAWS * held),
    least: Math.min(...right) / held,
    most: Math.max(...right) / held,
  }));
}

/** What a line was told to be, and how probable that was. */
export interface ToldLine {
  told: number;
  probability: number;
}

/** Null where nothing was told. */
export function calibrationOf({ classes }: LabelledLines, lines: ReadonlyMap<number, ToldLine>): Calibration | null {
  if (lines.size === 0) return null;
  return calibrate([...lines].map(([at, { told, probability }]) => ({ probability, isRight: classes[at] === told })));
}

/** Null where nothing was told. @param told class of each line that was judged, by its place */
export function evaluation({ classes, labels }: LabelledLines, told: ReadonlyMap<number, number>): Evaluation | null {
  if (told.size === 0) return null;
  const places = [...told.keys()];
  return judge(
    places.map((at) => classes[at]!),
    places.map((at) => told.get(at)!),
    labels.length,
  );
}

/** The surest first. */
export function wrongLines({ classes, labels }: LabelledLines, lines: ReadonlyMap<number, ToldLine>): WrongLine[] {
  return [...lines]
    .filter(([index, { told }]) => classes[index] !== told)
    .map(([index, { told, probability }]) => ({
      index,
      label: labels[classes[index]!]!,
      told: labels[told]!,
      probability,
    }))
    .sort((one, other) => other.probability - one.probability);
}
