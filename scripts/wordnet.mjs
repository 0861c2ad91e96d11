// Makes models/wordnet/english.txt from WordNet 3.0's database: node scripts/wordnet.mjs FOLDER
// FOLDER holds data.noun, index.noun, noun.exc … as in Debian's wordnet-base: /usr/share/wordnet. README.md beside the
// file that is made says what is in it.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot, readJson } from './lib/paths.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node scripts/wordnet.mjs FOLDER');
  process.exit(2);
}

/** WordNet's parts of speech by the letter that stands in our file. */
const PARTS = /** @type {const} */ ({ n: 'noun', v: 'verb', a: 'adj', r: 'adv' });
/** @typedef {keyof typeof PARTS} Part */
const parts = /** @type {Part[]} */ (Object.keys(PARTS));

/** A word with more senses has rarer ones left out, unless they were seen in WordNet's tagged texts. */
const MOST_SENSES = 6;

/** Words that a person may be hurt by: their definitions say so. */
const HURTFUL =
  /\b(offensive|obscene|disparaging|derogatory|insulting|vulgar) (term|terms|name|names|word|slang|reference)|\bslurs?\b|\(offensive\)/i;

const isWord = (/** @type {string} */ word) => /^[a-z]{2,}(-[a-z]+)*$/.test(word);

const lines = (/** @type {string} */ name) =>
  readFileSync(path.join(folder, name), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('  '));

/** Whole words of bert-mini's vocabulary: what is common in the texts that it has read. */
const common = new Set(
  Object.keys(readJson(inRoot('models/bert-mini/tokenizer.json')).model.vocab).filter((token) => isWord(token)),
);

/**
 * @typedef {object} Synset
 * @property {Part} part
 * @property {string[]} words
 * @property {{ symbol: string, target: string, from: number, to: number }[]} pointers
 */

/** @type {Map<string, Synset>} */
const synsets = new Map();
/** of `part word`: its senses' keys, the most frequent first, and how many of them occur in tagged texts */
/** @type {Map<string, { senses: string[], tagged: number }>} */
const lemmas = new Map();

for (const part of parts) {
  for (const line of lines(`index.${PARTS[part]}`)) {
    const fields = line.trimEnd().split(' ');
    const [lemma = ''] = fields;
    const count = Number(fields[2]);
    lemmas.set(`${part} ${lemma}`, {
      senses: fields.slice(-count).map((offset) => part + offset),
      tagged: Number(fields[fields.length - count - 1]),
    });
  }
  for (const line of lines(`data.${PARTS[part]}`)) {
    const [record = '', gloss = ''] = line.split(' | ');
    if (HURTFUL.test(gloss)) continue;
    const fields = record.trimEnd().split(' ');
    const count = parseInt(fields[3] ?? '0', 16);
    const words = Array.from({ length: count }, (_, at) => (fields[4 + 2 * at] ?? '').replace(/\(\w+\)$/, ''));
    const first = 5 + 2 * count;
    const pointers = Array.from({ length: Number(fields[first - 1]) }, (_, at) => {
      const [symbol = '', offset = '', kind = '', ends = ''] = fields.slice(first + 4 * at, first + 4 * at + 4);
      const target = (kind === 's' ? 'a' : kind) + offset;
      return { symbol, target, from: parseInt(ends.slice(0, 2), 16), to: parseInt(ends.slice(2), 16) };
    });
    // An instance is a name: Paris is a city.
    if (pointers.some(({ symbol }) => symbol === '@i')) continue;
    synsets.set(part + fields[0], { part, words, pointers });
  }
}

/** The place of a sense among its word's, from 1; Infinity for a word that is left out of it. */
function rankOf(/** @type {string} */ key, /** @type {string} */ word) {
  const lemma = lemmas.get(`${synsets.get(key)?.part} ${word}`);
  const rank = (lemma?.senses.indexOf(key) ?? -1) + 1;
  if (!isWord(word) || lemma === undefined || rank === 0) return Infinity;
  return rank <= MOST_SENSES || rank <= lemma.tagged ? rank : Infinity;
}

