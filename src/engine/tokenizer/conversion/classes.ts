import type { Role } from '../specialTokens.js';

/** How transformers' classes make special tokens of bare strings, and which there are where no file names them. */
export interface TokenizerClass {
  specials: Readonly<Partial<Record<Role, string>>>;
  /** whether the tokens of roles are looked for in the normalised text */
  normalized: boolean;
  /** the mask takes the space before it in; `normalized` where it differs */
  mask?: { lstrip: boolean; normalized: boolean };
  /** further special tokens */
  additional?: readonly string[];
}

const WITHOUT_BOS = { eos: '</s>', unk: '<unk>', sep: '</s>', pad: '<pad>', cls: '<s>', mask: '<mask>' };
const FAIRSEQ = { bos: '<s>', ...WITHOUT_BOS };
const END = '<|endoftext|>';
const TAKES_SPACE = { lstrip: true, normalized: false };

const BERT: TokenizerClass = {
  specials: { unk: '[UNK]', sep: '[SEP]', pad: '[PAD]', cls: '[CLS]', mask: '[MASK]' },
  normalized: false,
};
const ROBERTA: TokenizerClass = { specials: FAIRSEQ, normalized: true, mask: TAKES_SPACE };
const T5: TokenizerClass = { specials: { eos: '</s>', unk: '<unk>', pad: '<pad>' }, normalized: false };
const XLM_ROBERTA: TokenizerClass = { specials: FAIRSEQ, normalized: false, mask: TAKES_SPACE };

/** transformers' tokenizers without their ending `Fast`, each as its constructor has it. */
export const CLASSES = {
  BertTokenizer: BERT,
  DistilBertTokenizer: BERT,
  ElectraTokenizer: BERT,
  ConvBertTokenizer: BERT,
  LayoutLMTokenizer: BERT,
  MobileBertTokenizer: BERT,
  SqueezeBertTokenizer: BERT,
  MPNetTokenizer: { specials: { ...FAIRSEQ, unk: '[UNK]' }, normalized: false, mask: TAKES_SPACE },
  GPT2Tokenizer: { specials: { bos: END, eos: END, unk: END }, normalized: true },
  Qwen2Tokenizer: { specials: { eos: END, unk: END, pad: END }, normalized: false },
  RobertaTokenizer: ROBERTA,
  LongformerTokenizer: ROBERTA,
  BartTokenizer: { ...ROBERTA, mask: { lstrip: true, normalized: true } },
  LEDTokenizer: { ...ROBERTA, mask: { lstrip: true, normalized: true } },
  T5Tokenizer: T5,
  MT5Tokenizer: T5,
  AlbertTokenizer: {
    specials: { bos: '[CLS]', eos: '[SEP]', unk: '<unk>', sep: '[SEP]', pad: '<pad>', cls: '[CLS]', mask: '[MASK]' },
    normalized: false,
    mask: TAKES_SPACE,
  },
  XLMRobertaTokenizer: XLM_ROBERTA,
  CamembertTokenizer: { ...XLM_ROBERTA, additional: ['<s>NOTUSED', '</s>NOTUSED', '<unk>NOTUSED'] },
  MBartTokenizer: XLM_ROBERTA,
  MBart50Tokenizer: { specials: WITHOUT_BOS, normalized: false, mask: { lstrip: true, normalized: true } },
  LlamaTokenizer: { specials: { bos: '<s>', eos: '</s>', unk: '<unk>' }, normalized: false },
  MarianTokenizer: T5,
} as const satisfies Record<string, TokenizerClass>;
export type ClassName = keyof typeof CLASSES;

/** The class of a `model_type`, where no file names one (transformers/models/auto/tokenization_auto.py). */
export const CLASS_OF_TYPE: Readonly<Record<string, ClassName>> = {
  albert: 'AlbertTokenizer',
  bart: 'BartTokenizer',
  bert: 'BertTokenizer',
  camembert: 'CamembertTokenizer',
  convbert: 'ConvBertTokenizer',
  distilbert: 'DistilBertTokenizer',
  electra: 'ElectraTokenizer',
  gpt2: 'GPT2Tokenizer',
  gpt_neo: 'GPT2Tokenizer',
  gptj: 'GPT2Tokenizer',
  layoutlm: 'LayoutLMTokenizer',
  led: 'LEDTokenizer',
  llama: 'LlamaTokenizer',
  longformer: 'LongformerTokenizer',
  longt5: 'T5Tokenizer',
  marian: 'MarianTokenizer',
  mbart: 'MBartTokenizer',
  mistral: 'LlamaTokenizer',
  mobilebert: 'MobileBertTokenizer',
  mpnet: 'MPNetTokenizer',
  mt5: 'MT5Tokenizer',
  opt: 'GPT2Tokenizer',
  qwen2: 'Qwen2Tokenizer',
  roberta: 'RobertaTokenizer',
  squeezebert: 'SqueezeBertTokenizer',
  t5: 'T5Tokenizer',
  umt5: 'T5Tokenizer',
  'xlm-roberta': 'XLMRobertaTokenizer',
};
