import { fieldsUsed } from '../../../../decoding/config/resolve.js';
import type { GenerationConfig } from '../../../../protocol/engine/index.js';
import { isStochasticRecipe } from '../recipes.js';

export interface PythonOptions {
  decoding: GenerationConfig;
  model: string;
  /** comes with Glassbox, so the hub does not know it */
  embedded: boolean;
  encoderDecoder: boolean;
  /** what the model reads, its prefix included */
  prompt: string;
  maxNewTokens: number;
  /** where chance has a part; null: none was set */
  seed: number | null;
}

/**
 * Fields that `generate` takes under their name in snake case, and what Python has to write them as: of a whole number
 * where a float is due Hugging Face says that it is none (generation/logits_process.py).
 */
const KEYWORDS = {
  numBeams: 'as it is',
  lengthPenalty: 'float',
  earlyStopping: 'as it is',
  numBeamGroups: 'as it is',
  diversityPenalty: 'float',
  temperature: 'float',
  topK: 'as it is',
  topP: 'float',
  minP: 'float',
  typicalP: 'float',
  epsilonCutoff: 'float',
  etaCutoff: 'float',
  penaltyAlpha: 'float',
  repetitionPenalty: 'float',
  noRepeatNgramSize: 'as it is',
  minNewTokens: 'as it is',
  numReturnSequences: 'as it is',
} as const satisfies Partial<Record<keyof GenerationConfig, 'float' | 'as it is'>>;

const FIELDS = Object.keys(KEYWORDS) as (keyof typeof KEYWORDS)[];

/** PyTorch takes larger seeds, NumPy does not, and `set_seed` sets both. */
const SEEDS = 2 ** 32;

/** Hugging Face's method in a repository of its own, since transformers 4.56. */
const CUSTOM = {
  contrastiveSearch: 'transformers-community/contrastive-search',
  groupBeams: 'transformers-community/group-beam-search',
} as const;

/**
 * A recipe as a Python program for Hugging Face transformers that writes the same where chance has no part. What
 * differs there is written out and said in a comment.
 */
export function recipePython(options: PythonOptions): string {
  const { decoding, embedded, encoderDecoder, prompt, model, seed } = options;
  const drawn = isStochasticRecipe(decoding);
  const contrast = decoding.strategy === 'contrastiveDecoding';
  const autoModel = encoderDecoder ? 'AutoModelForSeq2SeqLM' : 'AutoModelForCausalLM';
  const names = [
    autoModel,
    'AutoTokenizer',
    ...(contrast ? ['LogitsProcessor', 'LogitsProcessorList'] : []),
    ...(drawn ? ['set_seed'] : []),
  ];
  const lines = [
    ...(contrast ? ['import math', ''] : []),
    ...(contrast ? ['import torch'] : []),
    `from transformers import ${names.join(', ')}`,
    '',
    ...(embedded
      ? [`# ${oneLine(model)} comes with Glassbox as ONNX only: name a model here that has PyTorch weights.`]
      : []),
    `name = ${text(model)}`,
    'tokenizer = AutoTokenizer.from_pretrained(name)',
    `model = ${autoModel}.from_pretrained(name).eval()`,
    `prompt = ${text(prompt)}`,
    'inputs = tokenizer(prompt, return_tensors="pt")',
    ...(contrast ? contrastLines(options, autoModel) : []),
    ...(drawn
      ? [
          '',
          '# PyTorch draws other random numbers than Glassbox: a seed gives the same text there each time, but not this one.',
          `set_seed(${(seed ?? 0) % SEEDS})`,
        ]
      : []),
    '',
    ...call(options),
    ...print(options),
  ];
  return `${lines.join('\n')}\n`;
}

