import path from 'node:path';
import { familyConfig, type FamilyConfig } from '../families/familyConfig.js';
import { HEADS } from '../families/family.js';
import { MOST_CONFIG_BYTES, textFile, type Json } from '../files.js';
import { eosTokenIds, padTokenId } from '../models/config.js';
import type { ModelFolder } from '../models/modelFolder.js';

/** What a base model's configuration says of its own task, of how it was stored, and of its graph. */
const OWN =
  /^(?:num_labels|label2id|id2label|problem_type|task_specific_params|torch_dtype|dtype|quantization_config|glassbox_\w+|_name_or_path)$/;

/** The configuration of a classifier from that of the model that it is made from. */
export interface ClassifierConfig {
  /** what its config.json holds */
  text: string;
  family: FamilyConfig;
  /** the id of the token that rows are filled up with; null: whichever the tokenizer has, it is not looked at */
  padding: number | null;
  /** whether the matrix that gives the classes has a bias: those of transformers' decoders have none */
  hasBias: boolean;
}

/** Of texts, or of each of their tokens. */
export type ClassifierClass = 'ForSequenceClassification' | 'ForTokenClassification';

/**
 * Writes the configuration of a classifier.
 * @param ending of its class in transformers
 * @throws GlassboxError `wrong-architecture` for a family that is not known, or has no such head
 */
export async function classifierConfig(
  { info, config }: ModelFolder,
  labels: readonly string[],
  ending: ClassifierClass = 'ForSequenceClassification',
): Promise<ClassifierConfig> {
  const file = path.join(info.folder, 'config.json');
  const original = (await textFile(file, MOST_CONFIG_BYTES)) ?? '{}';
  const base = JSON.parse(original) as Json;
  const name = classOf(config.architectures?.[0] ?? '') + ending;
  const isDecoder = info.architecture === 'decoder';
  const padding = isDecoder ? (padTokenId(config) ?? eosTokenIds(config)[0] ?? null) : null;
  const json: Json = {
    ...Object.fromEntries(Object.entries(base).filter(([field]) => !OWN.test(field))),
    architectures: [name],
    id2label: Object.fromEntries(labels.map((label, at) => [String(at), label])),
    label2id: Object.fromEntries(labels.map((label, at) => [label, at])),
    ...(ending === 'ForSequenceClassification' && { problem_type: 'single_label_classification' }),
    // By it transformers finds a text's last token.
    ...(isDecoder && { pad_token_id: padding }),
    dtype: 'float32',
  };
  return {
    text: configText(json, original),
    family: familyConfig(json, file, config.model_type, [name]),
    padding,
    hasBias: !isDecoder,
  };
}

/** `BertForMaskedLM` to `Bert`. */
function classOf(name: string): string {
  const endings = Object.keys(HEADS).sort((one, other) => other.length - one.length);
  const ending = endings.find((one) => name.endsWith(one)) ?? '';
  return name.slice(0, name.length - ending.length);
}

/** Real numbers that are whole stay written so (`2.0`): transformers tells them from whole ones, and JavaScript does not. */
export function configText(json: Json, original: string): string {
  const reals = new Map(
    [...original.matchAll(/"(\w+)"\s*:\s*(-?\d+\.0+)(?=\s*[,}])/g)].map(([, field, value]) => [field, value]),
  );
  const text = JSON.stringify(json, null, 2).replace(
    /"(\w+)": (-?\d+)(?=,?$)/gm,
    (line, field: string, value: string) => {
      const real = reals.get(field);
      return real !== undefined && Number(real) === Number(value) ? `"${field}": ${real}` : line;
    },
  );
  return `${text}\n`;
}
