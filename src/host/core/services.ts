import type * as vscode from 'vscode';
import type { AddedServer, Engine, EngineState, GlassboxError } from '../../protocol/engine/index.js';
import type { LastResult } from '../../protocol/webviews/index.js';
import type { Settings } from './settings.js';

/** The engine as the extension sees it: a process that is started on the first call. */
export interface EngineService extends Engine {
  /** null while no process runs */
  readonly state: EngineState | null;
  /** not null while the process does not answer; `state` is then the last it told */
  readonly silence: Silence | null;
  /** fires with null when the process has ended, and each second of a silence */
  readonly onDidChangeState: vscode.Event<EngineState | null>;
  /** why the process last died, until a later call succeeds */
  readonly failure: string | number | null;
  /** Ends the process, forgets which models it died on, and starts again on the next call. Open calls settle with `engine-died`. */
  restart(): Promise<void>;
  /** The options have changed: a process that runs ends as soon as no call is open, and the next call starts another. */
  renew(): void;
}

/** A process that gives no sign of life although something is expected of it. */
export interface Silence {
  /** whole seconds, at least so many */
  seconds: number;
  /** calls that a user waits for */
  waiting: number;
}

/** What is being installed, for those who show it beside other things. */
export interface InstallsAtWork {
  /** in this window; `percent` is null until it is known */
  readonly running: readonly { id: string; percent: number | null }[];
  readonly onDidChange: vscode.Event<void>;
}

/** The servers whose models the user has added. */
export interface ServersService {
  /** a model each, in the order in which they were added */
  readonly all: readonly AddedServer[];
  readonly onDidChange: vscode.Event<void>;
  /** The added model of an id, as the engine and the settings name it. */
  find(id: string): AddedServer | undefined;
  /** Adds a model, or puts what was found out anew in the place of what was known of it. */
  add(server: AddedServer): Promise<void>;
  /** Takes a model away; with the last one of an address its key and the consent go, too. */
  remove(id: string): Promise<void>;
  /** @returns null where there is none */
  key(address: string): Promise<string | null>;
  /** @param key empty: none any more */
  setKey(address: string, key: string): Promise<void>;
  /** Whether the user has agreed to texts going there. */
  hasAgreed(address: string): boolean;
  agree(address: string): Promise<void>;
  /** The user has chosen a served model by hand: from now on calls of this window may name it in any workspace. */
  choose(id: string): void;
  wasChosen(id: string): boolean;
}

/** What commands and views are built from; made once in `extension.ts`. */
export interface Services {
  readonly engine: EngineService;
  readonly settings: Settings;
  readonly results: ResultStore;
  readonly log: vscode.LogOutputChannel;
  readonly installs: InstallsAtWork;
  readonly servers: ServersService;
  /** what keeps a call from being made with the models that it names, as the engine's client says it; null: nothing */
  readonly refusal: (params: object) => GlassboxError | null;
  /** Shows an error with its ways on (retry, settings, log …), the command's own first. `cancelled` is silent. */
  report(error: unknown, retry?: () => void, ...ways: MessageAction[]): void;
}

/** A button of a message: what a user can do next. */
export interface MessageAction {
  readonly label: string;
  run(): unknown;
}

/** A translation that stands in a document, whose sentences can be put in anew. */
export interface PlacedSentences extends vscode.Disposable {
  /**
   * Puts another translation in the place of a sentence, as one undo; offers it for copying where the text is another by
   * now.
   * @param index of the segment
   */
  replace(index: number, target: string): Promise<'placed' | 'offered'>;
}

/** The last result, for *Explain Last Result*. In memory only. */
export interface ResultStore {
  readonly last: LastResult | null;
  /** where it stands, a translation that was put into a document */
  readonly placed: PlacedSentences | null;
  set(result: LastResult, placed?: PlacedSentences | null): void;
  readonly onDidChange: vscode.Event<LastResult | null>;
}

/** A command's work: made from the services, run by the editor. */
export type CommandFactory = (services: Services) => (...args: unknown[]) => Promise<unknown>;
