import { join } from 'node:path';
import { GlassboxError } from '../../../protocol/engine/errors.js';
import { bytesFile, isThere, jsonFile, MOST_TOKENIZER_BYTES, textFile, type Json } from '../../files.js';
import { brief, HIGHEST_ID } from '../limits.js';
import { ROLES, type Role } from '../specialTokens.js';
import { tokenizerOfMerges } from './byteLevelBpe.js';
import type { ClassName } from './classes.js';
import { readDeclaration, type Added, type Declaration } from './declaration.js';
import { tokenizerOfLlama } from './llama.js';
import { tokenizerOfMarian } from './marian.js';
import { tokenizerOfSentencePiece } from './unigramModel.js';
import { tokenizerOfVocabTxt } from './vocabTxt.js';

/** A tokenizer.json that was made of a model's other files, and the file that faults are told of. */
export interface ConvertedTokenizer {
  file: string;
  json: Json;
  /** for what a decoder reads, where that is cut by rules of its own */
  target?: Json;
  /** tokenizer_config.json with the tokens of all roles by name */
  settings: Json;
}

type Made = Pick<ConvertedTokenizer, 'json' | 'target'> & { roles?: ReadonlyMap<Role, Added> };

interface Conversion {
  /** the file whose presence tells the kind */
  name: string;
  /** transformers' classes whose file it is */
  classes: readonly ClassName[];
  /** what is meant where no file names a class */
  otherwise?: ClassName;
  /** what their constructors say of tokenizer_config.json's fields */
  defaults?: Json;
  convert: (folder: string, name: ClassName, declaration: Declaration) => Promise<Made>;
}

const textIn = async (folder: string, name: string) => {
  const text = await textFile(join(folder, name), MOST_TOKENIZER_BYTES);
  if (text === null) throw new Error(`${name} is missing beside it`);
  return text;
};

const bytesIn = async (folder: string, name: string) => {
  const bytes = await bytesFile(join(folder, name), MOST_TOKENIZER_BYTES);
  if (bytes === null) throw new Error(`${name} is missing beside it`);
  return bytes;
};

const idsIn = async (folder: string, name: string) => {
  const ids = await (await jsonFile(join(folder, name), MOST_TOKENIZER_BYTES))?.read();
  if (!ids) throw new Error(`${name} is missing beside it`);
  const [token] = Object.entries(ids).find(([, id]) => !isId(id)) ?? [];
  if (token !== undefined)
    throw new Error(
      `the id of ${JSON.stringify(brief(token, 80))} in ${name} is no whole number from 0 to ${HIGHEST_ID}`,
    );
  return ids as Record<string, number>;
};

const isId = (id: unknown) => Number.isInteger(id) && (id as number) >= 0 && (id as number) <= HIGHEST_ID;

const sentencePiece = (name: string, classes: readonly ClassName[]): Conversion => ({
  name,
  classes,
  convert: async (folder, className, declaration) => {
    const bytes = await bytesIn(folder, name);
    return className === 'LlamaTokenizer'
      ? tokenizerOfLlama(bytes, declaration)
      : tokenizerOfSentencePiece(bytes, className, declaration);
  },
});

/** The files that tokenizers lie in where there is no tokenizer.json; the first of the model's class counts. */
const CONVERSIONS: readonly Conversion[] = [
  {
    name: 'source.spm',
    classes: ['MarianTokenizer'],
    convert: async (folder, _, { settings }) => {
      if (settings['separate_vocabs'] === true) throw new Error('its languages have vocabularies of their own');
      const ids = await idsIn(folder, 'vocab.json');
      const [source, target] = await Promise.all([bytesIn(folder, 'source.spm'), bytesIn(folder, 'target.spm')]);
      return { json: tokenizerOfMarian(source, ids), target: tokenizerOfMarian(target, ids) };
    },
  },
  sentencePiece('spiece.model', ['T5Tokenizer', 'MT5Tokenizer', 'AlbertTokenizer']),
  sentencePiece('sentencepiece.bpe.model', [
    ...(['XLMRobertaTokenizer', 'CamembertTokenizer', 'MBartTokenizer', 'MBart50Tokenizer'] as const),
  ]),
  sentencePiece('tokenizer.model', ['LlamaTokenizer']),
  {
    name: 'vocab.json',
    classes: [
      ...(['GPT2Tokenizer', 'Qwen2Tokenizer', 'RobertaTokenizer', 'LongformerTokenizer'] as const),
      ...(['BartTokenizer', 'LEDTokenizer'] as const),
    ],
    convert: async (folder, name, declaration) =>
      tokenizerOfMerges(await idsIn(folder, 'vocab.json'), await textIn(folder, 'merges.txt'), name, declaration),
  },
  {
    name: 'vocab.txt',
    classes: [
      ...(['BertTokenizer', 'DistilBertTokenizer', 'ElectraTokenizer', 'MPNetTokenizer', 'ConvBertTokenizer'] as const),
      ...(['LayoutLMTokenizer', 'MobileBertTokenizer', 'SqueezeBertTokenizer'] as const),
    ],
    otherwise: 'BertTokenizer',
    defaults: { clean_up_tokenization_spaces: true },
    convert: async (folder, name, declaration) =>
      tokenizerOfVocabTxt(await textIn(folder, 'vocab.txt'), name, declaration),
  },
];

/** The names of the files that a tokenizer is read from where there is no tokenizer.json. */
export const OTHER_TOKENIZER_FILES: readonly string[] = CONVERSIONS.map(({ name }) => name);

/**
 * Makes what tokenizer.json would say of the files that a slow tokenizer is saved in; null where there are none.
 * @param settings tokenizer_config.json
 * @throws GlassboxError `model-broken`; `wrong-architecture` for a class whose rules are not known
 */
export async function convertedTokenizer(folder: string, settings: Json): Promise<ConvertedTokenizer | null> {
  const there: Conversion[] = [];
  for (const one of CONVERSIONS) if (await isThere(join(folder, one.name))) there.push(one);
  if (there[0] === undefined) return null;
  const declaration = await readDeclaration(folder, settings);
  const conversion = there.find((one) => classOf(one, declaration) !== undefined) ?? there[0];
  const file = join(folder, conversion.name);
  const name = classOf(conversion, declaration);
  if (name === undefined) throw unknownClass(file, declaration.className ?? 'tokenizer_class');
  try {
    const { roles, ...made } = await conversion.convert(folder, name, declaration);
    return { file, ...made, settings: { ...conversion.defaults, ...settings, ...(roles && namesOf(roles)) } };
  } catch (error) {
    if (error instanceof GlassboxError) throw error;
    const message = `${file} makes no tokenizer: ${(error as Error).message}. Get the file again.`;
    throw new GlassboxError('model-broken', message, {
      cause: error,
      details: { kind: 'file', file, problem: 'content' },
    });
  }
}

const namesOf = (roles: ReadonlyMap<Role, Added>): Json =>
  Object.fromEntries(ROLES.map((role) => [`${role}_token`, roles.get(role)?.content ?? null]));

const classOf = ({ classes, otherwise }: Conversion, { className }: Declaration): ClassName | undefined =>
  classes.find((name) => name === (className ?? otherwise));

function unknownClass(file: string, name: string): GlassboxError {
  const type = brief(name, 80);
  const message = `${file} is cut by the rules of a class that is not known, “${type}”. In Python, AutoTokenizer.from_pretrained(folder).save_pretrained(folder) writes a tokenizer.json, which is read.`;
  return new GlassboxError('wrong-architecture', message, { details: { kind: 'tokenizerType', file, type } });
}
