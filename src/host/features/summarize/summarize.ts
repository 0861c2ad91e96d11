import * as vscode from 'vscode';
import { clipEnd } from '../../../text/excerpt.js';
import { trimSpan } from '../../../text/span.js';
import type { ReadingResult } from '../../../protocol/webviews/index.js';
import { CallRecord } from '../../core/callRecord.js';
import { commandIds } from '../../core/commandIds.js';
import { modelFor } from '../../core/headModels.js';
import { showInformationMessage, showWarningMessage } from '../../core/messages.js';
import { figureWithBar, formatPercent, scaleFor } from '../../core/probabilityBars.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { withWorkProgress } from '../../core/workProgress.js';
import { activeTextEditor } from '../../editor/activeTextEditor.js';
import { applyEditsOrOffer } from '../../editor/applyEdits.js';
import { spanAround } from '../../editor/chooseSpan.js';
import { chosenSpans } from '../../editor/chosenSpans.js';
import { explainRows, rememberReading } from '../../editor/explainRows.js';
import { modelForLanguage } from '../../editor/languageCheck.js';
import { copyText } from '../../editor/offerText.js';
import { openBeside } from '../../editor/openBeside.js';
import { isReadable, readProse } from '../../editor/readText.js';
import { showResults, type ResultRow } from '../../editor/resultList.js';
import { TrackedSpans } from '../../editor/trackedSpans.js';
import { TrackedText } from '../../editor/trackedText.js';
import { sumUp, type Sum, type SumSentence } from './sumUp.js';

/** As much of a text as rows show, in UTF-16 units. */
const SHOWN = 200;
/** As much as a title shows. */
const TITLE = 60;

/** Sources with a smaller share are not marked for a sentence: everything is looked at a little. */
const MARKED_SHARE = 0.1;

/** *Summarize Selection*: the selections, or the paragraphs at the cursors, as one text. */
export const summarizeCommand = (services: Services) => async (): Promise<void> => {
  const editor = activeTextEditor();
  if (editor === undefined) return;
  const { document } = editor;
  const text = document.getText();
  const within = chosenSpans(editor, text, (at) => spanAround(text, at, 'paragraph', document.languageId));
  const last = within.at(-1);
  if (last === undefined) return void (await showWarningMessage(vscode.l10n.t('There is no text to read here.')));
  for (const one of within) if (!(await isReadable(text, one))) return;
  const spans = new TrackedSpans(document, text);
  const source = new TrackedText(document, trimSpan(text, last) ?? last);
  try {
    const found = await modelFor(services, 'summarize.model');
    if (found === null) return;
    const reading = await readProse(document, text, within);
    const model = await modelForLanguage(services, document, 'summarize.model', found, reading.text);
    if (model === null) return;
    const record = new CallRecord(services.engine, 'summary');
    const sum = await withWorkProgress(vscode.l10n.t('Summing up with {0}', model), (progress) =>
      sumUp(record, model, reading, progress),
    );
    const result = rememberReading(services, record);
    if (sum.text === '') return void (await showInformationMessage(vscode.l10n.t('{0} has written nothing.', model)));
    await show({ services, spans, source, count: within.length, model, result }, sum);
  } catch (error) {
    services.report(error, () => void vscode.commands.executeCommand(commandIds.summarize));
  } finally {
    spans.dispose();
    source.dispose();
  }
};

/** What was summed up, where it stands, and what was asked. */
interface Summed {
  services: Services;
  spans: TrackedSpans;
  /** what the summary goes below: the last of the stretches */
  source: TrackedText;
  /** of stretches */
  count: number;
  model: string;
  result: ReadingResult | null;
}

async function show({ services, spans, source, count, model, result }: Summed, sum: Sum): Promise<void> {
  const rows = sum.sentences.map((sentence): ResultRow => {
    const first = spans.add(sentence.sources);
    const [best] = sentence.sources;
    const share = best && formatPercent(best.share, vscode.env.language);
    return {
      label: sentence.text,
      ...(best &&
        share && {
          description: share,
          detail: clipEnd(best.text, SHOWN),
        }),
      icon: 'references',
      places: sentence.sources.flatMap((one, index) =>
        index === 0 || one.share >= MARKED_SHARE ? [first + index] : [],
      ),
      run: () => showSources(spans, sentence, first),
    };
  });
  const ways: ResultRow[] = [
    {
      label: vscode.l10n.t('Insert Below'),
      ...(count > 1 && { description: vscode.l10n.t('below the last one') }),
      detail: clipEnd(sum.text.replace(/\s+/g, ' '), SHOWN),
      icon: 'arrow-down',
      run: () => applyEditsOrOffer([{ in: source, place: 'below', text: sum.text }]),
    },
    {
      label: vscode.l10n.t('Open Beside'),
      icon: 'split-horizontal',
      run: () => openBeside(sum.text, spans.document.languageId),
    },
    { label: vscode.l10n.t('Copy'), icon: 'copy', run: () => copyText(sum.text) },
  ];
  const stretches = count > 1 ? [vscode.l10n.t('of {0} stretches as one text', userNumber()(count))] : [];
  const title = [vscode.l10n.t('Summary'), model, ...stretches].join(' · ');
  const heading = vscode.l10n.t('What each sentence looked at');
  const placeholder = vscode.l10n.t('What to do with the summary?');
  const more = [{ heading: '' }, ...explainRows(services, result)];
  await showResults(title, placeholder, [...ways, { heading }, ...rows, ...more], spans);
}

/** The sentences of the text that one of the summary looked at, the most first. */
async function showSources(spans: TrackedSpans, { text, sources }: SumSentence, first: number): Promise<void> {
  const scale = scaleFor(sources.map(({ share }) => share));
  const rows = sources.map((source, index): ResultRow => ({
    label: clipEnd(source.text, SHOWN),
    description: figureWithBar(source.share, scale, vscode.env.language),
    places: [first + index],
  }));
  await showResults(clipEnd(text, TITLE), vscode.l10n.t('Go to a sentence that it looked at'), rows, spans);
}
