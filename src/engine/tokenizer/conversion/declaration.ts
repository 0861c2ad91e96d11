import { join } from 'node:path';
import { jsonFile, MOST_CONFIG_BYTES, type Json } from '../../files.js';
import { ROLES, type Role } from '../specialTokens.js';
import { CLASS_OF_TYPE, CLASSES, type ClassName, type TokenizerClass } from './classes.js';

/** A token of `added_tokens` in tokenizer.json, as yet without its id. */
export interface Added {
  content: string;
  single_word: boolean;
  lstrip: boolean;
  rstrip: boolean;
  normalized: boolean;
  special: boolean;
}

/** What is said of a tokenizer beside its vocabulary. */
export interface Declaration {
  /** transformers' class, known or not; null where no file tells */
  className: string | null;
  /** tokenizer_config.json, in older folders with special_tokens_map.json */
  settings: Json;
  /** tokens by the ids that the files give them */
  added: ReadonlyMap<number, Added>;
}

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A token as these files write it: a string, or an object with its flags. Null for anything else. */
export function addedOf(value: unknown, otherwise: Partial<Added> = {}): Added | null {
  if (typeof value === 'string') {
    return { ...plain(value, otherwise.special ?? false), ...otherwise };
  }
  if (!isObject(value) || typeof value['content'] !== 'string') return null;
  const flag = (name: keyof Added, standard: boolean) => {
    const found = value[name];
    return typeof found === 'boolean' ? found : standard;
  };
  const special = flag('special', otherwise.special ?? false);
  return {
    content: value['content'],
    single_word: flag('single_word', false),
    lstrip: flag('lstrip', false),
    rstrip: flag('rstrip', false),
    normalized: flag('normalized', !special),
    special,
  };
}

/** A token without flags: a special one is looked for in the text as it is. */
export const plain = (content: string, special: boolean): Added => ({
  ...{ content, single_word: false, lstrip: false, rstrip: false },
  ...{ normalized: !special, special },
});

/**
 * Reads what lies beside a vocabulary. Newer folders have all in tokenizer_config.json; where it has no
 * `added_tokens_decoder`, special_tokens_map.json and added_tokens.json count (transformers,
 * `PreTrainedTokenizerBase._from_pretrained`).
 * @param given tokenizer_config.json
 * @throws GlassboxError `model-broken` for a file that cannot be read
 */
export async function readDeclaration(folder: string, given: Json): Promise<Declaration> {
  const json = async (name: string) => (await jsonFile(join(folder, name), MOST_CONFIG_BYTES))?.read();
  const config = (await json('config.json')) ?? {};
  const className = nameOfClass(given['tokenizer_class'] ?? config['tokenizer_class'], config['model_type']);
  const decoder = given['added_tokens_decoder'];
  if (isObject(decoder)) return { className, settings: given, added: tokensById(decoder) };
  const settings = { ...given };
  for (const [key, value] of Object.entries((await json('special_tokens_map.json')) ?? {})) {
    settings[key] = Array.isArray(value) ? joined(listed(given[key]), value.map(asSpecial)) : asSpecial(value);
  }
  const specials = new Set(namesIn(settings));
  const added = new Map<number, Added>();
  for (const [content, id] of Object.entries((await json('added_tokens.json')) ?? {})) {
    if (typeof id === 'number') added.set(id, plain(content, specials.has(content)));
  }
  return { className, settings, added };
}

const listed = (value: unknown): unknown[] => (Array.isArray(value) ? (value as unknown[]) : []);
/** Tokens of both lists, each once. */
function joined(some: readonly unknown[], others: readonly unknown[]): unknown[] {
  const known = new Set(some.map((token) => addedOf(token)?.content));
  return [...some, ...others.filter((token) => !known.has(addedOf(token)?.content))];
}

const asSpecial = (value: unknown): unknown => (isObject(value) ? { ...value, special: true } : value);

function nameOfClass(named: unknown, type: unknown): string | null {
  if (typeof named === 'string') return named.replace(/Fast$/, '');
  if (typeof type !== 'string') return null;
  return Object.hasOwn(CLASS_OF_TYPE, type) ? (CLASS_OF_TYPE[type] ?? null) : type;
}

function tokensById(decoder: Json): Map<number, Added> {
  const found = new Map<number, Added>();
  for (const [id, value] of Object.entries(decoder).sort(([one], [other]) => Number(one) - Number(other))) {
    const token = addedOf(value);
    if (token) found.set(Number(id), token);
  }
  return found;
}

