import * as vscode from 'vscode';
import type { Example } from '../../../protocol/engine/index.js';
import { clipEnd } from '../../../text/excerpt.js';
import { askForLabels } from '../../core/askForLabels.js';
import { foundFor, HEAD_MODELS } from '../../core/headModels.js';
import { showInputBox, showQuickPick } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import type { ProseLine } from '../../editor/proseLines.js';
import { exampleIn, examplesIn, examplesLine, isHalfExample, labelsOf } from '../../../text/examples.js';
import { isolate } from '../../../text/isolate.js';
import type { Way } from './judge.js';
import type { Subjects } from './subjects.js';

/** More examples than these are refused: no model reads them all. */
const MOST_EXAMPLES = 64;
/** As much of a text as a fault names, in UTF-16 units. */
const NAMED = 40;
/** So many lines are named. */
const NAMED_LINES = 2;

/** What was typed last, in this window. */
let lastLabels = '';
let lastExamples = '';

/** What is classified, and how. `labels` and `examples` are still to be typed. */
export interface Choice {
  way: Way | 'labels' | 'labelsByWriter' | 'examples' | 'install';
  each: boolean;
  /** those of the lines that are classified, where it is not all of them */
  lines?: readonly ProseLine[];
}

type Typed = Extract<Way, { labels: readonly string[] }>;

/** Examples among lines, and the lines that are none. */
interface Parted {
  examples: Example[];
  rest: ProseLine[];
  /** lines with an arrow, whose text or label is missing: neither examples nor to be classified */
  halves: ProseLine[];
}

/** Parts lines `text => label` from the others; null where there are no examples of two labels, or nothing but examples. */
export function partExamples(lines: readonly ProseLine[]): Parted | null {
  const parted: Parted = { examples: [], rest: [], halves: [] };
  for (const line of lines) {
    const example = exampleIn(line.text);
    if (isHalfExample(line.text)) parted.halves.push(line);
    else if (example) parted.examples.push(example);
    else parted.rest.push(line);
  }
  const isUsable = labelsOf(parted.examples).length > 1 && parted.rest.length > 0;
  return isUsable && parted.examples.length <= MOST_EXAMPLES ? parted : null;
}

/** The model that examples are shown to: the one that continues texts. */
const writerOf = ({ settings }: Services) => settings.get('continueText.model');

/** Lets the user choose; where there is but one way it is taken. */
export async function chooseWork(services: Services, { whole, lines }: Subjects): Promise<Choice | undefined> {
  const found = await foundFor(services, 'classify.model');
  const model = found?.id ?? null;
  // The one that came along knows two classes of its own: others are offered beside it.
  const isChosen = found !== null && !found.cameAlong;
  if (lines.length === 1 && isChosen && model !== null) return { way: { model }, each: false };
  const isMany = lines.length > 1;
  const [eachIcon, oneIcon] = ['list-flat', isMany ? 'note' : 'tag'] as const;
  const row = (label: string, description: string, icon: string, choice: Choice) => ({
    ...{ label, description, iconPath: new vscode.ThemeIcon(icon), choice },
  });
  const eachLine = vscode.l10n.t('Each of the {0} Lines', userNumber()(lines.length));
  /** rows for a way: the lines by themselves, and all as one text */
  const rowsFor = (way: Choice['way'], by: string, alone: string) => [
    ...(isMany ? [row(eachLine, by, eachIcon, { way, each: true })] : []),
    ...(whole
      ? [row(isMany ? vscode.l10n.t('All as One Text') : alone, isMany ? by : '', oneIcon, { way, each: false })]
      : []),
  ];
  const byWriter = vscode.l10n.t('by labels of your own, as likely as {0} has them', writerOf(services));
  const rows = [
    ...exampleRow(),
    ...(model === null ? [] : rowsFor({ model }, model, model)),
    ...rowsFor('labels', vscode.l10n.t('by labels of your own'), vscode.l10n.t('Labels of Your Own…')),
    // What is here tells labels by their meaning; the model of a server that was chosen says how likely they are.
    ...(services.servers.find(writerOf(services))
      ? rowsFor('labelsByWriter', byWriter, vscode.l10n.t('Labels of Your Own, by {0}…', writerOf(services)))
      : []),
    ...rowsFor('examples', vscode.l10n.t('by examples of your own'), vscode.l10n.t('Examples of Your Own…')),
    ...(!isChosen
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

  /** Where some of the lines are examples, the others by them. */
  function exampleRow() {
    const parted = partExamples(lines);
    if (parted === null) return [];
    const { examples, rest, halves } = parted;
    const writer = writerOf(services);
    const figures = [rest.length, examples.length].map(userNumber());
    const label = vscode.l10n.t('The {0} Lines Without a Label, by the {1} with One', ...figures);
    const made = row(label, writer, 'list-selection', { way: { writer, examples }, each: true, lines: rest });
    if (halves.length === 0) return [made];
    const detail = vscode.l10n.t('Left out, since a text or a label is missing beside =>: {0}', namedLines(halves));
    return [{ ...made, detail }];
  }
}

/** The first of some lines as they stand, and how many more there are. */
function namedLines(lines: readonly ProseLine[]): string {
  const named = lines.slice(0, NAMED_LINES).map(({ text }) => `“${isolate(clipEnd(text, NAMED))}”`);
  const more = lines.length - named.length;
  return more > 0 ? vscode.l10n.t('{0} and {1} more', named.join(', '), userNumber()(more)) : named.join(', ');
}

/** Asks for what is still to be typed; null where the user has left. */
export async function askForWay(services: Services, way: Exclude<Choice['way'], 'install'>): Promise<Way | null> {
  if (way === 'labels') return typeLabels();
  if (way === 'labelsByWriter') return withWriter(await typeLabels(), writerOf(services));
  return way === 'examples' ? askForExamples(services) : way;
}

const withWriter = (way: Typed | null, by: string): Way | null => way && { ...way, by };

async function typeLabels(): Promise<Typed | null> {
  const title = vscode.l10n.t('Labels of Your Own');
  const prompt = vscode.l10n.t('Two labels or more, with commas between them: sport, politics, cooking');
  const typed = await askForLabels(title, prompt, lastLabels);
  if (typed === null || typed.labels.length === 0) return null;
  lastLabels = typed.line;
  return { labels: typed.labels };
}

async function askForExamples(services: Services): Promise<Way | null> {
  const writer = writerOf(services);
  const line = await showInputBox({
    title: vscode.l10n.t('Examples of Your Own, for {0}', writer),
    prompt: vscode.l10n.t('Texts with their labels, and semicolons between them: a great film => good; I slept => bad'),
    value: lastExamples,
    validateInput: (value) => (value.trim() === '' ? null : faultOf(value)),
  });
  if (line === undefined || line.trim() === '' || faultOf(line) !== null) return null;
  const { examples } = examplesIn(line);
  lastExamples = examplesLine(examples);
  return { writer, examples };
}

/** What is wrong with examples that were typed; null where nothing is. */
function faultOf(line: string): string | null {
  const { examples, rest } = examplesIn(line);
  if (rest !== '')
    return vscode.l10n.t('“{0}” has no label yet: type => and its label.', isolate(clipEnd(rest, NAMED)));
  if (examples.length > MOST_EXAMPLES) {
    return vscode.l10n.t(
      'These are {0} examples; take at most {1}.',
      ...[examples.length, MOST_EXAMPLES].map(userNumber()),
    );
  }
  return labelsOf(examples).length < 2 ? vscode.l10n.t('Type an example with another label.') : null;
}
