import * as vscode from 'vscode';

/** From so many bits on a word is marked: one in 64, in 512, in 4,096. Half of the words of plain prose have less than 5. */
export const THRESHOLDS = [6, 9, 12] as const;

/** How a word is marked: from 0, the least surprising that is. */
export type Step = 0 | 1 | 2;

export const STEPS: readonly Step[] = [0, 1, 2];

/** @returns null for a word that is not marked */
export function stepOf(bits: number | null): Step | null {
  if (bits === null || bits < THRESHOLDS[0]) return null;
  return bits < THRESHOLDS[1] ? 0 : bits < THRESHOLDS[2] ? 1 : 2;
}

/** How the line looks. */
function lineName(step: Step): string {
  switch (step) {
    case 0:
      return vscode.l10n.t('dotted line');
    case 1:
      return vscode.l10n.t('solid line');
    case 2:
      return vscode.l10n.t('double line');
  }
}

/** What marks mean, a line for each step. */
export function legendLines(): string[] {
  const [first, second, third] = THRESHOLDS.map(String) as [string, string, string];
  return [
    vscode.l10n.t('no line: below {0} bits', first),
    vscode.l10n.t('{0}: {1} to {2} bits', lineName(0), first, second),
    vscode.l10n.t('{0}: {1} to {2} bits', lineName(1), second, third),
    vscode.l10n.t('{0}: {1} bits and more', lineName(2), third),
  ];
}

/** The mark of one word, in words. */
export function markName(bits: number | null): string {
  const step = stepOf(bits);
  return step === null ? vscode.l10n.t('no line') : lineName(step);
}
