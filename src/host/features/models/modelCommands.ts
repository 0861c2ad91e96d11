import * as vscode from 'vscode';
import type { RunningInstalls } from '../../core/installsAtWork.js';
import type { Services } from '../../core/services.js';
import type { Models } from './models.js';
import { offerLarger } from './offerLarger.js';
import type { ModelNode } from './modelsTree.js';

/** The view's id in package.json. */
const MODELS_VIEW = 'glassbox.models';

/** The commands that work on models; what they do is loaded when one is first used. */
const NAMES = [
  'installModel',
  'chooseModel',
  'useModelFor',
  'showModels',
  'refreshModels',
  'pauseInstall',
  'resumeInstall',
  'cancelInstall',
  'discardInstall',
  'verifyModel',
  'repairModel',
  'verifyAllModels',
  'removeModel',
  'moveModelStorage',
  'findDuplicateModels',
  'showConnections',
  'setHubToken',
  'addModelFolder',
  'askModelSizes',
  'openModelPage',
  'openModelCard',
  'revealModelFolder',
  'copyModelId',
] as const;

export type ModelCommand = (typeof NAMES)[number];

/** The commands of the Models view, which is registered with them. */
export function modelCommands(services: Services, context: vscode.ExtensionContext, atWork: RunningInstalls) {
  const changed = new vscode.EventEmitter<ModelNode[] | undefined>();
  const tree: vscode.TreeView<ModelNode> = vscode.window.createTreeView<ModelNode>(MODELS_VIEW, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => {
        const found = await models();
        if (!node) await opened();
        return found.children(node);
      },
      getTreeItem: async (node) => (await models()).item(node),
      getParent: (node) => node.parent,
    },
  });
  const load = async (): Promise<Models> => {
    const { Models } = await import('./models.js');
    const made = new Models(services, context, { tree, changed: (nodes) => changed.fire(nodes) }, atWork);
    context.subscriptions.push(made);
    return made;
  };
  let loaded: Promise<Models> | null = null;
  const models = () => (loaded ??= load());
  let opening: Promise<void> | null = null;
  const opened = () => (opening ??= models().then((made) => made.open()));
  context.subscriptions.push(changed, tree, offerLarger(services, context.globalState));
  const run =
    (name: ModelCommand) =>
    async (...args: unknown[]): Promise<unknown> => {
      const [made, { MODEL_ACTIONS }] = await Promise.all([models(), import('./modelActions.js')]);
      return MODEL_ACTIONS[name](made, ...args);
    };
  return Object.fromEntries(NAMES.map((name) => [name, run(name)])) as Record<ModelCommand, ReturnType<typeof run>>;
}
