import * as vscode from 'vscode';
import { toErrorValue, type ErrorCode } from '../../../protocol/engine/index.js';
import { errorText } from '../../../wording/index.js';
import { commandIds } from '../../core/commandIds.js';
import { showInformationMessage, showWarningMessage } from '../../core/messages.js';
import type { Services } from '../../core/services.js';
import { SECTION } from '../../core/settingTable.js';
import { userNumber } from '../../core/userNumber.js';
import { updateSetting } from '../../core/updateSetting.js';

/** A model of the public hub that reads a question and a text together. */
const SUGGESTED = 'cross-encoder/ms-marco-MiniLM-L6-v2';

/** What may be otherwise the next time. */
const PASSING: readonly ErrorCode[] = ['engine-died', 'out-of-memory'];

/** Which model puts the first results into its own order. */
export class Reranker implements vscode.Disposable {
  /** the first installed one; null while it is not known */
  #installed: Promise<string | null> | null = null;
  #fault: { model: string; isLasting: boolean } | null = null;
  readonly #listeners: vscode.Disposable[];

  constructor(private readonly services: Pick<Services, 'engine' | 'settings' | 'installs'>) {
    const forget = () => {
      this.#installed = null;
      this.#fault = null;
    };
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
      return models.find(({ crossEncoder, source }) => crossEncoder === true && source !== 'server')?.id ?? null;
    };
    return (this.#installed ??= ask().catch((error: unknown) => {
      this.#installed = null;
      throw error;
    }));
  }

  /** The model that was to put the last results in order and could not. */
  get fault(): { readonly model: string } | null {
    return this.#fault;
  }

  /**
   * Searches with the model that puts results in order, where one is to. Where it fails, and the search goes through without
   * it, that is said once, and results stay as they were found.
   * @throws GlassboxError of the search itself
   */
  async withOrWithout<T>(search: (reranker: string | null) => Promise<T>): Promise<T> {
    const model = this.services.settings.get('findSimilar.rerank') ? await this.model() : null;
    if (this.#fault !== null && (!this.#fault.isLasting || this.#fault.model !== model)) this.#fault = null;
    if (model === null || this.#fault !== null) return search(null);
    try {
      return await search(model);
    } catch (error) {
      const { code } = toErrorValue(error);
      if (code === 'cancelled') throw error;
      const found = await search(null);
      this.#fault = { model, isLasting: !PASSING.includes(code) };
      void this.#tell(model, error);
      return found;
    }
  }

  async #tell(model: string, error: unknown): Promise<void> {
    const reason = errorText(toErrorValue(error), userNumber());
    const isNamed = this.services.settings.get('findSimilar.reranker') !== '';
    const choose = vscode.l10n.t('Choose Model…');
    const message = isNamed
      ? vscode.l10n.t(
          '{0}, which the setting {1} names, could not put the results in order, so they stay as they were found. {2}',
          model,
          `${SECTION}.findSimilar.reranker`,
          reason,
        )
      : vscode.l10n.t('{0} could not put the results in order, so they stay as they were found. {1}', model, reason);
    if ((await showWarningMessage(message, choose)) !== choose) return;
    await vscode.commands.executeCommand(commandIds.chooseModel, 'findSimilar.reranker');
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
    await updateSetting('findSimilar.rerank', isOn);
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
