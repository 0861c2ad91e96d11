import type * as vscode from 'vscode';
import type {
  DecodingLabText,
  DeterminismText,
  DistributionText,
  LaboratoryText,
  TreeText,
} from '../../../protocol/webviews/index.js';

type L10n = Pick<typeof vscode.l10n, 't'>;

/** What tree, distribution, laboratory and determinism check say, in the person's language. */
export const decodingLabTexts = (l10n: L10n): Record<DecodingLabText, string> => ({
  ...treeTexts(l10n),
  ...distributionTexts(l10n),
  ...laboratoryTexts(l10n),
  ...determinismTexts(l10n),
});

const treeTexts = (l10n: L10n): Record<TreeText, string> => ({
  tree: l10n.t('Beam search as a tree'),
  treeView: l10n.t('What the tree shows'),
  treeBranches: l10n.t('Branches'),
  treeAll: l10n.t('all'),
  treeKept: l10n.t('kept'),
  treeSurvivors: l10n.t('survivors'),
  treeFigures: l10n.t('ln p'),
  treeFiguresMeaning: l10n.t('Log-probability and score under every token'),
  treeZoomIn: l10n.t('Larger'),
  treeZoomOut: l10n.t('Smaller'),
  treeFit: l10n.t('Fit into the window'),
  treeRank: l10n.t('× rank {0}'),
  treeReturned: l10n.t('returned'),
  treeOnTheWay: l10n.t('on the way to what was returned'),
  treeFinished: l10n.t('ended here, and was not the best'),
  treePruned: l10n.t('pruned: rank {0} of {1}, and {2} went on'),
  treeLive: l10n.t('goes on'),
  treeDead: l10n.t('all that followed was pruned'),
  treeOpenAtEnd: l10n.t('still open at the end, and not the best'),
  treeLogProbability: l10n.t('ln p {0}'),
  treeScore: l10n.t('score {0}'),
});

const distributionTexts = (l10n: L10n): Record<DistributionText, string> => ({
  cardFacts: l10n.t('token {0} of {1} · {2} · {3} bits · id {4}'),
  cardModel: l10n.t('model {0}'),
  cardDrawn: l10n.t('{0} → sampled from {1}'),
  cardAlternatives: l10n.t('Alternatives to {0}'),
  cardToken: l10n.t('Token'),
  cardModelColumn: l10n.t('Model'),
  cardLeftColumn: l10n.t('Left'),
  cardChosen: l10n.t('chosen'),
  cardPenalised: l10n.t('penalised'),
  cardTokensLeft: l10n.t('{0} tokens left'),
  cardTokensLeftOf: l10n.t('{0} of {1} tokens left'),
  cardAllLeft: l10n.t('no token cut'),
  cardBranch: l10n.t('↵ choose another word to branch from here'),
  cardBranchTo: l10n.t('Branch from here with {0}'),
});

const laboratoryTexts = (l10n: L10n): Record<LaboratoryText, string> => ({
  laboratory: l10n.t('Distribution laboratory'),
  labAtToken: l10n.t('at a token'),
  labTyped: l10n.t('typed logits'),
  labTwoSteps: l10n.t('two-step beam'),
  labAsk: l10n.t('Take the token in focus'),
  labNothing: l10n.t('The sliders act on the model’s real logits before a token of a run, without running it again.'),
  labReset: l10n.t('Reset'),
  labTypedFault: l10n.t('One of the logits is not a number: correct the field that is marked.'),
  labRange: l10n.t('{0} is from {1} to {2}.'),
  ...sliderTexts(l10n),
  ...outcomeTexts(l10n),
  ...exampleTexts(l10n),
  ...beamTexts(l10n),
});

const sliderTexts = (l10n: L10n) => ({
  labTemperature: l10n.t('temperature'),
  labTemperatureMeaning: l10n.t('divides the logits: below 1 sharper, above 1 flatter, 0 only the highest'),
  labTopK: l10n.t('top-k'),
  labTopKMeaning: l10n.t('keeps the k most probable; 0 is off'),
  labTopP: l10n.t('top-p'),
  labTopPMeaning: l10n.t('keeps the fewest tokens that hold this share; 1 is off'),
  labMinP: l10n.t('min-p'),
  labMinPMeaning: l10n.t('keeps what has this share of the highest probability; 0 is off'),
  labTypicalP: l10n.t('typical-p'),
  labTypicalPMeaning: l10n.t('keeps what is as surprising as expected, up to this share; 1 is off'),
  labRepetitionPenalty: l10n.t('repetition penalty'),
  labRepetitionPenaltyMeaning: l10n.t(
    'of tokens already there divides positive logits and multiplies negative ones; 1 is off',
  ),
});

