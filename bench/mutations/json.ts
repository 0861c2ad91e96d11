import { BERT, edit, editJson, GPT2, mutation, shown, T5, type Json, type Mutation } from './mutation.js';

const ODD_NUMBERS = [-5, -1, 0, 1, 1.5, 1e15, 1e30, '12', [], null];
const ODD_IDS = [-5, 1.5, 1e15, 'x', [-1, 2.5], Array<number>(100_000).fill(7)];

const set =
  (file: string, field: string, value: unknown) =>
  (model: string, kind: 'config' | 'tokenizer' = 'config') =>
    mutation(kind, model, `${file} has ${field} ${shown(value)}`, (folder) =>
      editJson(folder, file, (json) => ({ ...json, [field]: value })),
    );

const NUMBERS: [model: string, fields: string[]][] = [
  [BERT, ['vocab_size', 'max_position_embeddings', 'num_hidden_layers', 'hidden_size']],
  [GPT2, ['vocab_size', 'n_positions', 'n_layer', 'n_embd']],
  [T5, ['vocab_size', 'n_positions', 'd_model', 'num_layers', 'num_decoder_layers']],
];

const TEXTS: Record<string, unknown[]> = {
  model_type: [undefined, '', '[Repair](command:x)', 'x'.repeat(1_000_000), 12, null],
  architectures: [undefined, [], 'BertForMaskedLM', [12], ['x'.repeat(1_000_000)], {}],
  task_specific_params: [
    12,
    [],
    { a: null },
    { a: { prefix: 5 } },
    { a: { prefix: 'translate x to y: '.repeat(1e5) } },
  ],
};

/** config.json, generation_config.json and tokenizer_config.json with fields that are wrong. */
export function configMutations(): Mutation[] {
  const numbers = NUMBERS.flatMap(([model, fields]) =>
    fields.flatMap((field) => ODD_NUMBERS.map((value) => set('config.json', field, value)(model))),
  );
  const ids = ['eos_token_id', 'bos_token_id', 'pad_token_id', 'decoder_start_token_id'].flatMap((field) =>
    [GPT2, T5].flatMap((model) =>
      ['config.json', 'generation_config.json'].flatMap((file) =>
        ODD_IDS.map((value) => set(file, field, value)(model)),
      ),
    ),
  );
  const texts = Object.entries(TEXTS).flatMap(([field, values]) =>
    [BERT, GPT2, T5].flatMap((model) => values.map((value) => set('config.json', field, value)(model))),
  );
  const lengths = [BERT, GPT2, T5].flatMap((model) =>
    [...ODD_NUMBERS, 12].map((value) => set('tokenizer_config.json', 'model_max_length', value)(model)),
  );
  return [...numbers, ...ids, ...texts, ...lengths];
}

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);

const FILE_TEXTS: [name: string, change: (text: string) => string | Uint8Array, sound?: boolean][] = [
  ['begins with a byte-order mark', (text) => `\uFEFF${text}`, true],
  ['is in UTF-16', utf16, true],
  ['holds NaN', (text) => text.replace('{', '{"odd": NaN,')],
  ['holds -Infinity', (text) => text.replace('{', '{"odd": -Infinity,')],
  ['is empty', () => ''],
  ['is a list', () => '[]'],
  ['is null', () => 'null'],
  ['is a string', () => '"x"'],
  ['is cut off', (text) => text.slice(0, text.length / 2)],
  ['has a comma too many', (text) => text.replace('{', '{,')],
  ['is nested 100,000 deep', () => '['.repeat(100_000)],
  ['holds a nest of 100,000', (text) => text.replace('{', `{"odd": ${'['.repeat(1e5)}${']'.repeat(1e5)},`)],
  [
    'has the keys of a prototype',
    (text) => text.replace('{', '{"__proto__": {"a": 1}, "constructor": 1, "toString": 2,'),
  ],
  [
    'is a Git LFS pointer',
    () => `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 12345\n`,
  ],
  ['is bytes of no text', () => Uint8Array.from({ length: 3000 }, (_, at) => (at * 167) & 255)],
  ['has a megabyte of blanks', (text) => text + ' '.repeat(1_000_000), true],
];

const JSON_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'];

/** The JSON files as texts that are odd or no JSON. */
export function textMutations(): Mutation[] {
  const files = [BERT, GPT2, T5].flatMap((model) =>
    JSON_FILES.filter((file) => model !== BERT || file !== 'generation_config.json').map((file) => ({ model, file })),
  );
  return files.flatMap(({ model, file }) =>
    FILE_TEXTS.map(([name, change, sound]) =>
      mutation(
        'text of a file',
        model,
        `${file} ${name}`,
        (folder) => edit(folder, file, (bytes) => change(bytes.toString())),
        sound,
      ),
    ),
  );
}

const PARTS = ['normalizer', 'pre_tokenizer', 'post_processor', 'decoder', 'model', 'added_tokens'];
const ODD_PARTS = [
  undefined,
  [],
  {},
  'x',
  { type: 'Nothing' },
  { type: 12 },
  { type: '__proto__' },
  { type: 'Sequence' },
];
const VOCABULARIES: [name: string, change: (vocab: Json) => unknown][] = [
  ['ids that come twice', (vocab) => Object.fromEntries(Object.keys(vocab).map((token) => [token, 5]))],
  ['an id below 0', (vocab) => ({ ...vocab, odd: -1 })],
  ['an id of 1e15', (vocab) => ({ ...vocab, odd: 1e15 })],
  ['an id of 999,999', (vocab) => ({ ...vocab, odd: 999_999 })],
  ['an id of 1.5', (vocab) => ({ ...vocab, odd: 1.5 })],
  ['an id that is a text', (vocab) => ({ ...vocab, odd: 'x' })],
  ['no tokens', () => ({})],
  ['the names of a prototype', (vocab) => ({ ...vocab, constructor: 3, toString: 4 })],
  ['a list for its vocabulary', (vocab) => Object.entries(vocab)],
];

