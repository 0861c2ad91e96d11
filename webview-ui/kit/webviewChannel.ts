interface EditorApi {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): EditorApi;

/** The page's end of the line to the extension. */
export interface WebviewChannel<Out, State> {
  send(message: Out): void;
  /** kept by the editor while the page is hidden; undefined the first time */
  getState(): State | undefined;
  setState(state: State): void;
}

/**
 * Opens the line; the editor gives it out once for each page. Only the host can post to the page, so its messages are
 * taken as typed.
 */
export function connectToHost<In, Out, State>(receive: (message: In) => void): WebviewChannel<Out, State> {
  const editor = acquireVsCodeApi();
  window.addEventListener('message', (event: MessageEvent<In>) => receive(event.data));
  return {
    send: (message) => editor.postMessage(message),
    getState: () => editor.getState() as State | undefined,
    setState: (state) => editor.setState(state),
  };
}
