import type { ErrorValue } from './errors.js';
import type { MethodName, Params } from './methods.js';
import type { Progress } from './values.js';
import type { Values } from './methodTable.js';
import type { PrecisionWish } from './modelValues.js';
import type { AddedServer } from './serverValues.js';

/** What a user waits for goes before what is only looked at, and that before work nobody watches. */
export const PRIORITIES = ['background', 'visible', 'interactive'] as const;
export type Priority = (typeof PRIORITIES)[number];

/** Options of a call beside its parameters and its signal. */
export interface CallOptions {
  priority?: Priority;
  onProgress?: (progress: Progress) => void;
  /** its turn has come: from now on the call may have had an effect */
  onBegin?: () => void;
}

/** The one way to the models: the fork's client, and in the engine itself the methods. */
export interface Engine {
  call<M extends MethodName>(
    method: M,
    params: Params<M>,
    options?: CallOptions,
    signal?: AbortSignal,
  ): Promise<Values[M]>;
}

/** Names of the JSON-RPC messages between extension host and engine. */
export const wire = {
  /** request: `WireCall` → the method's value */
  call: 'glassbox/call',
  /** progress of a call, under the call's token */
  progress: 'glassbox/progress',
  /** notification to the host when a call's turn comes: `WireBegun` */
  begun: 'glassbox/begun',
  /** request without parameters, answered with null as soon as the engine turns to its messages */
  ping: 'glassbox/ping',
  /** notification to the host: `EngineState` */
  state: 'glassbox/state',
  /** notification to the engine: `EngineOptions` */
  configure: 'glassbox/configure',
  /** request to the host: `WireQuestion` → what a server answers */
  ask: 'glassbox/ask',
  /** notification to an engine that learns: whether to wait, since another one is at work (boolean) */
  wait: 'glassbox/wait',
  /** notification to an engine that learns: nothing more is asked of it */
  end: 'glassbox/end',
} as const;

export interface WireCall {
  /** of this process's calls, each its own */
  id: number;
  method: string;
  params: unknown;
  priority: Priority;
  /** under which progress is sent; absent when nobody listens */
  progressToken?: number;
}

export interface WireBegun {
  id: number;
}

export interface EngineOptions {
  /** folders that hold model folders, first match wins: the embedded ones, the store, these, the caches */
  embeddedFolder: string;
  installedFolders: string[];
  /** where models are installed, a folder each: `ORGANISATION--NAME` */
  modelStore?: string;
  /** caches of Python's huggingface_hub; they are only read */
  cacheFolders?: string[];
  /** 0: physical cores less one */
  threads: number;
  /** 0: never */
  idleMinutes: number;
  /** bytes that models may have in memory together; 0 or left out: half of what the machine or its container has */
  memoryLimit?: number;
  /** where weights are kept that were made 8 bit; without it all are served as they are */
  storeFolder?: string;
  /** what weights are served in; `auto` when left out */
  precision?: PrecisionWish;
  /** models of servers that the user has added */
  servers?: AddedServer[];
}

/** `data` of a JSON-RPC error response. */
export type WireError = ErrorValue;
