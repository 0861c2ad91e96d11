import * as vscode from 'vscode';
import { setStatusBarMessage } from '../../core/messages.js';
import type { SettingKey } from '../../core/settingTable.js';
import { updateSetting } from '../../core/updateSetting.js';
import { openBeside } from '../../editor/openBeside.js';
import { showResults, type ResultHeading, type ResultRow } from '../../editor/resultList.js';
import type { TrackedSpans } from '../../editor/trackedSpans.js';

const SAID_MS = 5000;

/** A model that was made, and what is told of it. */
interface Learnt {
  id: string;
  seconds: number;
  /** the setting that names the model of the command that it is for */
  setting: Extract<SettingKey, 'classify.model' | 'findNames.model' | 'continueText.model'>;
  /** the row that sets it, and what is said then */
  use: string;
  used: string;
  /** what the list is of */
  what: string;
  /** all of it as Markdown */
  report: () => string;
  rows: readonly (ResultRow | ResultHeading)[];
}

/** Lists how well a new model does, behind the ways to use it and to keep its figures. */
export async function showLearnt(learnt: Learnt, spans: TrackedSpans | null): Promise<void> {
  const { id, seconds, setting, use, used, what, report, rows } = learnt;
  const take = async () => {
    await updateSetting(setting, id);
    setStatusBarMessage(used, SAID_MS, 'check');
  };
  const ways: ResultRow[] = [
    { label: use, icon: 'check', run: take },
    { label: vscode.l10n.t('Open as Report'), icon: 'table', run: () => openBeside(report(), 'markdown') },
  ];
  const figure = seconds.toLocaleString(vscode.env.language, { maximumFractionDigits: 1 });
  const title = vscode.l10n.t('{0} is trained and installed ({1} s)', id, figure);
  await showResults(title, what, [...ways, ...rows], spans);
}

/** A figure among the results: nothing is done by it. */
const figureRow = ({ what, figure }: { what: string; figure: string }): ResultRow => ({
  label: what,
  description: figure,
  run: () => {},
});

/** Figures below what they are of; where there are none, that they are of nothing is told all the same. */
export const figuresUnder = (
  heading: string,
  figures: readonly { what: string; figure: string }[],
): (ResultRow | ResultHeading)[] =>
  figures.length === 0 ? [{ label: heading, icon: 'info', run: () => {} }] : [{ heading }, ...figures.map(figureRow)];
