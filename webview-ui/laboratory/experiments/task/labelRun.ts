import { toErrorValue } from '../../../../src/protocol/engine/errors.js';
import { clocked, median } from '../../model/clock.js';
import type { Bench, LabInput } from '../../model/experiment.js';
import { labelsOf } from '../../../../src/text/examples.js';
import { classesOfLines, labelledLines, type LabelledLine } from '../../model/labelledText.js';
import { loadingTime, tellers, WAYS, type LabelWay } from './labelWays.js';

/** What one way told. */
export interface LabelFinding {
  way: LabelWay;
  model: string;
  /** of the judged lines so far, in their order */
  told: string[];
  /** median of a text, loaded; the way to the engine and back included */
  milliseconds: number;
  /** milliseconds that loading the model adds to the first call */
  loading: number;
  /** text and examples are longer than the model reads: nothing more was told */
  isTooLong: boolean;
}

export interface LabelsResult {
  labels: string[];
  /** lines that are told, with what they are */
  lines: LabelledLine[];
  /** lines that examples are made of, of all labels together */
  examples: number;
  found: LabelFinding[];
}

export const SHOTS = ['2', '1', '4'] as const;
/** Lines that are told at most, as many of each label: every way reads each of them. */
const MOST_LINES = 24;
/** Milliseconds between two drawings of what there is. */
const PERIOD = 200;
/** Sentences with a label in them, by the names of the choice. */
export const TEMPLATES: Readonly<Record<string, string>> = {
  about: 'This text is about {label}.',
  was: 'It was {label}.',
  bare: '{label}',
  chinese: '这句话说的是{label}。',
};

/** Has every way that there is a model for tell the lines that are no examples. */
export async function* tellLines(bench: Bench, { text, models, options }: LabInput): AsyncGenerator<LabelsResult> {
  const shots = Number(options.shots ?? SHOTS[0]);
  const all = labelledLines(text);
  classesOfLines(all, shots + 1);
  const labels = labelsOf(all);
  // Which of its label's lines each one is, from 0.
  const ranks = all.map(({ label }, at) => all.slice(0, at).filter((one) => one.label === label).length);
  const most = shots + Math.max(1, Math.floor(MOST_LINES / labels.length));
  const examples = all.filter((_, at) => ranks[at]! < shots);
  const lines = all.filter((_, at) => ranks[at]! >= shots && ranks[at]! < most);
  const template = TEMPLATES[options.template ?? 'about'] ?? TEMPLATES.about!;
  const result: LabelsResult = { labels, lines, examples: examples.length, found: [] };
  const loadings = new Map<string, number>();
  const steps = lines.length * (models.classifier ? WAYS.length : WAYS.length - 1);
  let done = 0;
  let shown = performance.now();
  for await (const teller of tellers(bench, { labels, examples, template }, models)) {
    const { way, model } = teller;
    const times: number[] = [];
    const before = result.found;
    const finding: LabelFinding = { way, model, told: [], milliseconds: 0, loading: 0, isTooLong: false };
    const show = () => {
      result.found = [...before, { ...finding }];
      shown = performance.now();
      return { ...result };
    };
    try {
      // It leaves the model loaded, so that no line's time has any of that in it.
      finding.loading = loadings.get(model) ?? (await loadingTime(bench, teller, lines[0]!.text));
      loadings.set(model, finding.loading);
      for (const line of lines) {
        const { value, milliseconds } = await clocked(() => teller.tell(line.text));
        times.push(milliseconds);
        finding.told = [...finding.told, value];
        finding.milliseconds = median(times);
        bench.progress(++done, steps);
        // Drawing each line would be in the next one's time.
        if (performance.now() - shown >= PERIOD) yield show();
      }
    } catch (error) {
      if (toErrorValue(error).code !== 'too-long') throw error;
      finding.isTooLong = true;
      done += lines.length - finding.told.length;
    }
    yield show();
  }
}

/** Right ones of those that were told so far; null: it tells labels that are none of the user's. */
export function rightOf({ lines, labels }: LabelsResult, { told }: LabelFinding): { right: number; of: number } | null {
  if (!told.some((one) => labels.includes(one))) return null;
  return { right: told.filter((one, at) => one === lines[at]?.label).length, of: told.length };
}