function namesIn(settings: Json): string[] {
  const values = [...ROLES.map((role) => settings[`${role}_token`]), ...listed(settings['additional_special_tokens'])];
  return values.flatMap((value) => addedOf(value)?.content ?? []);
}

/** The tokens of roles: as the files name them, else as the class does; a role that is null has none. */
export function tokensOfRoles(name: ClassName, { settings, added }: Declaration): Map<Role, Added> {
  const { specials, normalized, mask }: TokenizerClass = CLASSES[name];
  const known = new Map([...added.values()].map((token) => [token.content, token]));
  const roles = new Map<Role, Added>();
  for (const role of ROLES) {
    const named = settings[`${role}_token`];
    const token = addedOf(named === undefined ? specials[role] : named, {
      ...{ special: true, normalized },
      ...(role === 'mask' && mask),
    });
    if (token) roles.set(role, { ...(known.get(token.content) ?? token), special: true });
  }
  return roles;
}

/**
 * tokenizer_config.json of a folder with a tokenizer.json, with the tokens of roles that it leaves out: of older folders
 * those of special_tokens_map.json, else those of the class as far as there are such tokens.
 * @param json tokenizer.json
 * @throws GlassboxError `model-broken` for a file that cannot be read
 */
export async function settingsWithRoles(folder: string, given: Json, json: Json): Promise<Json> {
  const { className, settings } = await readDeclaration(folder, given);
  const { specials }: Pick<TokenizerClass, 'specials'> = Object.hasOwn(CLASSES, className ?? '')
    ? CLASSES[className as ClassName]
    : { specials: {} };
  const there = new Set(listed(json['added_tokens']).map((token) => addedOf(token)?.content));
  const named = ROLES.map((role) => {
    const token = settings[`${role}_token`];
    return [`${role}_token`, token === undefined && there.has(specials[role]) ? specials[role] : token] as const;
  });
  return { ...given, ...Object.fromEntries(named.filter(([, token]) => token !== undefined)) };
}

/** The special tokens beyond those of roles, as the files list them, else as the class does. */
export function additionalTokens(name: ClassName, { settings }: Declaration): unknown[] {
  const named = settings['additional_special_tokens'];
  const { additional = [] }: TokenizerClass = CLASSES[name];
  return named === undefined ? [...additional] : listed(named);
}

/** A vocabulary's ids, and how many tokens it has. */
export interface Vocabulary {
  size: number;
  idOf(token: string): number | undefined;
}

/**
 * `added_tokens` of tokenizer.json, in transformers' order: tokens that the vocabulary lacks get the ids behind it.
 * @param own tokens that the vocabulary itself marks
 * @param additional special tokens beyond those of roles
 * @throws Error when a file gives a token another id
 */
export function addedTokens(
  vocabulary: Vocabulary,
  { added }: Declaration,
  roles: ReadonlyMap<Role, Added>,
  additional: readonly unknown[] = [],
  own: readonly Added[] = [],
): (Added & { id: number })[] {
  const found = new Map<string, Added & { id: number }>();
  let next = vocabulary.size;
  const idOf = (content: string) =>
    (found.get(`${content} raw`) ?? found.get(`${content} normalized`))?.id ?? vocabulary.idOf(content);
  const put = (token: Added, stated?: number) => {
    if (token.content === '') return;
    const id = idOf(token.content) ?? next;
    if (stated !== undefined && stated !== id) {
      throw new Error(`${token.content} has the id ${id} in it, and ${stated} in another file`);
    }
    next = Math.max(next, id + 1);
    // One that is added in both ways is looked for in both.
    found.set(`${token.content} ${token.normalized ? 'normalized' : 'raw'}`, { ...token, id });
  };
  own.forEach((token) => put(token));
  const further = additional.flatMap((value) => addedOf(value, { special: true, normalized: false }) ?? []);
  const specials = new Set([...roles.values(), ...further].map(({ content }) => content));
  for (const [id, token] of added) put({ ...token, special: token.special || specials.has(token.content) }, id);
  const declared = new Set([...added.values()].map(({ content }) => content));
  for (const token of roles.values()) if (!declared.has(token.content)) put(token);
  const known = new Set([...found.values()].map(({ content }) => content));
  for (const token of further) if (!known.has(token.content)) put(token);
  return [...found.values()].sort((one, other) => one.id - other.id);
}

/** What `settings` say with a default, if it is of that kind. */
export const flagOf = (settings: Json, name: string, standard: boolean): boolean => {
  const found = settings[name];
  return typeof found === 'boolean' ? found : standard;
};
