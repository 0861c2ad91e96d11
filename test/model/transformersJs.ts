/* transformers.js on the same folders, from the disk alone. */
import path from 'node:path';
import {
  AutoTokenizer,
  env,
  LogLevel,
  pipeline,
  type PipelineType,
  type PreTrainedTokenizer,
} from '@huggingface/transformers';

const root = path.resolve(import.meta.dirname, '../..');
env.allowRemoteModels = false;
env.localModelPath = root;
env.logLevel = LogLevel.ERROR;

/** What a folder's graphs are called, as transformers.js asks for them. */
const formOf = (model: string) => (model.includes('int8') || model.startsWith('models/') ? 'q8' : 'fp32');

/**
 * A pipeline over a folder, on one thread.
 * @param model relative to the root
 * @param file of the graph, where it has another name than the task's usual one
 * @param fuses false: its nodes are not fused, as in our graphs whose layers can be read; the last digit of a sum differs
 * otherwise, and in 8 bit may round to another step
 */
export const pipelineOf = <Task extends PipelineType>(
  task: Task,
  model: string,
  { file, fuses = true }: { file?: string; fuses?: boolean } = {},
) =>
  pipeline(task, model, {
    dtype: formOf(model),
    ...(file !== undefined && { model_file_name: file }),
    session_options: {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      graphOptimizationLevel: fuses ? 'all' : 'basic',
    },
  });

export const tokenizerOf = (model: string): Promise<PreTrainedTokenizer> => AutoTokenizer.from_pretrained(model);

/** The folder as our engine takes it. */
export const folderOf = (model: string): string => path.join(root, model);
