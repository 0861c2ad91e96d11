import * as vscode from 'vscode';
import { toErrorValue } from '../../../protocol/engine/index.js';
import { errorDetail, errorSummary, joinList, labelled } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import { percentDone } from '../../core/workFigures.js';
import { progressParts, sizeOf } from './figures.js';
import type { ModelWork } from './modelInstalls.js';
import { briefName, type ModelRow } from './rowParts.js';

/** What went wrong, as a row has room for it. */
function errorParts(error: unknown): { brief: string; whole: string } {
  const { code, message, details } = toErrorValue(error);
  const whole = details ? errorDetail(details, userNumber()) : message;
  return { brief: errorSummary(code), whole };
}

/** An install or a check, with how far it is. */
export function workRow(work: ModelWork): ModelRow {
  const { name, id, received, total, state } = work;
  const percent = vscode.l10n.t('{0} %', percentDone(received, total));
  const amount = total > 0 ? [vscode.l10n.t('{0} of {1}', sizeOf(received), sizeOf(total))] : [];
  const common = { key: `work:${name}`, label: briefName(id), subject: { kind: 'work', work } } as const;
  const row = (icon: string, context: string, parts: readonly string[], more: readonly string[]): ModelRow => ({
    ...common,
    icon,
    context,
    description: parts.join(' · '),
    tooltip: [id, ...parts, ...more],
    spoken: labelled(id, joinList([...parts, ...more])),
  });
  switch (state) {
    case 'running': {
      const parts = work.progress ? progressParts(work.progress) : [vscode.l10n.t('begins')];
      const isCheck = work.kind === 'verify' || work.kind === 'repair';
      return row('loading~spin', isCheck ? 'work checking running' : 'work running', parts, amount);
    }
    case 'elsewhere':
      return row('sync', 'work', [percent, vscode.l10n.t('another window is at it')], amount);
    case 'stopped':
      return row('debug-pause', 'work stopped', [vscode.l10n.t('stopped at {0}', percent)], amount);
    case 'failed': {
      const { brief, whole } = errorParts(work.error);
      const failed = row('error', 'work stopped failed', [brief], [whole, ...amount]);
      const reason: ModelRow = { key: `work:${name}:why`, label: whole, context: 'fact', tooltip: [whole] };
      return { ...failed, color: 'list.errorForeground', children: [reason], isOpen: true };
    }
  }
}
