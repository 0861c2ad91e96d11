import * as vscode from 'vscode';
import { toErrorValue, type BuildIndexValue, type ErrorDetails } from '../../../protocol/engine/index.js';
import { sizeText } from '../../../wording/index.js';
import { commandIds } from '../../core/commandIds.js';
import { setStatusBarMessage, showModalMessage, showWarningMessage } from '../../core/messages.js';
import type { MessageAction, Services } from '../../core/services.js';
import { userNumber } from '../../core/userNumber.js';
import { indexedFolders } from './indexedFolders.js';
import { stateText } from './indexTexts.js';
import type { WorkspaceIndex } from './workspaceIndex.js';

const SAID_MS = 8000;

/** What the model for meaning may be, where the one that is set is not there. */
const SUGGESTED = 'intfloat/multilingual-e5-small';

const run = (id: string, argument?: unknown) => () => vscode.commands.executeCommand(id, argument);

/** Says why there can be no index; true where there can be one. */
async function canBeIndexed(): Promise<boolean> {
  switch (indexedFolders().kind) {
    case 'folders':
      return true;
    case 'none': {
      const open = vscode.l10n.t('Open Folder…');
      const message = vscode.l10n.t('An index is made of the files of a folder, and none is open.');
      if ((await showWarningMessage(message, open)) === open) {
        await vscode.commands.executeCommand('workbench.action.files.openFolder');
      }
      return false;
    }
    case 'virtual':
      await showWarningMessage(
        vscode.l10n.t(
          'The files of this workspace are on no disk of this machine, so no index is made of them. Open files can be searched.',
        ),
      );
      return false;
  }
}

type Kind = ErrorDetails['kind'];

/** What an index made anew is free of. */
const UNUSABLE: readonly Kind[] = ['indexOfOtherModel', 'indexOfOtherVersion', 'indexDamaged'];

/** What another model helps against. */
const OF_MODEL: readonly Kind[] = ['unknownModel', 'noModelFolder', 'task'];

/** What can be done about an error of a search or an index. */
export function waysOn(error: unknown): MessageAction[] {
  const { details } = toErrorValue(error);
  if (!details) return [];
  if (UNUSABLE.includes(details.kind)) {
    return [{ label: vscode.l10n.t('Rebuild Index'), run: run(commandIds.rebuildIndex) }];
  }
  if (details.kind === 'indexMissing') {
    return [{ label: vscode.l10n.t('Index Workspace'), run: run(commandIds.indexWorkspace) }];
  }
  if (!OF_MODEL.includes(details.kind)) return [];
  const choose = { label: vscode.l10n.t('Choose Model…'), run: run(commandIds.chooseModel, 'findSimilar.model') };
  const install = { label: vscode.l10n.t('Install {0}', SUGGESTED), run: run(commandIds.installModel, SUGGESTED) };
  return [choose, install];
}

/**
 * Makes the index, or makes it anew, and says what became of it.
 * @returns whether it is whole
 */
export async function makeIndex(
  services: Services,
  index: WorkspaceIndex,
  make: () => Promise<BuildIndexValue>,
): Promise<boolean> {
  if (!(await canBeIndexed())) return false;
  await vscode.commands.executeCommand('glassbox.similar.focus', { preserveFocus: true });
  try {
    const { skippedCount } = await make();
    const parts = [
      vscode.l10n.t('The index is up to date: {0}', stateText(index.known)),
      ...(skippedCount > 0 ? [vscode.l10n.t('files left out: {0}', userNumber()(skippedCount))] : []),
    ];
    setStatusBarMessage(parts.join(' · '), SAID_MS, 'database');
    return true;
  } catch (error) {
    services.report(error, () => void run(commandIds.indexWorkspace)(), ...waysOn(error));
    return false;
  }
}

/** The commands of the workspace's index. */
export class IndexCommands {
  constructor(
    private readonly services: Services,
    private readonly index: WorkspaceIndex,
  ) {}

  /** *Index Workspace for Find Similar* */
  async make(): Promise<void> {
    await makeIndex(this.services, this.index, () => this.index.make());
  }

  /** *Rebuild Index* */
  async remake(): Promise<void> {
    await makeIndex(this.services, this.index, () => this.index.remake());
  }

  /** *Stop Indexing* */
  stop(): Promise<void> {
    this.index.stop();
    return Promise.resolve();
  }

  /** *Throw the Index Away* */
  remove(): Promise<void> {
    return removeIndex(this.index);
  }
}

/** Throws the index away, once it was said what that means. */
async function removeIndex(index: WorkspaceIndex): Promise<void> {
  await index.refresh();
  const { state, work } = index.known;
  if (state === null && work === null) {
    return setStatusBarMessage(vscode.l10n.t('This workspace has no index.'), SAID_MS, 'info');
  }
  const remove = vscode.l10n.t('Throw Away');
  const message = vscode.l10n.t(
    'Throw the index of this workspace away? Your files stay as they are, and it can be made again.',
  );
  if ((await showModalMessage(message, remove)) !== remove) return;
  const bytes = await index.remove();
  setStatusBarMessage(vscode.l10n.t('The index is gone: {0} freed.', sizeText(bytes, userNumber())), SAID_MS, 'trash');
}
