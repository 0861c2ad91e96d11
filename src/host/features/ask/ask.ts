import * as vscode from 'vscode';
import { documentSpan, type WordReading } from '../../../documents/wordReading.js';
import { GlassboxError, type ModelInfo } from '../../../protocol/engine/index.js';
import type { ReadingResult } from '../../../protocol/webviews/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { isolate } from '../../../text/isolate.js';
import { CallRecord } from '../../core/callRecord.js';
import { commandIds } from '../../core/commandIds.js';
import { HEAD_MODELS, installSuggested } from '../../core/headModels.js';
import { showInputBox, showQuickPick } from '../../core/messages.js';
import { figureWithBar } from '../../core/probabilityBars.js';
import type { Services } from '../../core/services.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { isText } from '../../editor/chooseSpan.js';
import { explainRows, rememberReading } from '../../editor/explainRows.js';
import { modelForLanguage } from '../../editor/languageCheck.js';
import { copyText } from '../../editor/offerText.js';
import { openBeside } from '../../editor/openBeside.js';
import { isReadable, readProse } from '../../editor/readText.js';
import { csvRows, showResults, type ResultHeading, type ResultRow } from '../../editor/resultList.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { servedWhere } from '../../servers/servedWhere.js';
import { answerRows, type FoundAnswer } from './answers.js';
import { findAnswers, type AnswersFound } from './findAnswers.js';
import { writeAnswer, type Answerer, type WrittenAnswer } from './writeAnswer.js';

/** As much of a question as a title shows, in UTF-16 units. */
const TITLE = 60;
/** A longer answer can be opened beside. */
const SHORT = 60;

/** What was asked last, in this window. */
let lastQuestion = '';

/** The text that is asked about, with a model that finds answers in it or one that writes them. */
interface Asked {
  services: Services;
  spans: TrackedSpans;
  reading: WordReading;
  question: string;
}

/** *Ask About This Text*: about the selection, or the whole document. */
export const askCommand = (services: Services) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (editor === undefined) return;
  const { document, selection } = editor;
  const text = document.getText();
  const chosen = { start: document.offsetAt(selection.start), end: document.offsetAt(selection.end) };
  const isPart = isText(text, chosen);
  const within = isPart ? chosen : { start: 0, end: text.length };
  if (!(await isReadable(text, within))) return;
  const spans = new TrackedSpans(document, text);
  try {
    const reading = await readProse(document, text, [within]);
    const model = await chooseForLanguage(services, document, reading.text);
    if (model === null) return;
    const prompt = isPart
      ? vscode.l10n.t('A question about the selection')
      : vscode.l10n.t('A question about the text');
    const title = vscode.l10n.t('Ask About This Text');
    const question = (await showInputBox({ title, prompt, value: lastQuestion }))?.trim() ?? '';
    if (question === '') return;
    lastQuestion = question;
    const asked = { services, spans, reading, question };
    if (model.tasks.includes('answer')) {
      const { found, result } = await find(asked, model.id);
      await show(asked, found, null, result);
    } else {
      const { written, result } = await write(asked, model);
      await show(asked, null, written, result);
    }
  } catch (error) {
    services.report(error, again);
  } finally {
    spans.dispose();
  }
};

const again = () => void vscode.commands.executeCommand(commandIds.ask);

/** Whether a model writes answers: not one that does nothing but translate. */
const writes = ({ tasks, architecture }: Answerer) =>
  architecture === 'decoder' ? tasks.includes('generate') : tasks.includes('summarize');

/** The model that answers, or the one that the user has chosen because it does not know the text's language. */
async function chooseForLanguage(
  services: Services,
  document: vscode.TextDocument,
  text: string,
): Promise<Answerer | null> {
  const model = await chooseModel(services);
  if (model === null) return null;
  const named = await modelForLanguage(services, document, 'ask.model', model.id, text);
  if (named === null) return null;
  return named === model.id ? model : chooseModel(services);
}

/** The model of the setting, else the first that finds answers; where there is none, the user chooses one that writes them. */
async function chooseModel(services: Services): Promise<Answerer | null> {
  const { engine, settings } = services;
  const models = await engine.call('models', {});
  const named = settings.get('ask.model');
  if (named !== '') {
    const known = models.find(({ id, folder, hubId }) => [id, folder, hubId].includes(named));
    // Before the question is typed, not behind it.
    if (known && !known.tasks.includes('answer') && !writes(known)) throw cannotAnswer(known);
    if (known) return known;
    // A folder by its place is in no list: the engine says what it is.
    await engine.call('tokens', { model: named, text: '' });
    return { id: named, architecture: 'encoder', tasks: ['answer'] };
  }
  return (
    models.find(({ tasks, source }) => tasks.includes('answer') && source !== 'server') ??
    (await chooseWriter(services, models, true))
  );
}

