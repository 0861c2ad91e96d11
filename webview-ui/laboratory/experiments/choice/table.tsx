import * as l10n from '@vscode/l10n';
import { architectureName, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { path } from './path.js';
import { StarTable } from './starTable.js';
import { ARCHITECTURES, CHOICES, starsText, TASKS, type TaskId } from './tasks.js';
import { tryTask } from './tried.js';

export interface StarsResult {
  rows: {
    task: TaskId;
    model: string | null;
    /** of one run here; null where none was */
    milliseconds: number | null;
  }[];
}

async function* measure(bench: Bench, { text, models, locale }: LabInput): AsyncGenerator<StarsResult> {
  let rows: StarsResult['rows'] = TASKS.map((task) => ({ task, model: null, milliseconds: null }));
  yield { rows };
  for (const [at, task] of TASKS.entries()) {
    const model = models[CHOICES[task].role.id];
    const tried = model ? await tryTask(bench, task, model, text, locale) : null;
    if (tried && typeof tried !== 'string')
      rows = rows.with(at, { task, model: tried.model, milliseconds: tried.milliseconds });
    bench.progress(at + 1, TASKS.length);
    yield { rows };
  }
}

const time = (milliseconds: number, numbers: Numbers): string =>
  l10n.t('{0} ms', numbers.decimal(milliseconds, milliseconds < 9.95 ? 1 : 0));

function seen({ rows }: StarsResult, numbers: Numbers): string {
  const timed = rows
    .flatMap(({ task, milliseconds }) => (milliseconds === null ? [] : [{ task, milliseconds }]))
    .sort((one, other) => one.milliseconds - other.milliseconds);
  const [quickest, slowest] = [timed[0], timed.at(-1)];
  const done = l10n.t(
    'Tasks done here on this text: {0} of {1}.',
    numbers.number(timed.length),
    numbers.number(rows.length),
  );
  if (!quickest || !slowest || quickest === slowest) return done;
  return joinSentences(
    done,
    l10n.t(
      'The quickest: {0}, {1}; the slowest: {2}, {3}.',
      CHOICES[quickest.task].name(),
      time(quickest.milliseconds, numbers),
      CHOICES[slowest.task].name(),
      time(slowest.milliseconds, numbers),
    ),
  );
}

export const table: Part<StarsResult> = {
  id: 'table',
  title: () => l10n.t('Opinion and figures'),
  question: () => l10n.t('How many stars has each architecture for each task, and what do the figures say?'),
  // They are chosen where each task is tried by itself.
  roles: path.roles.map((role) => ({ ...role, matters: () => false })),
  examples: [
    {
      language: 'en',
      text: 'The children are playing in the garden.',
      point: () => l10n.t('An everyday sentence, by every model that comes along'),
    },
    {
      language: 'zh',
      text: '今天天气很好。',
      point: () => l10n.t('Chinese: the translator does not know it'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Stars are our opinion and figures are not of one scale: each is of another test, as the card of its model says. The time is of one run on this machine, one reading for some tasks and a written text for others.',
    ),
  picture: (result: StarsResult, drawing: Drawing) =>
    StarTable({
      ...drawing,
      columns: ['BERT', 'GPT-2', 'T5', l10n.t('on this machine')],
      rows: result.rows.map(({ task, milliseconds }) => {
        const { name, stars, architecture, measured } = CHOICES[task];
        return {
          name: name(),
          cells: [...stars.map(starsText), milliseconds === null ? '–' : time(milliseconds, drawing.numbers)],
          chosen: ARCHITECTURES.indexOf(architecture),
          note: measured(drawing.numbers),
        };
      }),
      label: seen(result, drawing.numbers),
    }),
  legend: () => [{ mark: 'chosen', text: l10n.t('the architecture that we would take; stars of 3: our opinion') }],
  table: ({ rows }, numbers) => ({
    header: [
      l10n.t('task'),
      ...ARCHITECTURES.map((architecture) => l10n.t('stars of 3, our opinion: {0}', architectureName(architecture))),
      l10n.t('measured before'),
      l10n.t('model'),
      l10n.t('time of one run, ms'),
    ],
    rows: rows.map(({ task, model, milliseconds }) => {
      const { name, stars, measured } = CHOICES[task];
      return [name(), ...stars, measured(numbers), model, milliseconds];
    }),
  }),
};
