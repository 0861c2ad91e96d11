import path from 'node:path';
import { familyConfig, type FamilyConfig } from '../families/familyConfig.js';
import { HEADS } from '../families/family.js';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../files.js';
import type { ModelFolder } from '../models/modelFolder.js';

const CLASSIFIER = 'ForSequenceClassification';
/** What a base model's configuration says of its own task, of how it was stored, and of its graph. */
const OWN =
  /^(?:num_labels|label2id|id2label|problem_type|task_specific_params|torch_dtype|dtype|quantization_config|glassbox_\w+|_name_or_path)$/;

/** The configuration of a classifier from that of the model that it is made from. */
export interface ClassifierConfig {
  /** config.json */
  json: Json;
  family: FamilyConfig;
}

/**
 * Writes the configuration of a classifier.
 * @throws GlassboxError `wrong-architecture` for a family that is not known, or has no such head
 */
export async function classifierConfig(
  { info, config }: ModelFolder,
  labels: readonly string[],
): Promise<ClassifierConfig> {
  const file = path.join(info.folder, 'config.json');
  const base: Json = (await (await jsonFile(file, MOST_CONFIG_BYTES))?.read()) ?? {};
  const name = classOf(config.architectures?.[0] ?? '');
  const json: Json = {
    ...Object.fromEntries(Object.entries(base).filter(([field]) => !OWN.test(field))),
    architectures: [name],
    id2label: Object.fromEntries(labels.map((label, at) => [String(at), label])),
    label2id: Object.fromEntries(labels.map((label, at) => [label, at])),
    problem_type: 'single_label_classification',
    dtype: 'float32',
  };
  return { json, family: familyConfig(json, file, config.model_type, [name]) };
}

/** `BertForMaskedLM` to `BertForSequenceClassification`. */
function classOf(name: string): string {
  const endings = Object.keys(HEADS).sort((one, other) => other.length - one.length);
  const ending = endings.find((one) => name.endsWith(one)) ?? '';
  return name.slice(0, name.length - ending.length) + CLASSIFIER;
}
