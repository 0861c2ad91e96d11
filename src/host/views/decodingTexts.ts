import type * as vscode from 'vscode';
import type { DecodingText } from '../../protocol/index.js';
import { decodingFieldTexts } from './decodingFieldTexts.js';
import { decodingLabTexts } from './decodingLabTexts.js';
import { sharedTexts } from './sharedTexts.js';

/** What the Decoding view says, in the person's language; the page puts the figures in. */
export const decodingTexts = (l10n: Pick<typeof vscode.l10n, 't'>): Record<DecodingText, string> => ({
  ...sharedTexts(l10n),
  ...decodingLabTexts(l10n),
  ...decodingFieldTexts(l10n),
  ...promptTexts(l10n),
  ...commandTexts(l10n),
  ...cardTexts(l10n),
  ...saidTexts(l10n),
  ...faultTexts(l10n),
  ...measureTexts(l10n),
  ...chartTexts(l10n),
});

const promptTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  prompt: l10n.t('Prompt'),
  promptFollows: l10n.t('follows the cursor'),
  promptPinned: l10n.t('pinned'),
  promptTyped: l10n.t('typed here'),
  promptFollow: l10n.t('Follow Cursor'),
  promptPin: l10n.t('Pin'),
  promptPlaceholder: l10n.t('Write a beginning here, or put the cursor into a text.'),
  model: l10n.t('Model'),
  noModels: l10n.t('No model that writes is known yet.'),
  seed: l10n.t('seed'),
  seedHint: l10n.t('The same seed gives the same text again.'),
  length: l10n.t('length'),
  lengthHint: l10n.t('How many tokens a run may write at most.'),
  task: l10n.t('Task'),
  taskTranslate: l10n.t('{0} to {1}'),
  taskNone: l10n.t('no prefix'),
  taskOther: l10n.t('another prefix …'),
  taskPrefix: l10n.t('Prefix'),
});

const commandTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  run: l10n.t('Run'),
  runCount: l10n.t('Run {0}'),
  stop: l10n.t('Stop'),
  presets: l10n.t('Presets'),
  presetStrategies: l10n.t('Nine strategies'),
  presetRepetition: l10n.t('Repetition and its penalty'),
  presetLengthPenalty: l10n.t('Beam width and length penalty'),
  presetNucleusAndBeams: l10n.t('Nucleus, beams, sampled beams'),
  add: l10n.t('Add'),
  moreActions: l10n.t('More actions'),
  importRecipes: l10n.t('Import Recipes …'),
  exportRecipes: l10n.t('Save Recipes as JSON …'),
  saveMarkdown: l10n.t('Save Comparison as Markdown …'),
  saveHtml: l10n.t('Save Comparison as HTML …'),
  openWide: l10n.t('Open in an Editor Tab'),
  openSettings: l10n.t('Settings'),
  dismiss: l10n.t('Dismiss'),
});

const cardTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  runs: l10n.t('Runs'),
  noRuns: l10n.t('No recipe is in the list. Add one, or take a preset.'),
  probabilities: l10n.t('Probabilities'),
  tokensAndSpeed: l10n.t('{0} tokens · {1}/s'),
  tokensOnly: l10n.t('{0} tokens'),
  statusIdle: l10n.t('not run yet'),
  statusWaiting: l10n.t('waiting for the model …'),
  statusStopped: l10n.t('stopped'),
  statusFailed: l10n.t('failed'),
  statusFaulty: l10n.t('cannot run'),
  stale: l10n.t('Dimmed: made with another prompt or other settings.'),
  runAgain: l10n.t('Run Again'),
  startAgain: l10n.t('Start Again'),
  insert: l10n.t('Insert'),
  actionsOf: l10n.t('Actions for run {0}'),
  copyText: l10n.t('Copy Text'),
  copyRecipeJson: l10n.t('Copy Recipe as JSON'),
  copyRecipePython: l10n.t('Copy Recipe as Python'),
  copyRecipeCommand: l10n.t('Copy Recipe as Console Command'),
  rename: l10n.t('Rename'),
  nameOf: l10n.t('Name of run {0}'),
  duplicate: l10n.t('Duplicate'),
  moveUp: l10n.t('Move Up'),
  moveDown: l10n.t('Move Down'),
  remove: l10n.t('Remove'),
  parameters: l10n.t('parameters'),
  determinismCheck: l10n.t('determinism'),
  checkAgain: l10n.t('Check Again'),
  treeShown: l10n.t('tree'),
  labPlace: l10n.t('run {0}, token {1}: {2}'),
  laboratoryShown: l10n.t('Laboratory'),
  sequenceOf: l10n.t('Text {0} of {1}'),
  scoreOf: l10n.t('score {0}'),
  branchOf: l10n.t('Branch of run {0} at token {1}: {2}'),
  branchOfGone: l10n.t('Branch at token {0}: {1}'),
  wroteNothing: l10n.t('It ended the text at once and wrote nothing.'),
  closeDistribution: l10n.t('Close'),
  endShortEos: l10n.t('ended by itself'),
  endShortLength: l10n.t('at full length'),
  endShortStop: l10n.t('at a stop text'),
  seedUsed: l10n.t('seed {0}'),
});

const saidTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  saidDone: l10n.t('Run {0}, {1}: {2} tokens.'),
  saidFailed: l10n.t('Run {0}, {1}, failed: {2}'),
  saidStopped: l10n.t('Run {0}, {1}, was stopped.'),
  saidMany: l10n.t('{0} runs have ended.'),
  toldCopied: l10n.t('Copied'),
  toldInserted: l10n.t('Inserted'),
  toldSaved: l10n.t('Saved'),
  toldImported: l10n.t('Imported'),
});

const faultTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  faultRange: l10n.t('must be from {0} to {1}'),
  faultWhole: l10n.t('must be a whole number from {0} to {1}'),
  faultNumber: l10n.t('must be a number'),
  faultGroups: l10n.t('must divide the {0} beams without rest'),
  faultDiversity: l10n.t('must be above 0 where there are several groups: they would all be the same'),
  faultGroupsDraw: l10n.t('cannot be together with several groups'),
  faultReturned: l10n.t('must be at most the number of beams, {0}'),
  faultOneText: l10n.t('must be 1: this strategy has one result'),
  faultPenaltyAlpha: l10n.t('needs a number from 0 to 1, such as 0.6'),
  faultCandidates: l10n.t('must be from 1 to 256, such as 4'),
  faultMinNew: l10n.t('must be at most the length, {0}'),
  faultAboveZero: l10n.t('must be above 0'),
  faultAmateur: l10n.t('Choose a smaller model with the same vocabulary.'),
  faultNoAmateur: l10n.t('No installed model is smaller and has the same vocabulary.'),
  faultEmptyPrompt: l10n.t('The prompt is empty. Write a beginning, or put the cursor behind some text.'),
  faultEngineGone: l10n.t('The engine ended before the run did.'),
});

const measureTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  columnRun: l10n.t('run'),
  columnPerplexity: l10n.t('ppl'),
  columnDistinct2: l10n.t('dist-2'),
  columnRepeated: l10n.t('rep-4'),
  columnSelfBleu: l10n.t('self-BLEU'),
  columnMilliseconds: l10n.t('ms'),
  columnSpeed: l10n.t('tok/s'),
  columnBits: l10n.t('bits'),
  aboutRun: l10n.t('The recipes in their order.'),
  aboutPerplexity: l10n.t(
    'Perplexity: on average as unsure as choosing evenly among this many tokens. Low is safe, or goes in circles; high is daring, or loses the thread.',
  ),
  aboutBits: l10n.t('Mean surprise of a token in bits, log2 of the perplexity. One bit is a coin toss.'),
  aboutDistinct2: l10n.t(
    'Distinct-2: different pairs of neighbouring tokens over all pairs. 1 means that no pair came twice.',
  ),
  aboutRepeated: l10n.t('Share of four tokens in a row that the text had already said.'),
  aboutSelfBleu: l10n.t(
    'Self-BLEU: how alike the texts of one run are. 1 means the same; a dash, that there is only one.',
  ),
  aboutMilliseconds: l10n.t(
    'From reading the prompt to the last token, in milliseconds. Runs share the model’s steps, so side by side each takes longer than by itself.',
  ),
  aboutSpeed: l10n.t('Tokens per second, all texts of the run together.'),
  sortHint: l10n.t('Measures, with a button in each heading to sort by it'),
  measuresHint: l10n.t('A heading tells what its figures mean, and sorts by them.'),
});

const chartTexts = (l10n: Pick<typeof vscode.l10n, 't'>) => ({
  surprisePerToken: l10n.t('Surprise per token (bits)'),
  chartLabel: l10n.t('Surprise per token in bits, all runs'),
  chartHint: l10n.t('Arrow keys move along the tokens; a run in the list stands out in the picture.'),
  chartToken: l10n.t('token {0}'),
  chartValue: l10n.t('{0} “{1}” {2} bits'),
  chartRun: l10n.t('mean {0} bits, highest {1} at “{2}”'),
});
