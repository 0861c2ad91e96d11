import type { ErrorValue } from './errors.js';
import type { MethodName } from './methods.js';
import type { Architecture, Precision, StoredPrecision, WeightForm } from './modelValues.js';

/**
 * The parts of a model. `embeddings`: the tables of words, of an encoder or a decoder alone also of positions and segments,
 * with their norm; `pooler`: the layer that a bare encoder has behind its states; `head`: what makes logits of states.
 */
export type ModelPart = 'embeddings' | 'encoder' | 'decoder' | 'pooler' | 'head';

/** Parameters by part; a tensor that is tied counts once, with the embeddings. */
export type ParameterCounts = { total: number } & Record<ModelPart, number>;

/** Weights of one element type of the files: `F32`, `F16`, `BF16` of safetensors; `FLOAT`, `UINT8` … of ONNX. */
export interface StoredType {
  type: string;
  tensors: number;
  /** of the files */
  bytes: number;
}

export interface InspectValue {
  model: string;
  architecture: Architecture;
  /** `model_type` of its config.json */
  type: string;
  /** its class in transformers, where config.json names it */
  class: string | null;
  parameters: {
    /** counted in the files: what the model was saved with */
    weights: ParameterCounts;
    /** by config.json: what its class in transformers has; null where the type or the class is not known */
    formula: ParameterCounts | null;
  };
  /** null where config.json does not say */
  hiddenSize: number | null;
  layers: number | null;
  /** of an encoder-decoder, where the two sides differ */
  decoderLayers?: number;
  heads: number | null;
  vocabularySize: number | null;
  /** positions, in tokens; null when unbounded */
  maxLength: number | null;
  /** whether the output's matrix is the embeddings'; null where there is no such matrix, or it is not known */
  tiedEmbeddings: boolean | null;
  form: WeightForm;
  stored: { precision: StoredPrecision; types: StoredType[] };
  /** what it is served in, where there is a choice */
  serves?: Precision;
  /** of the weights that serve, with their bytes */
  files: { path: string; bytes: number }[];
  bytes: number;
  /** bytes of memory that it takes when it serves, as estimated */
  memory: number;
  tasks: MethodName[];
}

/** What a model will be that is not here yet. */
export interface AssessValue {
  architecture: Architecture;
  type: string;
  tasks: MethodName[];
  /** positions, in tokens; null when unbounded or not known */
  maxLength: number | null;
  /** by its configuration; null where that is not known */
  parameters: number | null;
  /** bytes of memory that it will take when it serves, as estimated */
  memory: number;
  /** why it would not run: its type, its class or a value that is not read, by name; null where nothing speaks against it */
  refusal: ErrorValue | null;
}

/** What weights of a model are for, more finely than `ModelPart`: biases count with the matrix that they belong to. */
export const WEIGHT_PARTS = [
  'words',
  'positions',
  'segments',
  'projection',
  'attention',
  'crossAttention',
  'feedForward',
  'norms',
  'pooler',
  'head',
  'other',
] as const;
export type WeightPart = (typeof WEIGHT_PARTS)[number];

/** The encoder or the decoder, and its parameters by what they are for. */
export type ModelSide = 'encoder' | 'decoder';

/** Parameters of one part; `side` is null for what both sides share, and for the head. */
export interface PartParameters {
  part: WeightPart;
  side: ModelSide | null;
  /** in the files; null where their names do not tell, or a configuration alone was asked about */
  counted: number | null;
  /** by config.json: what its class in transformers has; null where the type or the class is not known */
  formula: number | null;
}

/** How the layers of one side are made. Sizes are null where config.json does not say. */
export interface SideAnatomy {
  side: ModelSide;
  layers: number | null;
  heads: number | null;
  /** of keys and values: fewer than heads where several share one */
  keyValueHeads: number | null;
  /** of one head, in numbers */
  headWidth: number | null;
  /** width inside the feed-forward part */
  innerWidth: number | null;
  /** matrices of a feed-forward part: three where one gates another, else two; null where their parameters do not tell */
  feedForwardMatrices: 2 | 3 | null;
  /** whether each layer also attends to the other side */
  isCrossing: boolean;
  /** whether norms stand before attention and feed-forward part, or behind the sums, by the graph; null where it does not tell */
  norms: 'before' | 'behind' | null;
}

/** How a model is built, by its graph, its files and its configuration. */
export interface AnatomyValue {
  /** null: a configuration alone */
  model: string | null;
  architecture: Architecture;
  type: string;
  class: string | null;
  /** width of the states between layers */
  hiddenSize: number | null;
  vocabularySize: number | null;
  /** positions, in tokens; null when unbounded */
  maxLength: number | null;
  /** whether the output's matrix is the table of words; null where there is no such matrix, or it is not known */
  tiedEmbeddings: boolean | null;
  sides: SideAnatomy[];
  /** in the order of `WEIGHT_PARTS`, without those that the model has not */
  parameters: PartParameters[];
  /** sums; null as those of the parts */
  total: { counted: number | null; formula: number | null };
  /** of the weights that serve, on the disk; null for a configuration alone */
  bytes: number | null;
  /** bytes of memory that it takes when it serves, as estimated; null for a configuration alone */
  memory: number | null;
}
