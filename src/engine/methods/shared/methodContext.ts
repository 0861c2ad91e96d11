import type {
  CheckedParams,
  MethodName,
  ModelInfo,
  Progress,
  Values,
  EngineState,
} from '../../../protocol/engine/index.js';
import type { ThesaurusLanguage } from '../../betterWords/thesauri.js';
import type { Thesaurus } from '../../betterWords/thesaurus.js';
import type { Searches } from '../../search/searches.js';
import type { RunGroup } from '../../scheduling/runGroups.js';
import type { Model } from '../../models/model.js';
import type { ModelFolder } from '../../models/modelFolder.js';
import type { WritingModel } from '../../models/writingModel.js';
import type { ServedModel } from '../../served/servedModel.js';

/** What a method gets to work with. */
export interface MethodContext {
  /** for one operator, as the engine was told; 0: physical cores less one */
  threads: number;
  /**
   * Opens a model of the registry, held until the method ends; its tokenizer is loaded, its graphs when they are needed.
   * @param reference id or folder; the method's default model when left out
   * @throws GlassboxError `unknown-model`, `model-broken`
   */
  openModel(reference: string | undefined): Promise<Model>;
  /** The same, where a model on a server may serve, too. @throws GlassboxError also `server-failed` */
  openWriter(reference: string | undefined): Promise<WritingModel>;
  /** The model on a server that a reference names; null where it names none. @throws GlassboxError `server-failed` */
  findServed(reference: string | undefined): Promise<ServedModel | null>;
  /** What is known of a model without loading it. @throws GlassboxError `unknown-model`, `model-broken` */
  findModel(reference: string): Promise<ModelFolder>;
  listModels(): Promise<ModelInfo[]>;
  state(): EngineState;
  /** Words of a language by meaning, read when they are first asked for. @throws GlassboxError `internal` */
  thesaurus(language: ThesaurusLanguage): Promise<Thesaurus>;
  /** Glassbox's own, as its package.json has it. */
  version(): Promise<string>;
  /** What was searched before. */
  searches(): Promise<Searches>;
  /** Unloads idle models: all, or the one of this id. @returns the ids of those that were in memory */
  unload(id: string | undefined): Promise<string[]>;
  /** Removes the 8-bit copies of a model's weights. @returns bytes. @throws GlassboxError `unknown-model`, `model-broken` */
  removeCopies(reference: string): Promise<number>;
  /** Between steps of what runs no model: lets more urgent work in. @throws GlassboxError `cancelled` */
  pause(signal?: AbortSignal): Promise<void>;
  /** Opens a group of runs that `endRun` can end by this name until it is closed. */
  openRunGroup(name: string): RunGroup;
  /** @returns whether there is such a job */
  endRun(job: string, run: number | undefined): boolean;
}

export type ReportProgress = (progress: Progress) => void;

/** One engine method: checked parameters in, value out, cancellable. */
export type Method<M extends MethodName> = (
  context: MethodContext,
  params: CheckedParams<M>,
  report: ReportProgress,
  signal?: AbortSignal,
) => Promise<Values[M]>;
