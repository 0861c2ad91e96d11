/** Every command of the extension; a test checks the table against package.json. */
export const commandIds = {
  fillMask: 'glassbox.fillMask',
  betterWord: 'glassbox.betterWord',
  continueText: 'glassbox.continueText',
  translateSelection: 'glassbox.translateSelection',
  explainLastResult: 'glassbox.explainLastResult',
  showAttention: 'glassbox.showAttention',
  showSurprise: 'glassbox.showSurprise',
  surpriseFigures: 'glassbox.surpriseFigures',
  compareSentences: 'glassbox.compareSentences',
  openDecoding: 'glassbox.openDecoding',
  openDecodingWide: 'glassbox.openDecodingWide',
  runDecoding: 'glassbox.runDecoding',
  stopDecoding: 'glassbox.stopDecoding',
  openDecodingSession: 'glassbox.openDecodingSession',
  saveDecodingSession: 'glassbox.saveDecodingSession',
  importDecoding: 'glassbox.importDecoding',
  exportDecoding: 'glassbox.exportDecoding',
  openPracticeText: 'glassbox.openPracticeText',
  showLog: 'glassbox.showLog',
  restartEngine: 'glassbox.restartEngine',
  showEngineState: 'glassbox.showEngineState',
  installModel: 'glassbox.installModel',
  chooseModel: 'glassbox.chooseModel',
  useModelFor: 'glassbox.useModelFor',
  showModels: 'glassbox.showModels',
  refreshModels: 'glassbox.refreshModels',
  pauseInstall: 'glassbox.pauseInstall',
  resumeInstall: 'glassbox.resumeInstall',
  cancelInstall: 'glassbox.cancelInstall',
  discardInstall: 'glassbox.discardInstall',
  verifyModel: 'glassbox.verifyModel',
  repairModel: 'glassbox.repairModel',
  verifyAllModels: 'glassbox.verifyAllModels',
  removeModel: 'glassbox.removeModel',
  moveModelStorage: 'glassbox.moveModelStorage',
  findDuplicateModels: 'glassbox.findDuplicateModels',
  showConnections: 'glassbox.showConnections',
  setHubToken: 'glassbox.setHubToken',
  addModelFolder: 'glassbox.addModelFolder',
  askModelSizes: 'glassbox.askModelSizes',
  openModelPage: 'glassbox.openModelPage',
  openModelCard: 'glassbox.openModelCard',
  revealModelFolder: 'glassbox.revealModelFolder',
  copyModelId: 'glassbox.copyModelId',
} as const;

/** Run by keys and by the editor; not in the palette. */
export const keyCommandIds = {
  /** ends a continuation on Escape, which hides the ghost text but would leave the run going */
  dropContinuation: 'glassbox.dropContinuation',
  /** run by the editor when all of a continuation's ghost text was taken */
  continuationTaken: 'glassbox.continuationTaken',
  /** takes a word or a sentence of a continuation, with one undo */
  takeWord: 'glassbox.takeWord',
  takeSentence: 'glassbox.takeSentence',
  /** puts a word in that the hover of surprise offers */
  takeExpected: 'glassbox.takeExpected',
  /** the hover's own link */
  hoverOff: 'glassbox.hoverOff',
} as const;
