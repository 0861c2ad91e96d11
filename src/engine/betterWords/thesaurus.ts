import { WORD_RELATIONS, type WordRelation } from '../../protocol/engine/index.js';

export const PARTS_OF_SPEECH = ['noun', 'verb', 'adjective', 'adverb'] as const;
/** Chinese words have none that the thesaurus tells apart, but two ways of writing. */
export const WAYS_OF_WRITING = ['simplified', 'traditional'] as const;
export type PartOfSpeech = (typeof PARTS_OF_SPEECH)[number] | (typeof WAYS_OF_WRITING)[number];

const BY_LETTER: Readonly<Record<string, PartOfSpeech>> = {
  n: 'noun',
  v: 'verb',
  a: 'adjective',
  r: 'adverb',
  s: 'simplified',
  t: 'traditional',
};

/** A word in one of its senses. */
interface Sense {
  synset: number;
  /** this sense's place among those of the word, from 1, the most frequent first */
  rank: number;
}

interface Synset {
  words: { word: string; rank: number }[];
  broader: number[];
  narrower: number[];
  /** adjectives: a head's satellites and a satellite's head; verbs of one group */
  similar: number[];
}

/** How near a word is to another. */
export interface Relatedness {
  relation: WordRelation;
  /** places of the sense in which they are related, of the word that was asked for and of this one, from 1 */
  ranks: [number, number];
}

/** A synset with more below it is too general for its words to be much like each other. */
const MOST_SIBLINGS = 60;

const nearness = ({ relation, ranks: [one, other] }: Relatedness) =>
  -10 * WORD_RELATIONS.indexOf(relation) - one - other;

/**
 * Words of a language by meaning, and their irregular forms. The files are described in models/wordnet/README.md and
 * models/cedict/README.md.
 */
export class Thesaurus {
  readonly #synsets: Synset[] = [];
  readonly #senses = new Map<string, Sense[]>();
  readonly #opposites = new Map<string, string[]>();
  readonly #lemmas = new Map<string, string[]>();
  readonly #forms = new Map<string, string[]>();

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [kind = '', ...fields] = line.split(' ');
      const part = BY_LETTER[kind === '!' || kind === '~' ? (fields[0] ?? '') : kind];
      if (part === undefined) continue;
      const [, one = '', other = ''] = fields;
      if (kind === '!') {
        push(this.#opposites, `${part} ${one}`, other);
        push(this.#opposites, `${part} ${other}`, one);
      } else if (kind === '~') {
        push(this.#lemmas, `${part} ${one}`, other);
        push(this.#forms, `${part} ${other}`, one);
      } else this.#addSynset(part, fields);
    }
    this.#synsets.forEach((synset, number) => {
      for (const above of synset.broader) this.#synsets[above]?.narrower.push(number);
    });
    // Each pair of similar ones is told once.
    for (const [number, { similar }] of this.#synsets.map(
      ({ similar }, at) => [at, { similar: [...similar] }] as const,
    )) {
      for (const other of similar) this.#synsets[other]?.similar.push(number);
    }
  }

  has(lemma: string, part: PartOfSpeech): boolean {
    return this.#senses.has(`${part} ${lemma}`);
  }

  /** How many senses a word has. */
  sensesOf(lemma: string, part: PartOfSpeech): number {
    return this.#senses.get(`${part} ${lemma}`)?.length ?? 0;
  }

  /** Words that an irregular form is of: "men" of "man". */
  lemmasOf(form: string, part: PartOfSpeech): readonly string[] {
    return this.#lemmas.get(`${part} ${form}`) ?? [];
  }

  /** The irregular forms of a word, in no order. */
  formsOf(lemma: string, part: PartOfSpeech): readonly string[] {
    return this.#forms.get(`${part} ${lemma}`) ?? [];
  }

  /** All words near to one, each with the nearest of its relations. */
  related(lemma: string, part: PartOfSpeech): Map<string, Relatedness> {
    const found = new Map<string, Relatedness>();
    for (const { synset, rank } of this.#senses.get(`${part} ${lemma}`) ?? []) {
      const add = (numbers: readonly number[], relation: WordRelation) => {
        for (const number of numbers) {
          for (const { word, rank: own } of this.#synsets[number]?.words ?? []) {
            const one: Relatedness = { relation, ranks: [rank, own] };
            const known = found.get(word);
            if (word !== lemma && (known === undefined || nearness(one) > nearness(known))) found.set(word, one);
          }
        }
      };
      const { broader, narrower, similar } = this.#synsets[synset]!;
      add([synset], 'synonym');
      add(similar, 'similar');
      add(narrower, 'narrower');
      add(broader, 'broader');
      add(this.#siblings(synset), 'sibling');
    }
    return found;
  }

  /** Opposites of a word, and what means the same as or is similar to one of them. */
  opposites(lemma: string, part: PartOfSpeech): Set<string> {
    const found = new Set<string>();
    const own = this.#opposites.get(`${part} ${lemma}`) ?? [];
    // "furious" has no opposite of its own; "happy" is that of what it is similar to.
    const ofSimilar = (this.#senses.get(`${part} ${lemma}`) ?? [])
      .flatMap(({ synset }) => this.#synsets[synset]?.similar ?? [])
      .flatMap((number) => this.#synsets[number]?.words ?? [])
      .flatMap(({ word }) => this.#opposites.get(`${part} ${word}`) ?? []);
    for (const opposite of [...own, ...ofSimilar]) {
      found.add(opposite);
      for (const [word, { relation }] of this.related(opposite, part)) {
        if (relation === 'synonym' || relation === 'similar') found.add(word);
      }
    }
    return found;
  }

  #siblings(synset: number): number[] {
    const { broader, similar } = this.#synsets[synset]!;
    const below = broader
      .map((above) => this.#synsets[above]?.narrower ?? [])
      .filter((all) => all.length <= MOST_SIBLINGS)
      .flat();
    return [...below, ...similar.flatMap((number) => this.#synsets[number]?.similar ?? [])].filter(
      (number) => number !== synset,
    );
  }

  #addSynset(part: PartOfSpeech, fields: readonly string[]): void {
    const number = this.#synsets.length;
    const synset: Synset = { words: [], broader: [], narrower: [], similar: [] };
    for (const field of fields) {
      if (field.startsWith('@')) synset.broader.push(parseInt(field.slice(1), 36));
      else if (field.startsWith('&')) synset.similar.push(parseInt(field.slice(1), 36));
      else {
        const [, word = '', place = ''] = /^(\D+)(\d*)$/.exec(field) ?? [];
        const rank = place === '' ? 1 : Number(place);
        synset.words.push({ word, rank });
        push(this.#senses, `${part} ${word}`, { synset: number, rank });
      }
    }
    this.#synsets.push(synset);
  }
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
