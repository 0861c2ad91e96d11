import * as vscode from 'vscode';
import type { Span } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { CallRecord } from '../../core/callRecord.js';
import { commandIds } from '../../core/commandIds.js';
import { HEAD_MODELS, installedFor, installSuggested } from '../../core/headModels.js';
import { showInputBox, showQuickPick, showWarningMessage } from '../../core/messages.js';
import { figureWithBar, formatPercent, scaleFor } from '../../core/probabilityBars.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { explainRows, rememberReading } from '../../editor/explainRows.js';
import { openBeside } from '../../editor/openBeside.js';
import { copyText } from '../../editor/offerText.js';
import { csvRows, showResults, type ResultRow } from '../../editor/resultList.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { classRows, countClasses, lineRows, markdownTables, type JudgedLine } from './classTable.js';
import { judge, judgeOne, type Judgement, type Way } from './judge.js';
import { labelsIn, repeatedLabel } from './labels.js';
import { subjectsIn, type Subjects } from './subjects.js';

/** More lines than these are not judged at once. */
const MOST_LINES = 20_000;

/** As much of a text as titles and rows show, in UTF-16 units. */
const TITLE = 40;
const SHOWN = 64;

/** What was typed last, in this window. */
let lastLabels = '';

interface Choice {
  way: Way | 'labels' | 'install';
  each: boolean;
}

/** *Classify Selection or Lines*: by a classifier that is installed, or by labels that the user types. */
export const classifyCommand = (services: Services) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (editor === undefined) return;
  const { document } = editor;
  const subjects = subjectsIn(editor);
  if (subjects === null) {
    return void (await showWarningMessage(vscode.l10n.t('There is no text to read here.')));
  }
  const spans = new TrackedSpans(document, document.getText());
  spans.add(subjects.lines);
  try {
    const choice = await chooseWork(services, subjects);
    if (choice !== undefined) await doWork(services, spans, subjects, choice);
  } catch (error) {
    services.report(error, () => void vscode.commands.executeCommand(commandIds.classify));
  } finally {
    spans.dispose();
  }
};

async function chooseWork(services: Services, { whole, lines }: Subjects): Promise<Choice | undefined> {
  const model = await installedFor(services, 'classify.model');
  if (lines.length === 1 && model !== null) return { way: { model }, each: false };
  const count = userNumber()(lines.length);
  const eachLine = vscode.l10n.t('Each of the {0} Lines', count);
  const asOne = vscode.l10n.t('All as One Text');
  const own = vscode.l10n.t('by labels of your own');
  const isMany = lines.length > 1;
  const row = (label: string, description: string, icon: string, choice: Choice) => ({
    ...{ label, description, iconPath: new vscode.ThemeIcon(icon), choice },
  });
  const rows = [
    ...(model !== null && isMany ? [row(eachLine, model, 'list-flat', { way: { model }, each: true })] : []),
    ...(model !== null && whole ? [row(asOne, model, 'note', { way: { model }, each: false })] : []),
    ...(isMany ? [row(eachLine, own, 'list-flat', { way: 'labels', each: true })] : []),
    ...(whole
      ? [
          row(isMany ? asOne : vscode.l10n.t('Labels of Your Own…'), isMany ? own : '', 'tag', {
            way: 'labels',
            each: false,
          }),
        ]
      : []),
    ...(model === null
      ? [
          row(vscode.l10n.t('Install Model…'), HEAD_MODELS['classify.model'].suggested, 'cloud-download', {
            way: 'install',
            each: false,
          }),
        ]
      : []),
  ];
  const title = vscode.l10n.t('Classify');
  const placeHolder =
    model === null
      ? vscode.l10n.t('No classifier is installed. Labels that you type work with a model that is here.')
      : vscode.l10n.t('What to classify, and by what?');
  return (await showQuickPick(rows, { title, placeHolder }))?.choice;
}

async function doWork(
  services: Services,
  spans: TrackedSpans,
  subjects: Subjects,
  { way, each }: Choice,
): Promise<void> {
  if (way === 'install') return installSuggested('classify.model');
  const chosen = way === 'labels' ? await askForLabels() : way;
  if (chosen === null) return;
  if (each) await judgeLines(services, spans, subjects.lines, chosen);
  else if (subjects.whole) await judgeText(services, spans, subjects, chosen);
}

