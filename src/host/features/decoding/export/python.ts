import { fieldsUsed, isStochastic } from '../../../../decoding/config/fields.js';
import { strategySpecs } from '../../../../decoding/strategies/index.js';
import type { GenerationConfig, Strategy } from '../../../../protocol/engine/index.js';
import { huggingFaceFields, isFloat, isGreedy } from './huggingFace.js';

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

/** PyTorch takes larger seeds, NumPy does not, and `set_seed` sets both. */
const SEEDS = 2 ** 32;

/** What stands in for a strategy that Hugging Face has not: a processor of the model's scores. */
interface ProcessorCode {
  lines: (options: PythonOptions, autoModel: string) => string[];
  /** the processor's name */
  name: string;
}

const PROCESSORS: Partial<Record<Strategy, ProcessorCode>> = {
  contrastiveDecoding: { lines: contrastLines, name: 'contrast' },
};

/**
 * A recipe as a Python program for Hugging Face transformers that writes the same where chance has no part. What
 * differs there is written out and said in a comment.
 */
export function recipePython(options: PythonOptions): string {
  const { decoding, embedded, encoderDecoder, prompt, model, seed } = options;
  const drawn = isStochastic(decoding);
  const processor = PROCESSORS[decoding.strategy];
  const autoModel = encoderDecoder ? 'AutoModelForSeq2SeqLM' : 'AutoModelForCausalLM';
  const names = [
    autoModel,
    'AutoTokenizer',
    ...(processor ? ['LogitsProcessor', 'LogitsProcessorList'] : []),
    ...(drawn ? ['set_seed'] : []),
  ];
  const lines = [
    ...(processor ? ['import math', '', 'import torch'] : []),
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
    ...(processor?.lines(options, autoModel) ?? []),
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
  const used = fieldsUsed(decoding);
  const greedily = isGreedy(decoding);
  const drawn = isStochastic(decoding);
  const lines = ['output = model.generate(', '    **inputs,', `    max_new_tokens=${maxNewTokens},`];
  const put = (keyword: string, value: string, why = '') =>
    lines.push(`    ${keyword}=${value},${why === '' ? '' : `  # ${why}`}`);
  if (greedily) put('do_sample', 'False', 'temperature 0, which Hugging Face refuses: the most probable token');
  else put('do_sample', drawn ? 'True' : 'False');
  for (const [field, value] of huggingFaceFields(decoding)) put(field, literal(value, isFloat(field)));
  if (drawn && !(used.includes('topK') && decoding.topK !== undefined)) {
    put('top_k', '0', 'off; Hugging Face has 50 unless told otherwise');
  }
  const processor = PROCESSORS[strategy];
  if (processor) put('logits_processor', `LogitsProcessorList([${processor.name}])`);
  const custom = strategySpecs[strategy].customGenerate?.(decoding) ?? null;
  if (custom !== null) {
    put('custom_generate', text(custom), 'code of its own; leave these two lines out before transformers 4.56');
    put('trust_remote_code', 'True');
  }
  if (!used.includes('numBeams') || greedily) put('num_beams', '1');
  return [...lines, ')'];
}

/** A value as Python writes it. */
function literal(value: boolean | string | number, float: boolean): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return text(value);
  return float && Number.isInteger(value) ? `${value}.0` : String(value);
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