function cannotAnswer({ id, architecture, type }: ModelInfo): GlassboxError {
  const details = { kind: 'task', model: id, architecture, type, wanted: 'ForQuestionAnswering' } as const;
  return new GlassboxError('wrong-architecture', `${id} neither finds answers nor writes them.`, { details });
}

async function chooseWriter(
  services: Services,
  models: readonly ModelInfo[],
  offersInstall: boolean,
): Promise<Answerer | null> {
  const { suggested } = HEAD_MODELS['ask.model'];
  const install = { label: vscode.l10n.t('Install Model…'), description: suggested, model: null };
  const rows = models.filter(writes).map((model) => ({
    label: model.id,
    description: [vscode.l10n.t('writes an answer of its own'), ...servedWhere(model)].join(' · '),
    model,
  }));
  const placeHolder = offersInstall
    ? vscode.l10n.t('No model here finds answers in a text. Which one is to write an answer?')
    : vscode.l10n.t('Which model is to write an answer?');
  const all = offersInstall ? [install, ...rows] : rows;
  const chosen = await showQuickPick<(typeof all)[number]>(all, {
    title: vscode.l10n.t('Ask About This Text'),
    placeHolder,
  });
  if (chosen?.model === null) await installSuggested('ask.model');
  if (chosen?.model?.source === 'server') services.servers.choose(chosen.model.id);
  return chosen?.model ?? null;
}

async function find({ services, reading, question }: Asked, model: string) {
  const record = new CallRecord(services.engine, 'answers');
  const found = await withWorkProgress(vscode.l10n.t('Looking for answers with {0}', model), (progress) =>
    findAnswers(record, model, question, reading, progress),
  );
  return { found, result: rememberReading(services, record) };
}

async function write({ services, reading, question }: Asked, model: Answerer) {
  const record = new CallRecord(services.engine, 'answers');
  const written = await withWorkProgress(vscode.l10n.t('{0} writes an answer', model.id), (progress) =>
    writeAnswer(record, model, question, reading.text, progress),
  );
  return { written, result: rememberReading(services, record) };
}

/**
 * Shows what was found and what was written; from here on another question is asked, or another model.
 * @param result what was asked last
 */
async function show(
  asked: Asked,
  found: AnswersFound | null,
  written: WrittenAnswer | null,
  result: ReadingResult | null,
): Promise<void> {
  const { services, spans, question } = asked;
  const answers = found?.answers ?? [];
  const first = spans.add(answers);
  const rows: (ResultRow | ResultHeading)[] = [
    ...(found?.isUnanswered ? [noAnswerRow(found)] : []),
    ...answers.map((answer, index) => answerRow(answer, first + index)),
    ...(written ? writtenRows(asked, written) : []),
    { heading: '' },
    {
      label: vscode.l10n.t('Let a Model Write an Answer…'),
      icon: 'edit',
      run: async () => {
        const models = await services.engine.call('models', {});
        const model = await chooseWriter(services, models, false);
        if (!model) return;
        const another = await write(asked, model);
        await show(asked, found, another.written, another.result);
      },
    },
    { label: vscode.l10n.t('Ask Something Else…'), icon: 'comment', run: again },
    ...(answers.length > 0 ? csvRows('answers', answerRows(answers)) : []),
    ...explainRows(services, result),
  ];
  const title = [isolate(clipEnd(question, TITLE)), ...(found ? [found.model] : [])].join(' · ');
  await showResults(title, vscode.l10n.t('Go to an answer'), rows, spans);
}

const noAnswerRow = ({ noAnswer, model }: AnswersFound): ResultRow => ({
  label: vscode.l10n.t('No Answer'),
  description: figureWithBar(noAnswer, 1, vscode.env.language),
  detail: vscode.l10n.t('{0} says that the text does not answer this. What follows is less probable.', model),
  icon: 'circle-slash',
  run: () => undefined,
});

const answerRow = ({ text, probability, around }: FoundAnswer, index: number): ResultRow => ({
  label: text,
  description: figureWithBar(probability, 1, vscode.env.language),
  detail: around,
  places: [index],
});

function writtenRows(
  { spans, reading }: Asked,
  { model, text, passage, isByServer }: WrittenAnswer,
): (ResultRow | ResultHeading)[] {
  const place = spans.add([documentSpan(reading, passage)]);
  return [
    { heading: vscode.l10n.t('Written by {0}: Enter copies it', model) },
    {
      label: text === '' ? vscode.l10n.t('Nothing') : text,
      ...(isByServer && { description: vscode.l10n.t('decoded by the server') }),
      detail: vscode.l10n.t('It has read the passage that is marked.'),
      icon: 'edit',
      places: [place],
      run: () => (text === '' ? undefined : copyText(text)),
    },
    ...(text.length > SHORT
      ? [{ label: vscode.l10n.t('Open Beside'), icon: 'split-horizontal', run: () => openBeside(text, 'plaintext') }]
      : []),
  ];
}