async function askForLabels(): Promise<Way | null> {
  const line = await showInputBox({
    title: vscode.l10n.t('Labels of Your Own'),
    prompt: vscode.l10n.t('Two labels or more, with commas between them: sport, politics, cooking'),
    value: lastLabels,
    validateInput: (value) => {
      const labels = labelsIn(value);
      const repeated = repeatedLabel(labels);
      if (repeated !== null) return vscode.l10n.t('“{0}” is there twice.', repeated);
      return value.trim() !== '' && labels.length < 2 ? vscode.l10n.t('Type another label.') : null;
    },
  });
  const labels = labelsIn(line ?? '');
  if (line === undefined || labels.length < 2) return null;
  lastLabels = line;
  return { labels };
}

/** By which model, and how it judged labels that were typed. */
function judgedBy({ model, method }: Judgement): string {
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
  const text = spans.text.slice(start, end);
  const record = new CallRecord(services.engine, 'classes');
  const value = await withWorkProgress(vscode.l10n.t('Classifying'), (run) => judge(record, way, text, run));
  const result = rememberReading(services, record);
  const scale = scaleFor(value.labels.map(({ probability }) => probability));
  const rows = value.labels.map(({ label, probability }): ResultRow => ({
    label,
    description: figureWithBar(probability, scale, vscode.env.language),
    run: () => copyText(label),
  }));
  const again: ResultRow = {
    label: vscode.l10n.t('Labels of Your Own…'),
    icon: 'tag',
    run: () => doWork(services, spans, subjects, { way: 'labels', each: false }),
  };
  const title = `${oneLine(text, TITLE)} · ${judgedBy(value)}`;
  const out = [...csvRows('classes', classRows(value.labels)), ...explainRows(services, result)];
  const more = [{ heading: '' }, again, ...out];
  await showResults(title, vscode.l10n.t('Classes and their probabilities'), [...rows, ...more], spans);
}

async function judgeLines(services: Services, spans: TrackedSpans, lines: readonly Span[], way: Way): Promise<void> {
  if (lines.length > MOST_LINES) {
    const figures = [lines.length, MOST_LINES].map(userNumber());
    await showWarningMessage(vscode.l10n.t('These are {0} lines. Select at most {1}.', ...figures));
    return;
  }
  const { document } = spans;
  // What a line is called is what it was called when it was read.
  const numbers = lines.map(({ start }) => document.positionAt(start).line + 1);
  let by = '';
  const record = new CallRecord(services.engine, 'classes');
  const judged = await withWorkProgress(vscode.l10n.t('Classifying'), async (run) => {
    const done: JudgedLine[] = [];
    for (const [index, span] of lines.entries()) {
      const text = spans.text.slice(span.start, span.end);
      const value = await judgeOne(record, way, text, run);
      if (value.model !== '') by = judgedBy(value);
      done.push({ ...span, text, line: numbers[index]!, labels: value.labels });
      const figures = [index + 1, lines.length].map(userNumber());
      run.done((index + 1) / lines.length, vscode.l10n.t('line {0} of {1}', ...figures));
    }
    return done;
  });
  const explained = explainRows(services, rememberReading(services, record));
  await showLines(spans, judged, by, explained);
}

/** @param more rows below those that take the table along */
async function showLines(
  spans: TrackedSpans,
  lines: readonly JudgedLine[],
  by: string,
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
      description: `${userNumber()(count)} · ${figureWithBar(count / judged, 1, language)}`,
      places: lines.flatMap(({ labels }, index) => (labels[0]?.label === label ? [index] : [])),
    })),
    { heading: vscode.l10n.t('Lines') },
    ...lines.map(({ text, labels: [best] }, index): ResultRow => ({
      label: oneLine(text, SHOWN),
      description: best ? `${best.label} · ${percent(best.probability)}` : vscode.l10n.t('too long for the model'),
      places: [index],
    })),
  ];
  const title = [
    vscode.l10n.t('{0} lines', userNumber()(lines.length)),
    ...(by === '' ? [] : [by]),
    ...(left > 0 ? [vscode.l10n.t('too long for the model: {0}', userNumber()(left))] : []),
  ].join(' · ');
  await showResults(title, vscode.l10n.t('Go to a line, or take the table along'), rows, spans);
}
