import * as vscode from 'vscode';
import {
  type DecodingPrompt,
  type FromDecodingWebview,
  type ModelPlace,
  type PromptMode,
  type RunDistribution,
  type StepPlace,
  type ToDecodingWebview,
} from '../../../protocol/webviews/index.js';
import type { DivergenceValue } from '../../../protocol/engine/index.js';
import { shellOf } from '../../../protocol/engine/shell.js';
import { servedId } from '../../../servers/servedId.js';
import type { Services } from '../../core/services.js';
import { openSettings } from '../../core/settings.js';
import { copyText } from '../../editor/offerText.js';
import { commandIds } from '../../core/commandIds.js';
import { ActiveEditorText } from '../../editor/activeEditorText.js';
import { attentionRequest } from './attentionRequest.js';
import { insertAtCursor } from './insertAtCursor.js';
import { deserializeState } from './serialization.js';
import { findModel } from '../../../decoding/config/amateurModels.js';
import { servedChoice } from './servedChoice.js';
import { DecodingSession } from './decodingSession.js';
import { DecodingStorage } from './sessionStorage.js';
import { exportRecipe } from './export/report.js';
import { DecodingFiles } from './decodingFiles.js';

/** A page that shows the comparison: the one in the side bar, or one in an editor tab. */
export interface DecodingWebview {
  readonly wide: boolean;
  send(message: ToDecodingWebview): void;
}

/** What only who made the pages can do. */
export interface DecodingHostActions {
  openWide(): void;
  /** true while runs go on */
  onBusy(busy: boolean): void;
}

/** The comparison of this window, with all pages that show it and the editor's texts that go in and out. */
export class DecodingController implements vscode.Disposable {
  readonly #pages = new Set<DecodingWebview>();
  readonly #session: DecodingSession;
  readonly #storage: DecodingStorage;
  readonly files: DecodingFiles;
  readonly #listeners: vscode.Disposable[];
  #busy = false;

