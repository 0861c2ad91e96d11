import { albert } from './albert.js';
import { bart, marian, mbart } from './bart.js';
import { bert } from './bert.js';
import { distilbert } from './distilbert.js';
import { electra } from './electra.js';
import type { Family } from './family.js';
import { gpt2 } from './gpt2.js';
import { gptNeo } from './gptNeo.js';
import { gptNeox } from './gptNeox.js';
import { llama, qwen2 } from './llama.js';
import { modernbert } from './modernbert.js';
import { mpnet } from './mpnet.js';
import { opt } from './opt.js';
import { roberta } from './roberta.js';
import { t5 } from './t5.js';

/** The families whose graphs are written from their weights, in the order in which they are named to a user. */
export const FAMILIES: readonly Family[] = [
  ...[bert, roberta, distilbert, electra, albert, mpnet, modernbert],
  ...[gpt2, gptNeo, gptNeox, opt, llama, qwen2],
  ...[t5, bart, mbart, marian],
];

export const familyOf = (type: string): Family | undefined => FAMILIES.find(({ types }) => types.includes(type));
