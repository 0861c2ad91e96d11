import { randomBytes } from 'node:crypto';
import { createBirpc } from 'birpc';
import * as v from 'valibot';
import * as vscode from 'vscode';
import { GlassboxError, toErrorValue } from '../../protocol/engine/index.js';
import {
  HOST_FUNCTIONS,
  PAGE_EVENTS,
  type HostFunctions,
  type PageAnswer,
  type PageContract,
  type PageFunctions,
} from '../../protocol/webviews/channel.js';
import type { Services } from '../core/services.js';
import { pageHtml } from './html.js';

/** A page of the extension: its bundle, and the schemas of what it may say, for a page is outside. */
export interface PageDefinition<C extends PageContract> {
  /** of the bundle, which is also the id of the element that it draws into */
  name: string;
  title: string;
  /** the page draws pictures of its own making (`data:`, `blob:`), for example to save them as files */
  pictures?: boolean;
  messages: v.GenericSchema<unknown, C['toHost']>;
  requests: { [R in keyof C['requests']]: v.GenericSchema<unknown, C['requests'][R]['params']> };
}

/** Why nobody waits for a request any more: the page took it back, was built anew since it had been hidden, or was closed. */
export type RequestEnd = 'taken-back' | 'built-anew' | 'closed';

/** How one request goes on while it runs. */
export interface RequestContext<Progress> {
  /** aborted when nobody waits any more; its reason is a `RequestEnd` */
  signal: AbortSignal;
  onProgress: (progress: Progress) => void;
}

/** What the host does with what a page says. Faults of `ready` and `receive` are reported, those of requests answered. */
export interface PageHandlers<C extends PageContract> {
  /** the page stands, for the first time or anew: it is dropped while it is hidden */
  ready(): void | Promise<void>;
  receive(message: C['toHost']): void | Promise<void>;
  requests: {
    [R in keyof C['requests']]: (
      params: C['requests'][R]['params'],
      context: RequestContext<C['requests'][R]['progress']>,
    ) => Promise<C['requests'][R]['result']>;
  };
}

/** The one folder that pages may load from. */
const folderOf = (extensionUri: vscode.Uri) => vscode.Uri.joinPath(extensionUri, 'dist', 'webview');

/** A call as birpc writes it; the host asks a page nothing, so that there are no answers. */
const callSchema = v.object({
  t: v.literal('q'),
  i: v.optional(v.string()),
  m: v.picklist(HOST_FUNCTIONS),
  a: v.array(v.unknown()),
});

/** The host's end of a webview: fills it with its page, and speaks with it by one contract. */
export class WebviewPage<C extends PageContract> implements vscode.Disposable {
  readonly #running = new Map<number, AbortController>();
  readonly #page: PageFunctions;
  #listener: vscode.Disposable | null = null;
  #isClosed = false;

  constructor(
    webview: vscode.Webview,
    extensionUri: vscode.Uri,
    private readonly services: Pick<Services, 'report' | 'log'>,
    private readonly definition: PageDefinition<C>,
    private readonly handlers: PageHandlers<C>,
  ) {
    const functions: HostFunctions = {
      ready: () => {
        this.#endAll('built-anew');
        this.#attempt(() => handlers.ready());
      },
      receive: (message) => this.#receive(message),
      request: (id, name, params) => this.#request(id, name, params),
      cancel: (id) => this.#end(id, 'taken-back'),
    };
    this.#page = createBirpc<PageFunctions, HostFunctions>(functions, {
      eventNames: PAGE_EVENTS,
      // A closed page is none any more. A hidden one does not get it, and does not need it: it is `ready` when it is back.
      post: (data) => (this.#isClosed ? undefined : webview.postMessage(data)),
      on: (take) => {
        this.#listener = webview.onDidReceiveMessage((data: unknown) =>
          v.is(callSchema, data) ? take(data) : this.#warn(),
        );
      },
    });
    webview.options = { enableScripts: true, localResourceRoots: [folderOf(extensionUri)] };
    this.#fill(webview, extensionUri);
  }

  send(message: C['toPage']): void {
    if (!this.#isClosed) this.#page.receive(message);
  }

  /** Ends what the page has asked for; nothing is sent to it any more. */
  dispose(): void {
    this.#isClosed = true;
    this.#listener?.dispose();
    this.#endAll('closed');
  }

  #receive(message: unknown): void {
    const checked = v.safeParse(this.definition.messages, message);
    if (checked.success) this.#attempt(() => this.handlers.receive(checked.output));
    else this.#warn();
  }

  async #request(id: number, name: string, params: unknown): Promise<PageAnswer> {
    const { requests } = this.definition;
    const checked = Object.hasOwn(requests, name) ? v.safeParse(requests[name]!, params) : null;
    if (!checked?.success) {
      this.#warn();
      return { error: toErrorValue(new GlassboxError('bad-request', 'The request was not understood.')) };
    }
    const abort = new AbortController();
    this.#running.set(id, abort);
    const { signal } = abort;
    const onProgress = (progress: unknown) => {
      if (!signal.aborted && !this.#isClosed) this.#page.progress(id, progress);
    };
    try {
      return { result: await this.handlers.requests[name]!(checked.output, { signal, onProgress }) };
    } catch (error) {
      return { error: toErrorValue(error) };
    } finally {
      if (this.#running.get(id) === abort) this.#running.delete(id);
    }
  }

  #end(id: number, why: RequestEnd): void {
    this.#running.get(id)?.abort(why);
  }

  #endAll(why: RequestEnd): void {
    for (const id of this.#running.keys()) this.#end(id, why);
    this.#running.clear();
  }

  #attempt(work: () => void | Promise<void>): void {
    const report = (error: unknown) => this.services.report(error);
    try {
      void Promise.resolve(work()).catch(report);
    } catch (error) {
      report(error);
    }
  }

  #warn(): void {
    this.services.log.warn(`A message of the page ${this.definition.name} was not understood.`);
  }

  #fill(webview: vscode.Webview, extensionUri: vscode.Uri): void {
    const { name, title, pictures = false } = this.definition;
    const address = (file: string) =>
      webview.asWebviewUri(vscode.Uri.joinPath(folderOf(extensionUri), file)).toString();
    webview.html = pageHtml({
      title,
      language: vscode.env.language,
      texts: vscode.l10n.bundle,
      root: name,
      script: address(`${name}.js`),
      style: address(`${name}.css`),
      nonce: randomBytes(16).toString('base64'),
      pictures,
    });
  }
}

/** Opens an empty panel beside the text, which keeps the keyboard: a writer goes on, and the panel follows. */
export function panelBeside(type: string, title: string, extensionUri: vscode.Uri): vscode.WebviewPanel {
  const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
  return withIcon(vscode.window.createWebviewPanel(type, title, where), extensionUri);
}

/** Puts the extension's mark on a panel's tab. */
export function withIcon(panel: vscode.WebviewPanel, extensionUri: vscode.Uri): vscode.WebviewPanel {
  const icon = (name: string) => vscode.Uri.joinPath(extensionUri, 'media', name);
  panel.iconPath = { light: icon('icon-light.svg'), dark: icon('icon-dark.svg') };
  return panel;
}
