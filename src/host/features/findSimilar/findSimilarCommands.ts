import * as vscode from 'vscode';
import { keyCommandIds } from '../../core/commandIds.js';
import type { Services } from '../../core/services.js';
import type { FindSimilar } from './findSimilar.js';
import type { SimilarNode } from './similarTree.js';

/** The view's id in package.json. */
const VIEW = 'glassbox.similar';

/** The commands of *Find Similar* and its view; what they do is loaded when one of them is first used. */
export function findSimilarCommands(services: Services, context: vscode.ExtensionContext) {
  const { subscriptions, storageUri } = context;
  const folder = storageUri && vscode.Uri.joinPath(storageUri, 'similar');
  const changed = new vscode.EventEmitter<undefined>();
  let opening: Promise<void> | null = null;
  const tree: vscode.TreeView<SimilarNode> = vscode.window.createTreeView<SimilarNode>(VIEW, {
    showCollapseAll: true,
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => {
        const similar = await loaded();
        if (!node) await (opening ??= similar.open());
        return similar.children(node);
      },
      getTreeItem: async (node) => (await loaded()).item(node),
      getParent: (node) => node.parent,
    },
  });
  const load = async (): Promise<FindSimilar> => {
    const { FindSimilar } = await import('./findSimilar.js');
    const made = new FindSimilar(services, context, folder, { tree, changed: () => changed.fire(undefined) });
    subscriptions.push(made);
    return made;
  };
  let loading: Promise<FindSimilar> | null = null;
  const loaded = () => (loading ??= load());
  const run =
    (work: (similar: FindSimilar, argument: unknown) => Promise<void>) =>
    async (argument?: unknown): Promise<void> =>
      work(await loaded(), argument);
  const guarded = (work: (similar: FindSimilar, argument: unknown) => Promise<void>) => (argument?: unknown) =>
    run(work)(argument).catch((error: unknown) => services.report(error));
  /** Files of the workspace have changed: where there is an index, it is brought up to date. */
  const touched = async (uris: readonly vscode.Uri[]): Promise<void> => {
    const { isIndexed } = await import('./isIndexed.js');
    if (folder && (await isIndexed(folder, uris))) (await loaded()).index.fileChanged();
  };
  const watch = (uris: readonly vscode.Uri[]) => void touched(uris).catch((error: unknown) => services.report(error));
  subscriptions.push(
    changed,
    tree,
    vscode.workspace.onDidSaveTextDocument(({ uri }) => watch([uri])),
    vscode.workspace.onDidCreateFiles(({ files }) => watch(files)),
    vscode.workspace.onDidDeleteFiles(({ files }) => watch(files)),
    vscode.workspace.onDidRenameFiles(({ files }) => watch(files.map(({ newUri }) => newUri))),
    vscode.commands.registerCommand(
      keyCommandIds.showSimilar,
      guarded((similar, index) => similar.pressed(index)),
    ),
    vscode.commands.registerCommand(
      keyCommandIds.goToSimilar,
      guarded((similar) => similar.entered()),
    ),
    vscode.commands.registerCommand(
      keyCommandIds.moreSimilar,
      guarded((similar) => similar.more()),
    ),
  );
  return {
    findSimilar: run((similar) => similar.find()),
    nextSimilar: run((similar) => similar.step(1)),
    previousSimilar: run((similar) => similar.step(-1)),
    orderSimilar: run((similar) => similar.chooseOrder()),
    toggleRerank: run((similar) => similar.toggleRerank()),
    exportSimilar: run((similar) => similar.export()),
    copySimilarCommand: run((similar) => similar.copyCommand()),
    clearSimilar: run((similar) => similar.clear()),
    indexWorkspace: run((similar) => similar.indexing.make()),
    stopIndexing: run((similar) => similar.indexing.stop()),
    rebuildIndex: run((similar) => similar.indexing.remake()),
    removeIndex: run((similar) => similar.indexing.remove()),
  };
}