const model = (file: Json): Json => file['model'] as Json;

/** tokenizer.json with parts that are wrong, or that take for ever or all memory. */
export function tokenizerMutations(): Mutation[] {
  const tokenizer = (of: string, name: string, change: (file: Json) => unknown) =>
    mutation('tokenizer', of, `tokenizer.json has ${name}`, (folder) => editJson(folder, 'tokenizer.json', change));
  const parts = [BERT, GPT2, T5].flatMap((of) =>
    PARTS.flatMap((part) =>
      ODD_PARTS.map((value) => tokenizer(of, `${part} ${shown(value)}`, (file) => ({ ...file, [part]: value }))),
    ),
  );
  const vocabularies = [BERT, GPT2].flatMap((of) =>
    VOCABULARIES.map(([name, change]) =>
      tokenizer(of, name, (file) => ({
        ...file,
        model: { ...model(file), vocab: change(model(file)['vocab'] as Json) },
      })),
    ),
  );
  const merges = [[['a']], ['a b c', 'x'], [12], 'x', Array<string>(200_000).fill('a b')].map((value) =>
    tokenizer(GPT2, `merges ${shown(value)}`, (file) => ({ ...file, model: { ...model(file), merges: value } })),
  );
  const normalizers = [BERT, GPT2, T5].flatMap((of) =>
    BOMBS.map(([name, normalizer]) =>
      mutation('tokenizer', of, `tokenizer.json has ${name}`, (folder) =>
        edit(folder, 'tokenizer.json', (bytes) => {
          const file = JSON.parse(bytes.toString()) as Json;
          return JSON.stringify({ ...file, normalizer: 'HERE' }).replace('"HERE"', normalizer);
        }),
      ),
    ),
  );
  const added = [BERT, GPT2, T5].flatMap((of) =>
    [true, false].map((normalized) =>
      tokenizer(of, `an added token of 2 MB, normalized ${normalized}`, (file) => ({
        ...file,
        added_tokens: [...(file['added_tokens'] as Json[]), { ...token, content: 'q'.repeat(2_000_000), normalized }],
      })),
    ),
  );
  const bytes = ['a', ' ', 'Ġ'].map((gone) =>
    tokenizer(GPT2, `no piece with ${shown(gone)}`, (file) => ({
      ...file,
      model: {
        ...model(file),
        vocab: Object.fromEntries(
          Object.entries(model(file)['vocab'] as Json).filter(([piece]) => !piece.includes(gone)),
        ),
        merges: (model(file)['merges'] as (string | string[])[]).filter((pair) => !String(pair).includes(gone)),
      },
    })),
  );
  const metaspaces = ['', '▁▁', 'x', ' ', '\u{1F600}', 5].map((replacement) =>
    tokenizer(T5, `a Metaspace of ${shown(replacement)}`, (file) => ({
      ...file,
      pre_tokenizer: { type: 'Metaspace', replacement, prepend_scheme: 'always', split: true },
      decoder: { type: 'Metaspace', replacement, prepend_scheme: 'always', split: true },
    })),
  );
  return [...parts, ...vocabularies, ...merges, ...normalizers, ...added, ...bytes, ...metaspaces];
}

const token = { id: 900, single_word: false, lstrip: false, rstrip: false, special: true };
const replace = (pattern: object, content: string) => JSON.stringify({ type: 'Replace', pattern, content });
const several = (normalizers: string[]) => `{"type": "Sequence", "normalizers": [${normalizers.join()}]}`;

/** Normalisers as JSON: a nest of 20,000 is more than can be written from objects. */
const BOMBS: [name: string, normalizer: () => string][] = [
  ['Replace (a+)+$', () => replace({ Regex: '(a+)+$' }, 'x')],
  ['Replace (\\w|\\s|.)*Z', () => replace({ Regex: '(\\w|\\s|.)*Z' }, 'x')],
  ['Replace (a|a)*b', () => replace({ Regex: '(a|a)*b' }, 'x')],
  ['Replace (', () => replace({ Regex: '(' }, 'x')],
  ['Replace of nothing', () => replace({ Regex: '' }, 'x')],
  ['a → 5 MB', () => replace({ String: 'a' }, 'b'.repeat(5_000_000))],
  ['40 × a → aa', () => several(Array<string>(40).fill(replace({ String: 'a' }, 'aa')))],
  [
    'a → 10⁴ b, b → 10⁴ c',
    () => several([replace({ String: 'a' }, 'b'.repeat(1e4)), replace({ String: 'b' }, 'c'.repeat(1e4))]),
  ],
  ['20,000 nested Sequences', () => '{"type": "Sequence", "normalizers": ['.repeat(20_000) + ']}'.repeat(20_000)],
  ['20,000 NFC', () => several(Array<string>(20_000).fill('{"type": "NFC"}'))],
];