const outcomeTexts = (l10n: L10n) => ({
  labLeft: l10n.t('Tokens left'),
  labOf: l10n.t('{0} of {1}'),
  labMass: l10n.t('Mass kept'),
  labEntropy: l10n.t('Entropy (bits)'),
  labFromTo: l10n.t('{0} → {1}'),
  labStage: l10n.t('{0} cuts {1} of the probability; {2} left'),
  labStageKept: l10n.t('{0} cuts nothing'),
  labGreedy: l10n.t('temperature 0: all on the highest, nothing left to chance'),
  labFirst: l10n.t('The most probable tokens, before and after'),
  labRankOnly: l10n.t('rank {0}'),
  labScore: l10n.t('Score'),
  labCurve: l10n.t('Probability by rank: {0} of {1} tokens left'),
  labCurveMeaning: l10n.t('Probability over rank, both logarithmic. Line: the model’s own; area: what is left.'),
});

const exampleTexts = (l10n: L10n) => ({
  labExamples: l10n.t('Examples'),
  labAdd: l10n.t('Add a Token'),
  labRemove: l10n.t('Remove {0}'),
  labNameless: l10n.t('the one without a name'),
  labMost: l10n.t('At most {0} tokens: remove one to add another.'),
  labFewest: l10n.t('At least {0} tokens: add one to remove another.'),
  labName: l10n.t('Name'),
  labLogit: l10n.t('Logit'),
  labBefore: l10n.t('seen'),
  labBeforeMeaning: l10n.t('It stands in the text before: the repetition penalty acts on it'),
  labPresetTemperature: l10n.t('temperature'),
  labLessonTemperature: l10n.t(
    'Move the temperature towards 0: A takes all, however near B is. It is no coin toss between them; only exact ties would be.',
  ),
  labPresetTopK: l10n.t('top-k'),
  labLessonTopK: l10n.t(
    'Three are kept however the probability lies: flatten it with the temperature, and it is still three.',
  ),
  labPresetTopP: l10n.t('top-p'),
  labLessonTopP: l10n.t(
    'As many are kept as it takes to hold the share: more of a flat distribution, fewer of a peaked one.',
  ),
  labPresetRepetition: l10n.t('repetition'),
  labLessonRepetition: l10n.t(
    'The sign matters: cat has 2 and is divided, the has −1 and is multiplied. Both become less probable; dividing −1 would have raised it.',
  ),
});

const beamTexts = (l10n: L10n) => ({
  labBeams: l10n.t('beams'),
  labLengthPenalty: l10n.t('length penalty'),
  labLengthPenaltyMeaning: l10n.t(
    'score = ln p ÷ length ^ penalty. 0 is neutral: sums as they are, which favour short texts. Above 0 longer texts gain.',
  ),
  labEnded: l10n.t('Texts that the search could give back'),
  labEndedText: l10n.t('Text'),
  labLength: l10n.t('Length'),
  labWins: l10n.t('returned'),
  labTable: l10n.t('Table of the two steps'),
  labTableMeaning: l10n.t('Weights of what comes first, and of what follows each; each list is scaled to sum to 1.'),
  labTableFault: l10n.t('A weight is a number from 0 on, and each list needs one above 0.'),
  labAddFirst: l10n.t('Add a first token'),
  labAddAfter: l10n.t('Add a token after {0}'),
  labOneLeft: l10n.t('A list has at least one token.'),
  labFirstStep: l10n.t('first'),
  labSecondStep: l10n.t('then'),
  labEnd: l10n.t('(end)'),
  labWeight: l10n.t('Weight'),
  labPresetGarden: l10n.t('greedy misses'),
  labLessonGarden: l10n.t(
    'Greedy takes nice (0.5) and ends at 0.5 × 0.4 = 0.2. Two beams keep dog (0.4) as well and find 0.4 × 0.9 = 0.36.',
  ),
  labPresetLength: l10n.t('length bias'),
  labLessonLength: l10n.t(
    'Every further token multiplies by less than 1. With penalty 0 the text that ends at once wins; raise it, and the longer one does.',
  ),
});

const determinismTexts = (l10n: L10n): Record<DeterminismText, string> => ({
  determinism: l10n.t('Determinism check'),
  determinismRunning: l10n.t('{0} runs to come …'),
  determinismEqual: l10n.t('equal, all {0} tokens three times'),
  determinismParted: l10n.t('they part at token {0}'),
  determinismRecipe: l10n.t('Three runs of this recipe: nothing is drawn in it, so chance has no part.'),
  determinismRecipeDrawn: l10n.t(
    'Three runs of this recipe: tokens are drawn, each run with a seed of its own unless the recipe has one.',
  ),
  determinismZero: l10n.t('Temperature 0: always the most probable token, the same with every seed.'),
  determinismTiny: l10n.t(
    'Temperature {0}: still drawn, but all probability is on the highest logit; runs part only where two are nearly equal.',
  ),
  determinismSeed: l10n.t('One seed three times: drawn as ever, with the same random numbers, so the same text.'),
  determinismRun: l10n.t('Run {0}'),
  determinismDiffers: l10n.t('parts here'),
  determinismEnded: l10n.t('ended before'),
});
