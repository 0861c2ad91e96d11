import * as vscode from 'vscode';
import { hostBeyond } from '../../../protocol/engine/index.js';
import { abilityLines, exactnessText, joinList, labelled, whereText } from '../../../wording/index.js';
import { userNumber } from '../../core/userNumber.js';
import type { ModelSetting } from './modelSettings.js';
import { briefName, type Fact, factLine, factRow, type ModelRow } from './rowParts.js';
import type { ServedModel } from './servedModels.js';
import { allTasks, mainTasks, settingTask } from './taskTexts.js';

/** A model of a server: where texts go and how long they may be stand in the place of its size. */
export function servedRow(model: ServedModel, uses: readonly ModelSetting[]): ModelRow {
  const { name, server, tasks } = model;
  const { host } = new URL(server.address);
  const does = mainTasks(tasks);
  const used = uses.length > 0 ? [vscode.l10n.t('in use for {0}', joinList(uses.map(settingTask)))] : [];
  const where = whereText(hostBeyond(server.address));
  const facts = servedFacts(model, uses);
  return {
    key: `served:${name}`,
    label: briefName(server.abilities.model.id),
    description: [host, ...(used.length > 0 ? used : does)].join(' · '),
    icon: used.length > 0 ? 'pass-filled' : 'server',
    ...(used.length > 0 && { color: 'testing.iconPassed' }),
    context: 'model served usable',
    tooltip: [name, where, exactnessText(server.abilities, userNumber()), ...facts.map(factLine)],
    spoken: labelled(name, joinList([where, ...used, ...does])),
    subject: { kind: 'served', name, model },
    children: facts,
  };
}

function servedFacts({ name, server, tasks }: ServedModel, uses: readonly ModelSetting[]): ModelRow[] {
  const does = allTasks(tasks);
  const facts: (Fact | null)[] = [
    { name: 'address', label: vscode.l10n.t('Address'), value: server.address },
    { name: 'where', label: vscode.l10n.t('Where texts go'), value: whereText(hostBeyond(server.address)) },
    uses.length > 0
      ? { name: 'uses', label: vscode.l10n.t('In use for'), value: joinList(uses.map(settingTask)) }
      : null,
    does.length > 0 ? { name: 'tasks', label: vscode.l10n.t('What it does'), value: joinList(does) } : null,
    ...abilityLines(server.abilities, userNumber()),
  ];
  return facts.filter((fact) => fact !== null).map((fact) => factRow(`served:${name}`, fact));
}
