/** User settings for a quiet window: nothing pops up over what a test looks at, and nothing asks for the network. */
export const QUIET_SETTINGS = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'update.showReleaseNotes': false,
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'chat.disableAIFeatures': true,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'files.hotExit': 'off',
  'files.autoSave': 'off', // as on the desktop; in the browser the default writes every edit into the test's files
  'security.workspace.trust.startupPrompt': 'always',
  'editor.hover.delay': 100,
  'editor.accessibilitySupport': 'off',
  // Nothing asks a hub, and no larger model is spoken of.
  'glassbox.offline': true,
};

/** The colour themes that every view is looked at in. */
export const THEMES = {
  light: 'Default Light Modern',
  dark: 'Default Dark Modern',
  contrast: 'Default High Contrast',
} as const;

export type Theme = keyof typeof THEMES;

/** Sampling so hot that every token is about as likely as the one that ends a text: a long run does not end by itself. */
export const ENDLESS_SAMPLING = {
  'glassbox.continueText.temperature': 5,
  'glassbox.continueText.topP': 1,
  'glassbox.continueText.repetitionPenalty': 1,
  'glassbox.continueText.maxNewTokens': 400,
  'glassbox.continueText.stop': 'none',
};
