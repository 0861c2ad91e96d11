import * as vscode from 'vscode';
import { METHOD_TASKS } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { isolate } from '../../../text/isolate.js';
import { CallRecord } from '../../core/callRecord.js';
import { commandIds } from '../../core/commandIds.js';
import { installSuggested } from '../../core/headModels.js';
import { showWarningMessage } from '../../core/messages.js';
import { figureWithBar, formatPercent, scaleFor } from '../../core/probabilityBars.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { explainRows, rememberReading } from '../../editor/explainRows.js';
import { modelForLanguage, type ModelSetting } from '../../editor/languageCheck.js';
import { openBeside } from '../../editor/openBeside.js';
import { copyText } from '../../editor/offerText.js';
import type { ProseLine } from '../../editor/proseLines.js';
import { readProse } from '../../editor/readText.js';
import { csvRows, showResults, type ResultRow } from '../../editor/resultList.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { servedNote } from '../../servers/servedWhere.js';
import { askForWay, chooseWork, type Choice } from './chooseWork.js';
import { classRows, countClasses, lineRows, markdownTables, type JudgedLine } from './classTable.js';
import { judge, judgeOne, type Judgement, type Way } from './judge.js';
import { subjectsIn, type Subjects } from './subjects.js';

/** More lines than these are not judged at once. */
const MOST_LINES = 20_000;

/** As much of a text as titles and rows show, in UTF-16 units. */
const TITLE = 40;
const SHOWN = 64;

/** *Classify Selection or Lines*: by a classifier that is installed, or by labels that the user types. */
export const classifyCommand = (services: Services) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (editor === undefined) return;
  const { document } = editor;
  const spans = new TrackedSpans(document, document.getText());
  try {
    const subjects = await subjectsIn(editor);
    if (subjects === null) {
      return void (await showWarningMessage(vscode.l10n.t('There is no text to read here.')));
    }
    const choice = await chooseWork(services, subjects);
    if (choice !== undefined) await doWork(services, spans, subjects, choice);
  } catch (error) {
    services.report(error, () => void vscode.commands.executeCommand(commandIds.classify));
  } finally {
    spans.dispose();
  }
};

async function doWork(
  services: Services,
  spans: TrackedSpans,
  subjects: Subjects,
  { way, each, lines }: Choice,
): Promise<void> {
  if (way === 'install') return installSuggested('classify.model');
  const read = lines ?? subjects.lines;
  const typed = await askForWay(services, way);
  const chosen = typed && (await wayForLanguage(services, spans, read, typed));
  if (chosen === null) return;
  if (each) await judgeLines(services, spans, read, chosen);
  else if (subjects.whole) await judgeText(services, spans, subjects, chosen);
}

/** The same way, or with the model that the user has chosen because the first one does not know the text's language. */
async function wayForLanguage(
  services: Services,
  { document }: TrackedSpans,
  read: readonly ProseLine[],
  way: Way,
): Promise<Way | null> {
  const words = read.map(({ text }) => text).join('\n');
  const check = (setting: ModelSetting | null, model: string) =>
    modelForLanguage(services, document, setting, model, words);
  if ('model' in way) {
    const model = await check('classify.model', way.model);
    return model === null ? null : { model };
  }
  if ('examples' in way) {
    const writer = await check('continueText.model', way.writer);
    return writer === null ? null : { ...way, writer };
  }
  return (await check(null, METHOD_TASKS.zeroShot?.defaultModel ?? '')) === null ? null : way;
}

/** By which model, and how it judged labels that were typed. */
function judgedBy({ model, method }: Judgement, way: Way): string {
  if ('examples' in way) {
    return vscode.l10n.t('{0}, examples shown: {1}', model, userNumber()(way.examples.length));
  }
  switch (method) {
    case null:
      return model;
    case 'similarity':
      return vscode.l10n.t('{0}, by nearness in meaning', model);
    case 'likelihood':
      return vscode.l10n.t('{0}, by how likely the labels are', model);
  }
}

const oneLine = (text: string, most: number) => clipEnd(text.replace(/\s+/g, ' '), most);

