import * as path from 'node:path';
import * as vscode from 'vscode';
import type { RunningInstalls } from '../../core/installsAtWork.js';
import type { Services } from '../../core/services.js';
import { percentDone } from '../../core/workFigures.js';
import type { FoundModel } from './foundModels.js';
import { HubAccess } from './hubAccess.js';
import { ModelInstalls } from './modelInstalls.js';
import { ModelOverview } from './modelOverview.js';
import { settingsNaming } from './modelSettings.js';
import { ModelsTree, treeItem, type ModelNode } from './modelsTree.js';

/** How often the view is drawn anew while something runs, in milliseconds. */
const DRAW_EVERY = 250;

/** How often the works of other windows are looked at, in milliseconds. */
const LOOK_EVERY = 1000;

/** The view, as far as it is there from the activation on. */
export interface ModelsView {
  readonly tree: vscode.TreeView<ModelNode>;
  /** tells the editor which rows to ask for again; undefined: all */
  changed(nodes: ModelNode[] | undefined): void;
}

/** All that the commands and the view of models work with; made when one of them is first used. */
export class Models implements vscode.Disposable {
  readonly access: HubAccess;
  readonly installs: ModelInstalls;
  readonly overview: ModelOverview;
  readonly #tree = new ModelsTree();
  readonly #listeners: vscode.Disposable[];
  #drawing: NodeJS.Timeout | null = null;
  #looking: NodeJS.Timeout | null = null;
  #hadEngine = false;

  constructor(
    readonly services: Services,
    readonly context: vscode.ExtensionContext,
    private readonly view: ModelsView,
    private readonly atWork: RunningInstalls,
  ) {
    const { settings, engine } = services;
    this.access = new HubAccess(settings, context.secrets);
    this.installs = new ModelInstalls(() => Promise.resolve(this.access.store()));
    const embedded = path.join(context.extensionPath, 'models');
    this.overview = new ModelOverview(services, this.access, embedded, context.globalState);
    const { tree } = view;
    this.#listeners = [
      // Other windows and the console share the store, and tell nothing.
      tree.onDidChangeVisibility(({ visible }) => visible && this.refresh()),
      vscode.window.onDidChangeWindowState(({ focused }) => focused && tree.visible && this.refresh()),
      this.installs.onDidChange(() => this.#soon()),
      this.overview.onDidChange(() => this.#soon()),
      settings.onDidChange(() => this.refresh()),
      services.servers.onDidChange(() => this.refresh()),
      engine.onDidChangeState((state) => {
        // A new process knows what each model does.
        if (state !== null && !this.#hadEngine) this.refresh();
        this.#hadEngine = state !== null;
      }),
    ];
  }

  /** Draws what is known at once, and reads what there is now. */
  async open(): Promise<void> {
    if (this.overview.isKnown) this.refresh();
    else await Promise.all([this.overview.refresh(), this.installs.refresh()]).catch((error: unknown) => this.services.report(error));
    this.#draw();
  }

  /** Reads store and folders again; what is wrong there is told. */
  refresh(): void {
    const read = [this.overview.refresh(), this.installs.refresh()];
    Promise.all(read).then(
      () => this.#soon(),
      (error: unknown) => this.services.report(error),
    );
  }

  children(node?: ModelNode): ModelNode[] {
    return this.#tree.children(node);
  }

  item(node: ModelNode): vscode.TreeItem {
    return treeItem(node);
  }

  /** Opens the view, at a model where one is named. */
  async show(model?: FoundModel): Promise<void> {
    await vscode.commands.executeCommand('glassbox.models.focus');
    if (model === undefined) return;
    this.#draw();
    const node = this.#tree.find(`found:${model.folder}`);
    if (node) await this.view.tree.reveal(node, { select: true, focus: true, expand: true });
  }

  /**
   * Takes a model that is to be removed out of the engine's memory, and what the engine has made of its weights off the disk.
   * @returns bytes that this frees; 0 where the engine cannot tell
   */
  async forget(name: string): Promise<number> {
    const { engine } = this.services;
    return engine.call('unload', { model: name, copies: true }).then(
      ({ freed }) => freed,
      () => 0,
    );
  }

  /** Takes a model out of the engine's memory, where it is there, so that its files can change. */
  async unload(name: string): Promise<void> {
    const { engine } = this.services;
    if (engine.state?.models.some(({ id }) => id === name)) await engine.call('unload', { model: name });
  }

  dispose(): void {
    for (const timer of [this.#drawing, this.#looking]) if (timer) clearTimeout(timer);
    for (const listener of this.#listeners) listener.dispose();
    void this.installs.dispose();
  }

  #soon(): void {
    this.#drawing ??= setTimeout(() => {
      this.#drawing = null;
      this.#draw();
    }, DRAW_EVERY);
  }

  /** Reads the store again soon. */
  #lookAgain(): void {
    this.#looking ??= setTimeout(() => {
      this.#looking = null;
      this.refresh();
    }, LOOK_EVERY);
  }

  #draw(): void {
    const { overview, installs, access } = this;
    const works = installs.all();
    const changed = this.#tree.draw({
      works,
      found: overview.found,
      served: overview.served,
      uses: (model) => settingsNaming(this.services.settings, model),
      listing: (id) => overview.listing(id),
    });
    if (changed?.length !== 0) this.view.changed(changed);
    const running = works.filter(({ state }) => state === 'running');
    const { tree } = this.view;
    tree.message = access.isOffline
      ? vscode.l10n.t('Offline: nothing is asked of a hub, and what is here works as always.')
      : '';
    tree.badge =
      running.length > 0
        ? { value: running.length, tooltip: vscode.l10n.t('Models being installed: {0}', running.length) }
        : undefined;
    this.atWork.set(
      running.map(({ id, received, total, progress }) => ({
        id,
        percent: progress === null ? null : percentDone(received, total),
      })),
    );
    if (tree.visible && works.some(({ state }) => state === 'elsewhere')) this.#lookAgain();
    const stopped = works.some(({ state }) => state === 'stopped' || state === 'failed');
    void vscode.commands.executeCommand('setContext', 'glassbox.installing', running.length > 0);
    void vscode.commands.executeCommand('setContext', 'glassbox.stoppedInstalls', stopped);
  }
}
