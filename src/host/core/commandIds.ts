/** Ids by their names: an id is its name behind the extension’s, spelt out nowhere, since all of it is read at activation. */
type CommandIds<Name extends string> = { readonly [N in Name]: `glassbox.${N}` };

const idsOf = <const Names extends readonly string[]>(names: Names) =>
  Object.fromEntries(names.map((name) => [name, `glassbox.${name}`])) as CommandIds<Names[number]>;

/** Every command of the extension; a test checks the table against package.json. */
export const commandIds = idsOf([
  'fillMask',
  'betterWord',
  'continueText',
  'translateSelection',
  'explainLastResult',
  'showAttention',
  'showSurprise',
  'surpriseFigures',
  'compareSentences',
  'openDecoding',
  'openDecodingWide',
  'runDecoding',
  'stopDecoding',
  'openDecodingSession',
  'saveDecodingSession',
  'importDecoding',
  'exportDecoding',
  'openLaboratory',
  'openLaboratoryWide',
  'openPracticeText',
  'showLog',
  'restartEngine',
  'showEngineState',
  'installModel',
  'chooseModel',
  'useModelFor',
  'showModels',
  'refreshModels',
  'pauseInstall',
  'resumeInstall',
  'cancelInstall',
  'discardInstall',
  'verifyModel',
  'repairModel',
  'verifyAllModels',
  'removeModel',
  'moveModelStorage',
  'findDuplicateModels',
  'showConnections',
  'setHubToken',
  'addModelFolder',
  'askModelSizes',
  'openModelPage',
  'openModelCard',
  'revealModelFolder',
  'copyModelId',
  'addServer',
  'showServer',
  'probeServer',
  'removeServer',
  'findNames',
  'nextName',
  'previousName',
  'copyNames',
  'exportNames',
  'clearNames',
  'labelNames',
  'findSimilar',
  'nextSimilar',
  'previousSimilar',
  'orderSimilar',
  'toggleRerank',
  'exportSimilar',
  'copySimilarCommand',
  'clearSimilar',
  'indexWorkspace',
  'stopIndexing',
  'rebuildIndex',
  'removeIndex',
  'classify',
  'trainClassifier',
  'trainNames',
  'labelLines',
  'adaptModel',
  'ask',
  'summarize',
  'scoreMany',
]);

/** Run by keys and by the editor; not in the palette. */
export const keyCommandIds = idsOf([
  /** ends a continuation on Escape, which hides the ghost text but would leave the run going */
  'dropContinuation',
  /** run by the editor when all of a continuation's ghost text was taken */
  'continuationTaken',
  /** takes a word or a sentence of a continuation, with one undo */
  'takeWord',
  'takeSentence',
  /** puts a word in that the hover of surprise offers */
  'takeExpected',
  /** explains the figures of the passage that the hover of surprise is over */
  'explainSurprise',
  /** the hover's own link */
  'hoverOff',
  /** a row of the view of names */
  'showName',
  /** a row of the view of similar passages, Enter there, and the row that lists the rest */
  'showSimilar',
  'goToSimilar',
  'moreSimilar',
]);
