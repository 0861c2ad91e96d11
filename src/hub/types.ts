import type { StoredPrecision, WeightForm } from '../protocol/engine/index.js';

export type { StoredPrecision, WeightForm };

/** What a file's content must come to: SHA-256 of large files, which the hub keeps with Git LFS; Git's own SHA-1 of the others. */
export interface FileDigest {
  algorithm: 'sha256' | 'gitSha1';
  /** lower case */
  hex: string;
}

/** A file of a repository, as the hub lists it at a commit. */
export interface HubFile {
  /** from the repository's root, with `/` */
  path: string;
  /** bytes */
  size: number;
  digest: FileDigest;
}

/** A model's weights in one form and precision, with all other files that it needs. */
export interface Variant {
  /** what it is chosen by: `safetensors`, or `onnx` and the suffix of its files (`onnx_quantized`) */
  name: string;
  form: WeightForm;
  precision: StoredPrecision;
  files: readonly HubFile[];
  /** of all files */
  bytes: number;
  /** of the weights alone */
  weightBytes: number;
}

/** What the hub tells of a model at a commit. */
export interface HubModel {
  /** as the hub has it: `ORGANISATION/NAME`, of old models `NAME` */
  id: string;
  /** 40 hexadecimal digits */
  commit: string;
  /** the hub that it is on, without a path */
  endpoint: string;
  files: readonly HubFile[];
  /** its config.json; null where there is none, and of a gated model for those who have no access */
  config: Readonly<Record<string, unknown>> | null;
  card: ModelFacts;
  /** whose conditions have to be accepted on its page first */
  gated: boolean;
  /** those that the engine reads, the exact ones first; empty where there are none */
  variants: readonly Variant[];
}

/** What a model's card says. */
export interface ModelFacts {
  /** SPDX identifier or the hub's name of it (`apache-2.0`); null where it does not say */
  licence: string | null;
  /** as the card has them (`en`, `multilingual`) */
  languages: readonly string[];
  /** `pipeline_tag` (`fill-mask`); null where it does not say */
  task: string | null;
  /** parameters, as the hub counted them in safetensors files; null where it did not */
  parameters: number | null;
}

/** What is kept beside an installed model, as `glassbox.json`. */
export interface InstalledModel {
  /** on its hub; of a model that was copied from a folder without our list of files, that folder's name */
  id: string;
  /** of its folder in the store: what the engine calls it (`ORGANISATION--NAME`) */
  name: string;
  folder: string;
  commit: string | null;
  endpoint: string | null;
  variant: string;
  precision: StoredPrecision;
  files: readonly HubFile[];
  /** of all files */
  bytes: number;
  card: ModelFacts;
  /** `model_type` of its config.json */
  type: string | null;
  /** ISO 8601 */
  installed: string;
}

/** What an install still lacks: stopped by the user, a lost connection, or the end of the window. */
export interface UnfinishedInstall {
  id: string;
  name: string;
  variant: string;
  commit: string;
  endpoint: string;
  /** bytes that are there */
  received: number;
  total: number;
  /** another window is at it */
  isActive: boolean;
}

export type InstallPhase = 'downloading' | 'waiting' | 'verifying' | 'copying' | 'installing';

/** How far an install, a check or a move is. */
export interface InstallProgress {
  phase: InstallPhase;
  /** bytes */
  done: number;
  total: number;
  /** over the last seconds; null where it is not known yet */
  bytesPerSecond: number | null;
  secondsLeft: number | null;
  /** `waiting`: until the next try, and which problem it waits for (`DownloadProblem`) */
  waiting?: { seconds: number; problem: string };
}

/** What a check of a model's files found. */
export interface VerifyReport {
  name: string;
  /** of files that were checked */
  bytes: number;
  /** none: all are as they were published */
  bad: readonly { path: string; problem: 'missing' | 'size' | 'digest' | 'unreadable' }[];
  /** files that belong to nothing */
  repaired: readonly string[];
}

/** A model that is on the disk more than once, by the content of its weights. */
export interface DuplicateModel {
  /** digest of the weights */
  hex: string;
  bytes: number;
  /** at least two; `store`: may be removed here */
  places: readonly { kind: 'store' | 'cache' | 'folder'; name: string; folder: string }[];
}

/** How an operation that takes its time is followed and ended. What an install had is kept when it is ended. */
export interface WorkOptions {
  /** at most about ten times a second */
  onProgress?: (progress: InstallProgress) => void;
  signal?: AbortSignal;
}

/** A model that a search found. */
export interface SearchHit {
  id: string;
  task: string | null;
  downloads: number;
}

/** Reads a hub; every connection is in the log. */
export interface Hub {
  /** without a path */
  readonly endpoint: string;
  /**
   * A model's files at a commit, which `revision` (`main` when left out) is now.
   * @throws GlassboxError `download-failed`, `offline`, `bad-request` for what is no id
   */
  model(id: string, revision?: string, signal?: AbortSignal): Promise<HubModel>;
  /** Asks the hub for models by a part of their name. @throws as `model` */
  search(text: string, signal?: AbortSignal): Promise<SearchHit[]>;
}

/** Models that were installed, a folder each. Several windows and the console may work on the same. */
export interface Store {
  readonly folder: string;
  /** by name; reads nothing but what was written down at the install */
  list(): Promise<InstalledModel[]>;
  unfinished(): Promise<UnfinishedInstall[]>;
  /** Names of models whose list of files cannot be read: what is wrong with them cannot be told. */
  damaged(): Promise<string[]>;
  /**
   * Installs a model whole or not at all, in the place of another form of it. What a stopped install had is gone on from.
   * @throws GlassboxError `download-failed`, `offline`, `cancelled`, `bad-request` (`storeBusy`, `disk`)
   */
  install(model: HubModel, variant: Variant, options?: WorkOptions): Promise<InstalledModel>;
  /** Goes on with a stopped install as it was planned; needs no listing. @throws as `install` */
  resume(name: string, options?: WorkOptions): Promise<InstalledModel>;
  /** Removes what a stopped install had. @throws GlassboxError `storeBusy` */
  discard(name: string): Promise<void>;
  /** Copies a model's folder, one of the hub's cache too, into the store; with our list of files it is checked by it. */
  installFolder(folder: string, options?: WorkOptions): Promise<InstalledModel>;
  /** Reads every file of a model again. @param repair gets bad ones anew from the hub that they came from */
  verify(name: string, repair: boolean, options?: WorkOptions): Promise<VerifyReport>;
  /** @returns bytes that are free now */
  remove(name: string): Promise<number>;
  /** Brings all models to another folder; the old one goes when all have come. The store is the new one from then on. */
  moveTo(folder: string, options?: WorkOptions): Promise<Store>;
  /** @param others folders of models and hub caches, as `glassbox.models.folders` has them */
  duplicates(others: readonly string[], options?: WorkOptions): Promise<DuplicateModel[]>;
}
