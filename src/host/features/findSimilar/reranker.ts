import * as vscode from 'vscode';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { SECTION } from '../../core/settingTable.js';

/** A model of the public hub that reads a question and a text together. */
const SUGGESTED = 'cross-encoder/ms-marco-MiniLM-L6-v2';

/** Which model puts the first results into its own order. */
export class Reranker implements vscode.Disposable {
  /** the first installed one; null while it is not known */
  #installed: Promise<string | null> | null = null;
  readonly #listeners: vscode.Disposable[];

  constructor(private readonly services: Pick<Services, 'engine' | 'settings' | 'installs'>) {
    const forget = () => (this.#installed = null);
    this.#listeners = [
      services.settings.onDidChange(forget),
      services.installs.onDidChange(forget),
      // Another process may find other models.
      services.engine.onDidChangeState((state) => state === null && forget()),
    ];
  }

  /** The model that is named, or the first installed one that can; null where there is none. */
  async model(): Promise<string | null> {
    const named = this.services.settings.get('findSimilar.reranker');
    if (named !== '') return named;
    const ask = async () => {
      const models = await this.services.engine.call('models', {});
      return models.find(({ crossEncoder }) => crossEncoder === true)?.id ?? null;
    };
    return (this.#installed ??= ask().catch((error: unknown) => {
      this.#installed = null;
      throw error;
    }));
  }

  /** The model of a search; null where results stay as words and meaning have them. */
  async inUse(): Promise<string | null> {
    return this.services.settings.get('findSimilar.rerank') ? this.model() : null;
  }

  /** Turns reranking on or off. @returns null where there is no model for it: one is offered then */
  async toggle(): Promise<{ model: string; isOn: boolean } | null> {
    this.#installed = null;
    const model = await this.model();
    if (model === null) {
      await offer();
      return null;
    }
    const isOn = !this.services.settings.get('findSimilar.rerank');
    const configuration = vscode.workspace.getConfiguration(SECTION);
    const isOfWorkspace = configuration.inspect('findSimilar.rerank')?.workspaceValue !== undefined;
    const { Workspace, Global } = vscode.ConfigurationTarget;
    await configuration.update('findSimilar.rerank', isOn, isOfWorkspace ? Workspace : Global);
    return { model, isOn };
  }

  dispose(): void {
    vscode.Disposable.from(...this.#listeners).dispose();
  }
}

async function offer(): Promise<void> {
  const [install, others] = [vscode.l10n.t('Install Model…'), vscode.l10n.t('Other Models…')];
  const message = vscode.l10n.t(
    'No model here reads question and passage together. {0} does, and can be installed.',
    SUGGESTED,
  );
  const answer = await showInformationMessage(message, install, others);
  if (answer === install) await vscode.commands.executeCommand(commandIds.installModel, SUGGESTED);
  if (answer === others) await vscode.commands.executeCommand(commandIds.chooseModel, 'findSimilar.reranker');
}
