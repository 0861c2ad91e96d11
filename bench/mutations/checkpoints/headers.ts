import { mutation, shown, type Mutation } from '../mutation.js';
import {
  CHECKPOINTS,
  editHeader,
  largest,
  refused,
  WEIGHTS,
  type Entry,
  type SoundEntry,
  type SoundHeader,
} from './checkpoint.js';

type Change = (entry: SoundEntry) => unknown;
const set =
  <Field extends keyof Entry>(field: Field, value: unknown): Change =>
  (entry) => ({ ...entry, [field]: value });

const SHAPES: unknown[] = [
  [1e15],
  [1e15, 1e15],
  [2 ** 53, 2 ** 53],
  [2 ** 32, 2 ** 32, 0],
  [-1],
  [1.5],
  ['x'],
  [[32]],
  [],
  [0],
  Array<number>(20_000).fill(1),
  null,
  undefined,
  'x',
  32,
];
const TYPES: unknown[] = [
  'F99',
  'f32',
  'I32',
  'F64',
  'U8',
  'BOOL',
  'constructor',
  '',
  12,
  null,
  undefined,
  ['F32'],
  'x'.repeat(100_000),
];
const PLACES: unknown[] = [
  [-8, 0],
  [0, -8],
  [8, 0],
  [0, 1e15],
  [1e15, 1e15 + 4],
  [0, 1e300],
  [0.5, 4.5],
  ['0', '4'],
  [0],
  [],
  null,
  undefined,
  'x',
  {},
];
const ENTRIES: [name: string, change: Change][] = [
  ...SHAPES.map((value): [string, Change] => [`the shape ${shown(value)}`, set('shape', value)]),
  ...TYPES.map((value): [string, Change] => [`the type ${shown(value)}`, set('dtype', value)]),
  ...PLACES.map((value): [string, Change] => [`the places ${shown(value)}`, set('data_offsets', value)]),
  ['three places', (entry) => ({ ...entry, data_offsets: [...entry.data_offsets, 1e9] })],
  ['its sizes the other way round', (entry) => ({ ...entry, shape: entry.shape.toReversed() })],
  ['a size more', (entry) => ({ ...entry, shape: [...entry.shape, 1] })],
  ['its bytes one early', ({ data_offsets: [from, to], ...rest }) => ({ ...rest, data_offsets: [from - 1, to - 1] })],
  ['its bytes one late', ({ data_offsets: [from, to], ...rest }) => ({ ...rest, data_offsets: [from + 1, to + 1] })],
  [
    'the bytes of the first tensor',
    ({ data_offsets: [from, to], ...rest }) => ({ ...rest, data_offsets: [0, to - from] }),
  ],
  ['null for its entry', () => null],
  ['a number for its entry', () => 12],
  ['a list for its entry', () => []],
];

/** The largest tensor's entry changed: every family meets every third. */
function entryMutations(): Mutation[] {
  return CHECKPOINTS.flatMap((model, at) =>
    ENTRIES.filter((_, index) => (index + at) % 3 === 0 || model.endsWith('mini-bert')).map(([name, change]) =>
      refused('checkpoint header', model, `${WEIGHTS} has ${name} in its largest tensor`, [WEIGHTS], (folder) =>
        editHeader(folder, (header) => {
          const which = largest(header);
          return { ...header, [which]: change(header[which]!) };
        }),
      ),
    ),
  );
}

const nest = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
const inFront = (text: string) => (header: SoundHeader) => JSON.stringify(header).replace('{', `{${text},`);
const lost = (header: SoundHeader): SoundHeader => {
  const gone = largest(header);
  return Object.fromEntries(Object.entries(header).filter(([name]) => name !== gone));
};
const renamed = (name: string) => (header: SoundHeader) => ({ ...lost(header), [name]: header[largest(header)]! });

const WHOLE: [name: string, change: (header: SoundHeader) => object | string | Uint8Array][] = [
  ['is empty', () => ''],
  ['is a list', () => '[]'],
  ['is null', () => 'null'],
  ['is a text', () => '"x"'],
  ['is of no tensors', () => '{}'],
  ['is cut off', (header) => JSON.stringify(header).slice(0, -40)],
  ['is nested 100,000 deep', () => nest(100_000)],
  ['is nested 20,000,000 deep', () => '['.repeat(20_000_000)],
  ['holds a nest of 100,000', inFront(`"odd": ${nest(100_000)}`)],
  ['holds objects nested 100,000 deep', inFront(`"odd": ${'{"a":'.repeat(1e5)}1${'}'.repeat(1e5)}`)],
  ['holds 6,000,000 empty entries', () => `{"a": [${'{},'.repeat(6_000_000)}{}]}`],
  ['holds 3,000,000 empty entries', () => `{"a": [${'{},'.repeat(3_000_000)}{}]}`],
  ['holds 900,000 tensors of nothing', () => `{${Array.from({ length: 900_000 }, (_, at) => `"${at}":0`).join()}}`],
  ['is 60 MB of blanks', () => Buffer.alloc(60_000_000, ' ')],
  ['holds NaN', inFront('"odd": NaN')],
  ['is bytes of no text', () => Uint8Array.from({ length: 3000 }, (_, at) => (at * 167) & 255)],
  ['is in UTF-16', (header) => Buffer.from(JSON.stringify(header), 'utf16le')],
  ['lacks its largest tensor', lost],
  ['has its largest tensor under another name', renamed('odd')],
  ['has its largest tensor under a name of 1 MB', renamed('x'.repeat(1_000_000))],
  ['has its largest tensor under no name', renamed('')],
  ['has its largest tensor as __metadata__', renamed('__metadata__')],
  [
    'has its largest tensor as __proto__',
    (header) => JSON.stringify(renamed('HERE')(header)).replace('"HERE"', '"__proto__"'),
  ],
  [
    'has a tensor twice, and lacks another',
    (header) => {
      const which = largest(header);
      const [other] = Object.keys(header).filter((name) => name !== which);
      return JSON.stringify(header).replace(`"${which}"`, `"${other}"`);
    },
  ],
];

/** The one that stands last is meant, as in the format's own library. */
const twice = (header: SoundHeader): string => {
  const [[name, entry]] = Object.entries(header) as [[string, SoundEntry]];
  return inFront(`${JSON.stringify(name)}: ${JSON.stringify({ ...entry, dtype: 'U8' })}`)(header);
};

/** The header as a whole changed. */
export const headerMutations = (): Mutation[] => [
  ...entryMutations(),
  ...CHECKPOINTS.flatMap((model, at) =>
    WHOLE.filter((_, index) => at === 0 || (index + at) % 4 === 0).map(([name, change]) =>
      refused('checkpoint header', model, `the header of ${WEIGHTS} ${name}`, [WEIGHTS], (folder) =>
        editHeader(folder, change),
      ),
    ),
  ),
  ...CHECKPOINTS.map((model) =>
    mutation(
      'checkpoint header',
      model,
      `the header of ${WEIGHTS} has a tensor twice`,
      (folder) => editHeader(folder, twice),
      true,
    ),
  ),
];
