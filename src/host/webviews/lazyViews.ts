import * as vscode from 'vscode';

type Views = vscode.WebviewViewProvider & vscode.WebviewPanelSerializer & vscode.Disposable;

/**
 * Registers a view of the side bar and its editor tab under one id; what they are is loaded when one of them is first shown,
 * or when a command first asks for it.
 */
export function lazyViews<T extends Views>(
  id: string,
  { subscriptions }: vscode.ExtensionContext,
  load: () => Promise<T>,
): () => Promise<T> {
  let loading: Promise<T> | null = null;
  const loaded = () => {
    loading ??= load().then((views) => {
      subscriptions.push(views);
      return views;
    });
    return loading;
  };
  /** A view may be gone before the code is here. */
  const show = async <V extends vscode.WebviewView | vscode.WebviewPanel>(
    view: V,
    work: (views: T) => Thenable<void> | void,
  ) => {
    let isGone = false;
    const gone = view.onDidDispose(() => (isGone = true));
    const views = await loaded();
    gone.dispose();
    if (!isGone) await work(views);
  };
  subscriptions.push(
    vscode.window.registerWebviewViewProvider(id, {
      resolveWebviewView: (view, context, token) =>
        show(view, (views) => views.resolveWebviewView(view, context, token)),
    }),
    vscode.window.registerWebviewPanelSerializer(id, {
      deserializeWebviewPanel: (panel, state: unknown) =>
        show(panel, (views) => views.deserializeWebviewPanel(panel, state)),
    }),
  );
  return loaded;
}
