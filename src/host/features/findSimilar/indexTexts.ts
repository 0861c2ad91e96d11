import * as vscode from 'vscode';
import { userNumber } from '../../core/userNumber.js';
import { percentDone, timeLeft } from '../../core/workFigures.js';
import { sizeText } from '../../../wording/index.js';
import type { IndexProgress } from './indexProgress.js';
import type { IndexRow } from './similarTree.js';
import type { IndexKnown } from './workspaceIndex.js';

/** How far the making of an index is, in a few words. */
export function workText({ stage, done, total, secondsLeft }: IndexProgress): string {
  const number = userNumber();
  if (stage === 'looking') return vscode.l10n.t('looking through files: {0}', number(done));
  const share = vscode.l10n.t('{0} %', percentDone(done, total));
  const passages = vscode.l10n.t('passages: {0} of {1}', number(done), number(total));
  return [share, passages, ...(secondsLeft === null ? [] : [timeLeft(secondsLeft)])].join(' · ');
}

/** What there is of an index, in a few words. */
export function stateText({ state }: Pick<IndexKnown, 'state'>): string {
  const number = userNumber();
  if (state === null) return vscode.l10n.t('none yet');
  const held = vscode.l10n.t('passages: {0}, files: {1}', number(state.passages), number(state.files));
  switch (state.state) {
    case 'none':
      return vscode.l10n.t('none yet');
    case 'whole':
      return held;
    case 'partial':
      return vscode.l10n.t('not complete · {0}', held);
    case 'otherModel':
      return vscode.l10n.t('made with another model: {0}', state.model ?? '?');
    case 'otherVersion':
      return vscode.l10n.t('of another release of Glassbox');
    case 'damaged':
      return vscode.l10n.t('damaged');
  }
}

const CONTEXT = { making: 'index making', sound: 'index sound', unusable: 'index unusable' };

/** The index's row in the view; null where there is none and none is being made. */
export function indexRow(known: IndexKnown): IndexRow | null {
  const { state, work, failure } = known;
  if (work) {
    const description = workText(work);
    return { description, icon: 'loading~spin', context: CONTEXT.making, tooltip: [description] };
  }
  if (state === null) return null;
  const isSound = state.state === 'whole' || state.state === 'partial';
  const description = failure === null ? stateText(known) : vscode.l10n.t('could not be brought up to date');
  return {
    description,
    icon: isSound && failure === null ? 'database' : 'warning',
    context: isSound ? CONTEXT.sound : CONTEXT.unusable,
    tooltip: [description, ...(failure === null ? facts(known) : [failure])],
  };
}

function facts({ state, made }: IndexKnown): string[] {
  if (state === null) return [];
  const beyond = made?.beyond ?? 0;
  return [
    ...(state.model === null ? [] : [vscode.l10n.t('model: {0}', state.model)]),
    vscode.l10n.t('on the disk: {0}', sizeText(state.bytes, userNumber())),
    ...(state.updated === null
      ? []
      : [vscode.l10n.t('written: {0}', new Date(state.updated).toLocaleString(vscode.env.language))]),
    ...(beyond > 0 ? [vscode.l10n.t('left out, for there are too many files: {0}', userNumber()(beyond))] : []),
  ];
}