/** @type {Map<string, string[]>} */
const kept = new Map();
for (const [key, { part, words }] of synsets) {
  const known = words.filter((word) => Number.isFinite(rankOf(key, word)));
  const frequent = (/** @type {string} */ word) => common.has(word) || (lemmas.get(`${part} ${word}`)?.tagged ?? 0) > 0;
  if (known.some(frequent)) kept.set(key, known);
}

const numbers = new Map([...kept.keys()].map((key, at) => [key, at.toString(36)]));

/** Hypernyms, similar adjectives (told once, by the head's satellites too) and verbs of one group. */
const SYMBOLS = new Map([
  ['@', '@'],
  ['&', '&'],
  ['$', '&'],
]);
const rows = [...kept].map(([key, words]) => {
  const { part, pointers } = /** @type {Synset} */ (synsets.get(key));
  const ranked = words.map((word) => word + (rankOf(key, word) === 1 ? '' : rankOf(key, word)));
  const related = pointers.flatMap(({ symbol, target }) => {
    const sign = SYMBOLS.get(symbol);
    const number = numbers.get(target);
    const twice = sign === '&' && target < key;
    return sign === undefined || number === undefined || twice ? [] : [sign + number];
  });
  return [part, ...ranked, ...new Set(related)].join(' ');
});

const opposites = new Set();
for (const [key] of kept) {
  const { part, words, pointers } = /** @type {Synset} */ (synsets.get(key));
  for (const { symbol, target, from, to } of pointers) {
    if (symbol !== '!') continue;
    const pair = [words[from - 1] ?? '', synsets.get(target)?.words[to - 1] ?? ''];
    if (pair.every(isWord)) opposites.add(`! ${part} ${pair.sort().join(' ')}`);
  }
}

const inUse = new Set([...kept.values()].flat());
/** The regular form that an irregular one stands for; what it ends in tells which. */
function regularForm(/** @type {Part} */ part, /** @type {string} */ form, /** @type {string} */ lemma) {
  const stem = lemma.replace(/e$/, '');
  if (part === 'n') return `${lemma}s`;
  if (part === 'v') return form.endsWith('ing') ? `${stem}ing` : `${stem}ed`;
  return form.endsWith('st') ? `${stem}est` : `${stem}er`;
}
const irregular = [];
for (const part of parts) {
  /** @type {Map<string, string[]>} */
  const formsOf = new Map();
  for (const line of lines(`${PARTS[part]}.exc`)) {
    const [form = '', ...roots] = line.trim().split(' ');
    for (const lemma of roots) {
      if (!isWord(form) || !inUse.has(lemma) || !lemmas.has(`${part} ${lemma}`)) continue;
      const regular = regularForm(part, form, lemma);
      const key = `${lemma} ${regular}`;
      formsOf.set(key, [...(formsOf.get(key) ?? []), form]);
    }
  }
  for (const [key, forms] of formsOf) {
    const [lemma = '', regular = ''] = key.split(' ');
    // "brothers" is common and "brethren" is not; "dreamed" and "dreamt" both are.
    const usual = [...new Set([...forms, regular])].filter((form) => common.has(form));
    for (const form of usual.length > 0 ? usual : forms) irregular.push(`~ ${part} ${form} ${lemma}`);
  }
}

const title = '# From WordNet 3.0, Copyright 2006 by Princeton University; LICENSE beside this file goes with it.';
const text = [title, ...rows, ...[...opposites].sort(), ...irregular.sort()].join('\n') + '\n';
writeFileSync(inRoot('models/wordnet/english.txt'), text);
console.log(`${rows.length} synsets of ${inUse.size} words, ${opposites.size} opposites, ${irregular.length} forms`);