async function judgeText(services: Services, spans: TrackedSpans, subjects: Subjects, way: Way): Promise<void> {
  const { start, end } = subjects.whole!;
  // What a person reads, without signs and tags; of what is no prose what stands there.
  const { text: prose } = await readProse(spans.document, spans.text, [{ start, end }]);
  const text = prose.trim() || spans.text.slice(start, end);
  const record = new CallRecord(services.engine, 'classes');
  const value = await withWorkProgress(vscode.l10n.t('Classifying'), (run) => judge(record, way, text, run));
  const result = rememberReading(services, record);
  const scale = scaleFor(value.labels.map(({ probability }) => probability));
  const rows = value.labels.map(({ label, probability }): ResultRow => ({
    label,
    description: figureWithBar(probability, scale, vscode.env.language),
    run: () => copyText(label),
  }));
  const again = (label: string, other: 'labels' | 'examples'): ResultRow => ({
    label,
    icon: 'tag',
    run: () => doWork(services, spans, subjects, { way: other, each: false }),
  });
  const others = [
    again(vscode.l10n.t('Labels of Your Own…'), 'labels'),
    again(vscode.l10n.t('Examples of Your Own…'), 'examples'),
  ];
  const title = `${isolate(oneLine(text, TITLE))} · ${judgedBy(value, way)}`;
  const out = [...csvRows('classes', classRows(value.labels)), ...explainRows(services, result)];
  const more = [{ heading: '' }, ...others, ...out];
  const told = [vscode.l10n.t('Classes and their probabilities'), ...servedNote(services.servers, value.model)];
  await showResults(title, told.join(' · '), [...rows, ...more], spans);
}

async function judgeLines(
  services: Services,
  spans: TrackedSpans,
  lines: readonly ProseLine[],
  way: Way,
): Promise<void> {
  if (lines.length > MOST_LINES) {
    const figures = [lines.length, MOST_LINES].map(userNumber());
    await showWarningMessage(vscode.l10n.t('These are {0} lines. Select at most {1}.', ...figures));
    return;
  }
  const { document } = spans;
  const first = spans.add(lines);
  // What a line is called is what it was called when it was read.
  const numbers = lines.map(({ start }) => document.positionAt(start).line + 1);
  let [model, by] = ['', ''];
  const record = new CallRecord(services.engine, 'classes');
  const judged = await withWorkProgress(vscode.l10n.t('Classifying'), async (run) => {
    const done: JudgedLine[] = [];
    for (const [index, span] of lines.entries()) {
      const { text } = span;
      const value = await judgeOne(record, way, text, run);
      if (value.model !== '') [model, by] = [value.model, judgedBy(value, way)];
      done.push({ ...span, line: numbers[index]!, labels: value.labels });
      const figures = [index + 1, lines.length].map(userNumber());
      run.done((index + 1) / lines.length, vscode.l10n.t('line {0} of {1}', ...figures));
    }
    return done;
  });
  const explained = explainRows(services, rememberReading(services, record));
  await showLines(spans, first, judged, { by, where: servedNote(services.servers, model) }, explained);
}

/**
 * @param first index of the first line's place
 * @param more rows below those that take the table along
 */
async function showLines(
  spans: TrackedSpans,
  first: number,
  lines: readonly JudgedLine[],
  { by, where }: { by: string; where: readonly string[] },
  more: readonly ResultRow[],
): Promise<void> {
  const { language } = vscode.env;
  const percent = (share: number) => formatPercent(share, language);
  const counts = countClasses(lines);
  const judged = counts.reduce((sum, { count }) => sum + count, 0);
  const left = lines.length - judged;
  const words = {
    class: vscode.l10n.t('Class'),
    lines: vscode.l10n.t('Lines'),
    line: vscode.l10n.t('Line'),
    text: vscode.l10n.t('Text'),
    probability: vscode.l10n.t('Probability'),
  };
  const rows = [
    {
      label: vscode.l10n.t('Open as Table'),
      icon: 'table',
      run: () => openBeside(markdownTables(lines, words, percent), 'markdown'),
    },
    ...csvRows('classes', lineRows(lines)),
    ...more,
    { heading: vscode.l10n.t('Classes') },
    ...counts.map(({ label, count }): ResultRow => ({
      label,
      description: `${vscode.l10n.t('lines: {0}', userNumber()(count))} · ${figureWithBar(count / judged, 1, language)}`,
      places: lines.flatMap(({ labels }, index) => (labels[0]?.label === label ? [first + index] : [])),
    })),
    { heading: vscode.l10n.t('Lines') },
    ...lines.map(({ text, labels: [best] }, index): ResultRow => ({
      label: oneLine(text, SHOWN),
      description: best
        ? `${isolate(best.label)} · ${percent(best.probability)}`
        : vscode.l10n.t('too long for the model'),
      places: [first + index],
    })),
  ];
  const title = [
    vscode.l10n.t('lines: {0}', userNumber()(lines.length)),
    ...(by === '' ? [] : [by]),
    ...(left > 0 ? [vscode.l10n.t('too long for the model: {0}', userNumber()(left))] : []),
  ].join(' · ');
  const told = [vscode.l10n.t('Go to a line, or take the table along'), ...where];
  await showResults(title, told.join(' · '), rows, spans);
}
