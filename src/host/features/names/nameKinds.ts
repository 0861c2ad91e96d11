import * as vscode from 'vscode';

/** How the names of a kind are marked: each mark has a shape of its own, so that no colour is needed to tell them apart. */
export const MARKS = ['solid', 'dashed', 'dotted', 'double', 'box', 'dashedBox', 'dottedBox'] as const;
export type Mark = (typeof MARKS)[number];

/** What is drawn for kinds that no other mark is left for. */
const LAST: Mark = 'dottedBox';

/** Labels as data sets for names have them, by the mark that is theirs. */
const USUAL: Readonly<Record<string, Mark>> = {
  PER: 'solid',
  PERSON: 'solid',
  ORG: 'dashed',
  LOC: 'dotted',
  GPE: 'dotted',
  LOCATION: 'dotted',
  MISC: 'double',
  DATE: 'box',
  TIME: 'box',
};

const usual = (label: string): Mark | undefined =>
  Object.hasOwn(USUAL, label.toUpperCase()) ? USUAL[label.toUpperCase()] : undefined;

/** The picture of a kind: one that is not known, or that a user has typed, has none of a person's or a place's. */
export const kindIcon = (label: string, mark: Mark): string =>
  usual(label) === mark ? MARK_LOOKS[mark].icon : 'symbol-misc';

/** The marks of kinds: the usual ones have theirs, others what is left, in the order in which they come. */
export function marksOf(labels: readonly string[]): Map<string, Mark> {
  const taken = new Set(labels.map(usual));
  const free = MARKS.filter((mark) => !taken.has(mark) && mark !== LAST);
  return new Map(labels.map((label) => [label, usual(label) ?? free.shift() ?? LAST]));
}

/** What a kind is called; a label that is not known by its own name. */
export function kindName(label: string): string {
  switch (label.toUpperCase()) {
    case 'PER':
    case 'PERSON':
      return vscode.l10n.t('People');
    case 'ORG':
      return vscode.l10n.t('Organisations');
    case 'LOC':
    case 'LOCATION':
      return vscode.l10n.t('Places');
    case 'GPE':
      return vscode.l10n.t('Countries and cities');
    case 'MISC':
      return vscode.l10n.t('Other names');
    case 'DATE':
      return vscode.l10n.t('Dates');
    case 'TIME':
      return vscode.l10n.t('Times');
    default:
      return label;
  }
}

/** How a mark looks, in words. */
export function markName(mark: Mark): string {
  switch (mark) {
    case 'solid':
      return vscode.l10n.t('solid line');
    case 'dashed':
      return vscode.l10n.t('dashed line');
    case 'dotted':
      return vscode.l10n.t('dotted line');
    case 'double':
      return vscode.l10n.t('double line');
    case 'box':
      return vscode.l10n.t('box');
    case 'dashedBox':
      return vscode.l10n.t('dashed box');
    case 'dottedBox':
      return vscode.l10n.t('dotted box');
  }
}

/** The colour and the picture of a mark's kind. */
export const MARK_LOOKS = {
  solid: { colour: 'charts.blue', icon: 'account' },
  dashed: { colour: 'charts.orange', icon: 'organization' },
  dotted: { colour: 'charts.green', icon: 'location' },
  double: { colour: 'charts.purple', icon: 'tag' },
  box: { colour: 'charts.red', icon: 'calendar' },
  dashedBox: { colour: 'charts.yellow', icon: 'symbol-misc' },
  dottedBox: { colour: 'charts.foreground', icon: 'symbol-misc' },
} as const satisfies Record<Mark, { colour: string; icon: string }>;
