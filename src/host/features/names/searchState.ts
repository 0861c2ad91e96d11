import * as vscode from 'vscode';
import { userNumber } from '../../core/userNumber.js';

/** How far the search for names has come: `share` of what is to be read, from 0 to 1. */
export interface SearchState {
  is: 'running' | 'whole' | 'stopped' | 'failed';
  share: number;
}

/** What is told of the names that are listed. */
export interface ToldNames {
  model: string;
  search: SearchState;
  /** names that stand in the text */
  count: number;
  /** names whose words were changed since */
  lost: number;
  /** what sorted them into the user's labels */
  judge: string | null;
}

/** Per cent that were read; what is not all of it never reads as 100. */
const percentOf = ({ share }: SearchState) => userNumber()(Math.min(99, Math.floor(100 * share)));

/** Why the names are not all that there are; null where they are. */
export function partText(search: SearchState): string | null {
  switch (search.is) {
    case 'whole':
      return null;
    case 'running':
      return vscode.l10n.t('{0} % is read', percentOf(search));
    case 'stopped':
      return vscode.l10n.t('stopped at {0} %', percentOf(search));
    case 'failed':
      return vscode.l10n.t('ended by an error at {0} %', percentOf(search));
  }
}

/** What the view says above the names. */
export function namesText({ model, search, count, lost, judge }: ToldNames): string {
  const number = userNumber();
  if (search.is === 'running' && count + lost === 0) return vscode.l10n.t('Looking for names …');
  // Where nothing was read, "none were found" would be a result.
  if (search.is === 'stopped' && search.share === 0)
    return vscode.l10n.t('Stopped before {0} had read anything', model);
  if (search.is === 'failed' && search.share === 0)
    return vscode.l10n.t('{0} has read nothing: an error came first', model);
  const part = partText(search);
  return [
    part === null
      ? vscode.l10n.t('Names found by {0}: {1}', model, number(count))
      : vscode.l10n.t('Names found by {0} so far: {1}', model, number(count)),
    ...(part === null ? [] : [part]),
    ...(judge === null ? [] : [vscode.l10n.t('sorted into your labels by {0}', judge)]),
    ...(lost > 0 ? [vscode.l10n.t('changed in the text since: {0}', number(lost))] : []),
  ].join(' · ');
}