  private constructor(
    private readonly services: Services,
    context: vscode.ExtensionContext,
    private readonly cursors: ActiveEditorText,
    kept: { settings: unknown; results: string | null },
    private readonly ways: DecodingHostActions,
  ) {
    const { engine, settings, log, refusal } = services;
    const fresh = {
      prompt: { mode: 'follow', text: '', label: '' } satisfies DecodingPrompt,
      model: settings.get('continueText.model'),
      maxNewTokens: settings.get('continueText.maxNewTokens'),
    };
    const state = deserializeState(kept.settings, kept.results, fresh);
    this.#session = new DecodingSession(
      engine,
      state,
      (messages) => this.#tell(messages),
      refusal,
      servedChoice(services),
    );
    this.files = new DecodingFiles(services, this.#session);
    this.#storage = new DecodingStorage(
      context,
      () => this.#session.whole,
      (message) => log.warn(message),
    );
    this.#listeners = [cursors, cursors.onDidMove(() => this.#follow()), ...this.#newFolders()];
    this.#follow();
    void this.#session.refreshModels().then(() => this.#follow());
  }

  /** Takes up the comparison that this workspace had. */
  static async open(
    services: Services,
    context: vscode.ExtensionContext,
    ways: DecodingHostActions,
  ): Promise<DecodingController> {
    const kept = await DecodingStorage.read(context);
    return new DecodingController(services, context, new ActiveEditorText(), kept, ways);
  }

  /** @returns what takes the page away again; runs go on without one */
  add(page: DecodingWebview): vscode.Disposable {
    this.#pages.add(page);
    return { dispose: () => void this.#pages.delete(page) };
  }

  run(): Promise<void> {
    return this.#session.run();
  }

  stop(): void {
    this.#session.stop();
  }

  /** Does what a page asks for. */
  async receive(page: DecodingWebview, message: FromDecodingWebview): Promise<void> {
    const session = this.#session;
    switch (message.type) {
      case 'prompt':
        return session.dispatch({ type: 'setPrompt', prompt: { mode: 'typed', text: message.text, label: '' } });
      case 'promptMode':
        return this.#takePrompt(message.mode);
      case 'model':
        // Chosen by hand, which a session's file or a workspace's settings are not.
        if (this.services.servers.find(message.model)) this.services.servers.choose(message.model);
        session.dispatch(message);
        return this.#follow();
      case 'runModel':
        if (message.model !== null && this.services.servers.find(message.model)) {
          this.services.servers.choose(message.model);
        }
        return session.dispatch(message);
      case 'seed':
      case 'length':
      case 'prefix':
      case 'add':
      case 'change':
      case 'rename':
      case 'duplicate':
      case 'remove':
      case 'move':
        return session.dispatch(message);
      case 'preset':
        return session.preset(message.preset);
      case 'run':
        return session.run(message.runs);
      case 'stop':
        return session.stop(message.runs);
      case 'branch':
        return session.branch(message.run, message.sequence, message.step, message.token);
      case 'determinism':
        return session.determinism(message.run);
      case 'insert':
        if (await insertAtCursor(this.cursors.editor, this.#textOf(message)))
          page.send({ type: 'told', what: 'inserted' });
        return;
      case 'copyText':
        return this.#copy(page, this.#textOf(message));
      case 'copy':
        return this.#copy(page, message.text);
      case 'copyRecipe': {
        const run = session.state.runs.find(({ id }) => id === message.run);
        return run && this.#copy(page, exportRecipe(run, session.state, message.as, shellOf(vscode.env.shell)));
      }
      case 'export':
        if (await this.files.exportAs(message.format)) page.send({ type: 'told', what: 'saved' });
        return;
      case 'import':
        if (await this.files.importRecipes()) page.send({ type: 'told', what: 'imported' });
        return;
      case 'attention': {
        const request = attentionRequest(session.whole, message.run, message.sequence);
        if (request) await vscode.commands.executeCommand(commandIds.showAttention, request);
        return;
      }
      case 'saveConfig':
        if (await this.files.saveConfig(message.run)) page.send({ type: 'told', what: 'saved' });
        return;
      case 'saveSession':
        if (await this.files.saveSession()) page.send({ type: 'told', what: 'saved' });
        return;
      case 'openSession':
        if (await this.files.openSession()) page.send({ type: 'told', what: 'opened' });
        return;
      case 'openWide':
        return this.ways.openWide();
      case 'laboratory':
        await vscode.commands.executeCommand(commandIds.openLaboratory);
        return;
      case 'settings':
        return openSettings('continueText');
      case 'dismiss':
        return session.dispatch({ type: 'setError', error: null });
    }
  }

  /** The model's logits before a token of a run; null where there is no such token. @throws GlassboxError as a rejection */
  distribution({ run, sequence, step }: StepPlace): Promise<RunDistribution | null> {
    return this.#session.distribution(run, sequence, step);
  }

  /** How far another model is from a run's; null where nothing was written. @throws GlassboxError as a rejection */
  divergence(place: ModelPlace): Promise<DivergenceValue | null> {
    return this.#session.divergence(place);
  }

  dispose(): void {
    this.#storage.dispose();
    this.#session.dispose();
    for (const listener of this.#listeners) listener.dispose();
  }

  /** Lists the models anew when their folders or servers change: by the process that knows of the change, once calls are over. */
  #newFolders(): vscode.Disposable[] {
    const { engine, settings, servers } = this.services;
    const read = () => [...settings.get('models.folders'), ...servers.all.map(servedId)].join('\n');
    let places = read();
    let outdated = false;
    const refresh = () => {
      // A process that runs still has the places that it began with.
      if (!outdated || engine.state !== null) return;
      outdated = false;
      void this.#session.refreshModels();
    };
    const onChange = () => {
      this.#session.leaveRemoved();
      outdated ||= read() !== places;
      places = read();
      refresh();
    };
    return [settings.onDidChange(onChange), servers.onDidChange(onChange), engine.onDidChangeState(refresh)];
  }

  #tell(messages: readonly ToDecodingWebview[]): void {
    for (const page of this.#pages) for (const message of messages) page.send(message);
    const { busy } = this.#session;
    this.#storage.changed(busy);
    if (busy !== this.#busy) this.ways.onBusy((this.#busy = busy));
  }

  /** Tells a page all that there is. */
  show(page: DecodingWebview): void {
    const { state } = this.#session;
    // The engine may have been away when it was asked before.
    if (state.models.length === 0) void this.#session.refreshModels();
    page.send({ type: 'show', state, language: vscode.env.language, wide: page.wide });
  }

  #follow(): void {
    if (this.#session.state.prompt.mode === 'follow') this.#takePrompt('follow');
  }

  #takePrompt(mode: Exclude<PromptMode, 'typed'>): void {
    const { state } = this.#session;
    if (mode === 'pinned' && state.prompt.mode === 'follow') {
      // What the user sees is pinned, wherever the cursor has gone meanwhile.
      return this.#session.dispatch({ type: 'setPrompt', prompt: { ...state.prompt, mode } });
    }
    const transforms = findModel(state.models, state.model)?.architecture === 'encoder-decoder';
    const found = transforms ? this.cursors.sentence() : this.cursors.before();
    const prompt: DecodingPrompt = { mode, ...(found ?? { text: '', label: '' }) };
    if (JSON.stringify(prompt) !== JSON.stringify(state.prompt)) this.#session.dispatch({ type: 'setPrompt', prompt });
  }

  #textOf({ run, sequence }: { run: number; sequence: number }): string {
    const found = this.#session.state.runs.find(({ id }) => id === run);
    return `${found?.branch?.text ?? ''}${found?.sequences[sequence]?.text ?? ''}`;
  }

  async #copy(page: DecodingWebview, text: string): Promise<void> {
    await copyText(text);
    page.send({ type: 'told', what: 'copied' });
  }
}
