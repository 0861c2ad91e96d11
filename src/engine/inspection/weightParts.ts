import {
  WEIGHT_PARTS,
  type Architecture,
  type ModelSide,
  type PartParameters,
  type WeightPart,
} from '../../protocol/engine/index.js';
import { isWordTable, partOf } from './parts.js';

/** By names in the base model, the first that fits: what stands within attention may be a norm or a table of positions. */
const KINDS: readonly (readonly [RegExp, WeightPart])[] = [
  [/relative_attention_bias|position_embeddings|embed_positions|(?:^|\.)wpe\./, 'positions'],
  [/token_type_embeddings/, 'segments'],
  [/norm|(?:^|\.)ln_/i, 'norms'],
  [/embedding_hidden_mapping_in|embeddings_project|project_(?:in|out)/, 'projection'],
  [/EncDecAttention|encoder_attn/, 'crossAttention'],
  [/attention|attn/i, 'attention'],
  [/intermediate|output|mlp|ffn|(?:^|\.)(?:fc|lin)[12]\.|DenseReluDense/, 'feedForward'],
];

/** What a weight is for. @param base its name in the base model */
export function weightPartOf(base: string, architecture: Architecture): { part: WeightPart; side: ModelSide | null } {
  const rough = partOf(base, architecture);
  if (rough === 'head') return { part: 'head', side: null };
  if (rough === 'pooler') return { part: 'pooler', side: null };
  if (isWordTable(base)) return { part: 'words', side: null };
  const part = KINDS.find(([names]) => names.test(base))?.[1] ?? 'other';
  if (architecture !== 'encoder-decoder') return { part, side: architecture };
  return { part, side: base.startsWith('decoder.') ? 'decoder' : 'encoder' };
}

/**
 * Sums up weights by what they are for. Where the names in the files do not tell that, and a configuration does, nothing is
 * said of the parts as counted.
 * @param counted numbers that each weight has in the files, by its name in the base model; `formula` by the configuration
 */
export function countWeightParts(
  counted: ReadonlyMap<string, number> | null,
  formula: ReadonlyMap<string, number> | null,
  architecture: Architecture,
): PartParameters[] {
  const isNamed = [...(counted?.keys() ?? [])].every((name) => weightPartOf(name, architecture).part !== 'other');
  if (!isNamed && formula !== null) return countWeightParts(null, formula, architecture);
  const parts = new Map<string, PartParameters>();
  for (const [of, weights] of Object.entries({ counted, formula })) {
    for (const [name, count] of weights ?? []) {
      const { part, side } = weightPartOf(name, architecture);
      const key = `${part} ${side}`;
      const known = parts.get(key) ?? {
        ...{ part, side },
        ...{ counted: counted === null ? null : 0, formula: formula === null ? null : 0 },
      };
      const sum = known[of as 'counted' | 'formula'] ?? 0;
      parts.set(key, { ...known, [of]: sum + count });
    }
  }
  const place = ({ part, side }: PartParameters) => 2 * WEIGHT_PARTS.indexOf(part) + (side === 'decoder' ? 1 : 0);
  return [...parts.values()].sort((one, other) => place(one) - place(other));
}
