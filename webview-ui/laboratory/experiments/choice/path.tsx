import * as l10n from '@vscode/l10n';
import { architectureName, joinList, joinSentences } from '../../../../src/wording/index.js';
import type { Numbers } from '../../../kit/numbers.js';
import { Chips } from '../../drawing/chips.js';
import type { Bench, Drawing, LabInput, Part } from '../../model/experiment.js';
import { ARCHITECTURES, CHOICES, decodingName, DECODINGS, starsText, TASKS, type TaskId } from './tasks.js';
import { tryTask, type Tried, type Untried } from './tried.js';

export interface PathResult {
  task: TaskId;
  /** null where no model here does it, or the text is nothing for it */
  tried: Tried | null;
  /** why a model that does it did not do it on this text */
  untried?: Untried;
  /** whether a model here does it */
  isServed: boolean;
}

const isTask = (id: string | undefined): id is TaskId => TASKS.includes(id as TaskId);

async function* measure(bench: Bench, { text, models, options, locale }: LabInput): AsyncGenerator<PathResult> {
  const task = isTask(options.task) ? options.task : TASKS[0];
  const model = models[CHOICES[task].role.id];
  if (model) {
    const tried = await tryTask(bench, task, model, text, locale);
    yield typeof tried === 'string'
      ? { task, tried: null, untried: tried, isServed: true }
      : { task, tried, isServed: true };
  } else {
    // The list of models says that there is none, and is what the command asks again.
    await bench.ask('models', {});
    yield { task, tried: null, isServed: false };
  }
}

function untriedText(why: Untried | undefined): string {
  switch (why) {
    case 'single':
      return l10n.t('The text is of one token: nothing stands before it by which it could surprise.');
    case 'otherLanguage':
      return l10n.t('Tried are English, German, French, Spanish and Romanian only: this text is in none of them.');
    case 'unknownLanguage':
      return l10n.t('Its model does not know the language of this text.');
    case undefined:
      return '';
  }
}

/** What it said here, in words. */
function triedText({ tried, untried, isServed }: PathResult, numbers: Numbers): string {
  if (!isServed) return l10n.t('No model here does it: one has to be installed.');
  if (!tried) return untriedText(untried);
  const { model, answers, note, milliseconds } = tried;
  const time = numbers.decimal(milliseconds, milliseconds < 9.95 ? 1 : 0);
  if (answers.length === 0) return l10n.t('{0} finds nothing here, after {1} ms.', model, time);
  return note === ''
    ? l10n.t('{0} says after {1} ms: “{2}”.', model, time, joinList(answers))
    : l10n.t('{0} says after {1} ms: “{2}” ({3}).', model, time, joinList(answers), note);
}

function seen(result: PathResult, numbers: Numbers): string {
  const choice = CHOICES[result.task];
  return joinSentences(triedText(result, numbers), choice.measured(numbers), choice.why(), choice.whyDecoding());
}

const takesPart = (task: TaskId) => (options: Readonly<Record<string, string>>) => (options.task ?? TASKS[0]) === task;

/** A role is asked for where the task that is chosen has it; tasks of one model have it together. */
const roles = [...new Set(TASKS.map((task) => CHOICES[task].role.id))].map((id) => {
  const own = TASKS.filter((task) => CHOICES[task].role.id === id);
  const matters = (options: Readonly<Record<string, string>>) => own.some((task) => takesPart(task)(options));
  return { ...CHOICES[own[0]!].role, optional: true, matters };
});