function call({ decoding, maxNewTokens }: PythonOptions): string[] {
  const { strategy } = decoding;
  const greedily = decoding.temperature === 0 && fieldsUsed(decoding).includes('temperature');
  const drawn = isStochasticRecipe(decoding);
  const lines = ['output = model.generate(', '    **inputs,', `    max_new_tokens=${maxNewTokens},`];
  const put = (keyword: string, value: string, why = '') =>
    lines.push(`    ${keyword}=${value},${why === '' ? '' : `  # ${why}`}`);
  if (greedily) put('do_sample', 'False', 'temperature 0, which Hugging Face refuses: the most probable token');
  else put('do_sample', drawn ? 'True' : 'False');
  for (const [field, value] of valuesOf(decoding, greedily)) put(snake(field), value);
  if (drawn && decoding.topK === undefined && strategy !== 'contrastiveDecoding') {
    put('top_k', '0', 'off; Hugging Face has 50 unless told otherwise');
  }
  if (strategy === 'contrastiveDecoding') {
    if (drawn) put('top_k', '0', 'off; Hugging Face has 50 unless told otherwise');
    put('logits_processor', 'LogitsProcessorList([contrast])');
  }
  const custom =
    strategy === 'contrastiveSearch'
      ? CUSTOM.contrastiveSearch
      : strategy === 'beam' && (decoding.numBeamGroups ?? 1) > 1
        ? CUSTOM.groupBeams
        : null;
  if (custom) {
    put('custom_generate', text(custom), 'code of its own; leave these two lines out before transformers 4.56');
    put('trust_remote_code', 'True');
  }
  if (strategy !== 'beam' || greedily) put('num_beams', '1');
  return [...lines, ')'];
}

/** The keywords that the strategy uses, with their values. */
function valuesOf(decoding: GenerationConfig, greedily: boolean): [string, string][] {
  const used: readonly string[] = fieldsUsed(greedily ? { strategy: 'greedy' } : decoding);
  return FIELDS.flatMap((field): [string, string][] => {
    const value = field === 'numBeams' ? (decoding.numBeams ?? 4) : decoding[field];
    if (value === undefined || !used.includes(field)) return [];
    // Greedily there is one result, and Hugging Face refuses to give it twice.
    if (greedily && field === 'numReturnSequences') return [];
    return [[field, literal(value, KEYWORDS[field] === 'float')]];
  });
}

/** A value as Python writes it. */
function literal(value: boolean | string | number, isFloat: boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return text(value);
  return isFloat && Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Contrastive decoding is not among Hugging Face's methods: it is a processor of the expert's scores. */
function contrastLines({ decoding }: PythonOptions, autoModel: string): string[] {
  const { amateur, alpha = 1, plausibility = 0.1 } = decoding;
  return [
    `amateur = ${autoModel}.from_pretrained(${text(amateur ?? 'NAME OF THE AMATEUR')}).eval()`,
    '',
    '',
    '# Hugging Face has no contrastive decoding: this ranks tokens by log p_expert - alpha * log p_amateur.',
    '# It runs the amateur on the whole text for every token, which is slow and exact.',
    'class Contrast(LogitsProcessor):',
    '    def __call__(self, input_ids, scores):',
    '        expert = scores.log_softmax(-1)',
    '        with torch.no_grad():',
    '            other = amateur(input_ids).logits[:, -1].log_softmax(-1)',
    `        least = expert.max(-1, keepdim=True).values + ${plausibility > 0 ? `math.log(${plausibility})` : '-math.inf'}`,
    `        return (expert - ${alpha} * other).masked_fill(expert < least, -math.inf)`,
    '',
    '',
    'contrast = Contrast()',
  ];
}

function print({ encoderDecoder }: PythonOptions): string[] {
  if (encoderDecoder) return ['for ids in output:', '    print(tokenizer.decode(ids, skip_special_tokens=True))'];
  return [
    'for ids in output:',
    '    print(tokenizer.decode(ids[inputs["input_ids"].shape[1] :], skip_special_tokens=True))',
  ];
}

function snake(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** A Python string. JSON's escapes are Python's, too; what JSON leaves as it is must not end a line. */
function text(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** For a comment. */
function oneLine(value: string): string {
  return value.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
}
