import { PARTS_OF_SPEECH, type PartOfSpeech, type Thesaurus } from './thesaurus.js';

/** `past` is the participle as well: which of the two a sentence wants is seen by what the model makes of them. */
export type Form = 'base' | 'plural' | 'third' | 'past' | 'ing' | 'comparative' | 'superlative';

/** What a word may be: "walks" is the third person of a verb and the plural of a noun. */
export interface Reading {
  lemma: string;
  part: PartOfSpeech;
  form: Form;
}

/** Endings that are taken off, and what is put in their place (WordNet's morphy(7WN)). */
const ENDINGS: Readonly<Record<PartOfSpeech, readonly (readonly [ending: string, instead: string, form: Form])[]>> = {
  noun: [
    ['s', '', 'plural'],
    ['ses', 's', 'plural'],
    ['xes', 'x', 'plural'],
    ['zes', 'z', 'plural'],
    ['ches', 'ch', 'plural'],
    ['shes', 'sh', 'plural'],
    ['men', 'man', 'plural'],
    ['ies', 'y', 'plural'],
  ],
  verb: [
    ['s', '', 'third'],
    ['ies', 'y', 'third'],
    ['es', 'e', 'third'],
    ['es', '', 'third'],
    ['ed', 'e', 'past'],
    ['ed', '', 'past'],
    ['ied', 'y', 'past'],
    ['ing', 'e', 'ing'],
    ['ing', '', 'ing'],
  ],
  adjective: [
    ['er', '', 'comparative'],
    ['est', '', 'superlative'],
    ['er', 'e', 'comparative'],
    ['est', 'e', 'superlative'],
    ['ier', 'y', 'comparative'],
    ['iest', 'y', 'superlative'],
  ],
  adverb: [],
  simplified: [],
  traditional: [],
};

/** Verbs whose past is their base form; WordNet's exceptions are forms that differ. */
const UNCHANGED = new Set(
  `beat bet bid broadcast burst bust cast cost cut forecast hit hurt knit let put quit read rid set shed shut slit spit
  split spread sweat thrust upset wed`.split(/\s+/),
);

/** @returns every reading of a word that the thesaurus knows, in small letters */
export function readingsOf(word: string, thesaurus: Thesaurus): Reading[] {
  const found: Reading[] = [];
  for (const part of PARTS_OF_SPEECH) {
    const add = (lemma: string, form: Form) => {
      const isNew = !found.some((one) => one.lemma === lemma && one.part === part && one.form === form);
      if (isNew && thesaurus.has(lemma, part)) found.push({ lemma, part, form });
    };
    add(word, 'base');
    if (part === 'verb' && UNCHANGED.has(word)) add(word, 'past');
    const irregular = thesaurus.lemmasOf(word, part);
    for (const lemma of irregular) add(lemma, irregularForm(word, lemma, part));
    if (irregular.length > 0) continue;
    for (const [ending, instead, form] of ENDINGS[part]) {
      // "as" is no plural of "a", and "bed" no past of "b".
      if (word.endsWith(ending) && word.length > ending.length + 1) add(word.slice(0, -ending.length) + instead, form);
    }
  }
  return found;
}

function irregularForm(form: string, lemma: string, part: PartOfSpeech): Form {
  switch (part) {
    case 'noun':
      return 'plural';
    case 'verb':
      if (form.endsWith('ing') && !/^(.?r)?ing$/.test(form)) return 'ing';
      return form.endsWith('s') && !lemma.endsWith('s') ? 'third' : 'past';
    case 'adjective':
    case 'adverb':
      return form.endsWith('st') ? 'superlative' : 'comparative';
    case 'simplified':
    case 'traditional':
      return 'base';
  }
}

/** @returns the ways in which a word has a form: the irregular ones, else the regular one; "more …" of a long adjective */
export function inflect({ lemma, part, form }: Reading, thesaurus: Thesaurus): string[] {
  if (form === 'base') return [lemma];
  if (form === 'past' && UNCHANGED.has(lemma)) return [lemma];
  const irregular = thesaurus.formsOf(lemma, part).filter((one) => irregularForm(one, lemma, part) === form);
  return irregular.length > 0 ? irregular : [regularForm(lemma, form)];
}

/** Women, firemen; but Germans and humans. */
const man = /(?<!^(?:hu|ger|ro|sha|talis|otto|cai|nor|brah))man$/;
const sibilant = /(s|x|z|ch|sh)$/;
const consonantY = /[^aeiou]y$/;

function regularForm(lemma: string, form: Exclude<Form, 'base'>): string {
  switch (form) {
    case 'plural':
    case 'third':
      if (form === 'plural' && man.test(lemma)) return lemma.replace(/an$/, 'en');
      if (sibilant.test(lemma) || (form === 'third' && lemma.endsWith('o'))) return `${lemma}es`;
      return consonantY.test(lemma) ? `${lemma.slice(0, -1)}ies` : `${lemma}s`;
    case 'past':
      if (lemma.endsWith('e')) return `${lemma}d`;
      return consonantY.test(lemma) ? `${lemma.slice(0, -1)}ied` : `${lemma}ed`;
    case 'ing':
      if (lemma.endsWith('ie')) return `${lemma.slice(0, -2)}ying`;
      return /[^eoy]e$/.test(lemma) ? `${lemma.slice(0, -1)}ing` : `${lemma}ing`;
    case 'comparative':
    case 'superlative': {
      if (!isShort(lemma)) return `${form === 'comparative' ? 'more' : 'most'} ${lemma}`;
      const ending = form === 'comparative' ? 'er' : 'est';
      if (consonantY.test(lemma)) return `${lemma.slice(0, -1)}i${ending}`;
      return lemma.replace(/e$/, '') + ending;
    }
  }
}

/** Adjectives of one syllable, and those of two in -y, -le and -ow, take -er and -est. */
function isShort(adjective: string): boolean {
  const syllables = adjective.replace(/e$/, '').match(/[aeiouy]+/g)?.length ?? 1;
  return (
    syllables <= 1 ||
    (syllables === 2 && /([^aeiou]y|ow)$/.test(adjective)) ||
    /^[^aeiou]*[aeiou]+[^aeiou]+le$/.test(adjective)
  );
}