export const path: Part<PathResult> = {
  id: 'path',
  title: () => l10n.t('From task to command'),
  question: () => l10n.t('What is to be done, which model is made for it, and how does it come to a text?'),
  roles,
  options: [
    {
      id: 'task',
      label: () => l10n.t('Task'),
      choices: () => TASKS.map((task) => [task, CHOICES[task].name()] as const),
    },
  ],
  examples: [
    {
      language: 'en',
      text: 'The old man went down to the ____ with his small boat.',
      options: { task: 'gap' },
      point: () => l10n.t('A gap: both sides are needed'),
    },
    {
      language: 'en',
      text: 'Once upon a time there was a king who',
      options: { task: 'continue' },
      point: () => l10n.t('A beginning: it is gone on with'),
    },
    {
      language: 'en',
      text: 'The children are playing in the garden.',
      options: { task: 'translate' },
      point: () => l10n.t('A sentence to be translated'),
    },
    {
      language: 'en',
      text: 'We took the train to the coast and stayed for a week.',
      options: { task: 'classify' },
      point: () => l10n.t('A text to be sorted by its subject'),
    },
    {
      language: 'zh',
      text: '今天天气很____。',
      options: { task: 'gap' },
      point: () => l10n.t('A gap in Chinese'),
    },
    {
      language: 'zh',
      text: '我们坐火车去海边住了一个星期。',
      options: { task: 'classify' },
      point: () => l10n.t('A Chinese text to be sorted: the sentence encoder knows Chinese'),
    },
  ],
  measure,
  seen,
  unseen: () =>
    l10n.t(
      'Stars are our opinion, of models of like size; one answer proves nothing. A much larger decoder does most of these tasks when it is asked in words, at a much higher cost.',
    ),
  picture: (result: PathResult, drawing: Drawing) => {
    const choice = CHOICES[result.task];
    const { tried } = result;
    const look = (isChosen: boolean) => (isChosen ? 'right' : 'special');
    return Chips({
      ...drawing,
      lines: [
        {
          heading: l10n.t('Task'),
          chips: TASKS.map((task) => ({ text: CHOICES[task].name(), look: look(task === result.task) })),
        },
        {
          heading: l10n.t('Architecture'),
          chips: ARCHITECTURES.map((architecture, at) => ({
            text: architectureName(architecture),
            look: look(architecture === choice.architecture),
            below: starsText(choice.stars[at] ?? 0),
          })),
        },
        {
          heading: l10n.t('Decoding'),
          chips: DECODINGS.map((decoding) => ({
            text: decodingName(decoding),
            look: look(decoding === choice.decoding),
          })),
        },
        {
          heading: l10n.t('Here'),
          chips: tried
            ? [tried.model, ...tried.answers].map((text, at) => ({ text, look: at === 0 ? 'sign' : 'piece' }))
            : [{ text: l10n.t('no answer to this text'), look: 'special' }],
        },
      ],
      label: seen(result, drawing.numbers),
    });
  },
  legend: ({ tried }) => [
    { mark: 'chip-right', text: l10n.t('what is chosen') },
    { mark: 'chip-special', text: l10n.t('what else there is; stars: our opinion') },
    ...(tried
      ? [
          { mark: 'chip-sign', text: l10n.t('the model that was asked') },
          { mark: 'chip-piece', text: l10n.t('what it says here') },
        ]
      : []),
  ],
  table: (result, numbers) => {
    const { task, tried } = result;
    const choice = CHOICES[task];
    return {
      header: [l10n.t('what'), l10n.t('value')],
      rows: [
        [l10n.t('task'), choice.name()],
        [l10n.t('architecture'), architectureName(choice.architecture)],
        ...ARCHITECTURES.map((architecture, at): [string, number] => [
          l10n.t('stars of 3, our opinion: {0}', architectureName(architecture)),
          choice.stars[at] ?? 0,
        ]),
        [l10n.t('decoding'), decodingName(choice.decoding)],
        [l10n.t('measured before'), choice.measured(numbers)],
        [l10n.t('model'), tried?.model ?? null],
        [l10n.t('time of one run, ms'), tried?.milliseconds ?? null],
        [l10n.t('what it says here'), tried ? joinList(tried.answers) : null],
      ],
    };
  },
  actions: ({ task, isServed }) => {
    const { command, commandTitle, decoding } = CHOICES[task];
    if (!isServed) return [{ label: l10n.t('Install Model …'), command: 'installModel' }];
    const own = { label: commandTitle(), command };
    // How a text is written is tried in a view of its own.
    return decoding === 'none'
      ? [own]
      : [own, { label: l10n.t('Compare Decoding Strategies'), command: 'openDecoding' }];
  },
};
