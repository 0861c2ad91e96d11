import path from 'node:path';
import { namesIn } from '../files.js';

/** Where exports put their graphs: the hub's ONNX layout, and what `optimum-cli export onnx` writes, beside config.json. */
const PLACES = ['onnx', ''] as const;

/** Suffixes of the hub's weight forms; full precision first, since a folder's other forms derive from it. */
export const WEIGHT_FORMS = ['', '_fp16', '_quantized', '_int8', '_uint8', '_q8', '_q4', '_q4f16', '_bnb4'];

const STEMS = {
  model: ['model'],
  encoder: ['encoder_model'],
  decoder: ['decoder_model_merged', 'decoder_model'],
  decoderWithPast: ['decoder_with_past_model'],
} as const;
type Role = keyof typeof STEMS;

/** The graphs of an export, by their role. */
export interface ExportedGraphs {
  files: Partial<Record<Role, string>>;
  /** these files and the weights beside them, from the model's folder, with their bytes */
  sizes: ReadonlyMap<string, number>;
  /** of all of them */
  bytes: number;
  /** every graph that there is, of whatever name, from the model's folder */
  names: string[];
}

/**
 * Looks for the graphs of an export: in the folder `onnx`, else at top level. Nothing is opened.
 * @throws GlassboxError `out-of-memory`, `model-broken`, see namesIn
 */
export async function findGraphs(folder: string): Promise<ExportedGraphs> {
  const found: ExportedGraphs = { files: {}, sizes: new Map(), bytes: 0, names: [] };
  for (const place of PLACES) {
    const names = await namesIn(path.join(folder, place));
    found.names.push(...[...names.keys()].filter((name) => name.endsWith('.onnx')).map((name) => path.join(place, name)));
    if (Object.keys(found.files).length > 0) continue;
    found.files = filesOf(path.join(folder, place), names);
    found.sizes = new Map(sizesOf(found.files, names).map(([name, size]) => [path.join(place, name), size]));
    found.bytes = [...found.sizes.values()].reduce((sum, size) => sum + size, 0);
  }
  return found;
}

function filesOf(folder: string, names: ReadonlyMap<string, number | null>): Partial<Record<Role, string>> {
  const plain = new Set([...names].flatMap(([name, size]) => (size === null ? [] : [name])));
  const found = Object.entries(STEMS).flatMap(([role, stems]) => {
    const wanted = WEIGHT_FORMS.flatMap((form) => stems.map((stem) => `${stem}${form}.onnx`));
    // What is no file counts where there is no other, so that loading it says what it is.
    const name = wanted.find((one) => plain.has(one)) ?? wanted.find((one) => names.has(one));
    return name === undefined ? [] : [[role, path.join(folder, name)] as const];
  });
  return Object.fromEntries(found);
}

/** Of an export's files; external data lies beside its graph under the graph's name with something appended. */
function sizesOf(
  graphs: Partial<Record<Role, string>>,
  files: ReadonlyMap<string, number | null>,
): (readonly [string, number])[] {
  const used = new Set(Object.values(graphs).map((file) => path.basename(file)));
  return [...files]
    .filter(
      ([name]) =>
        used.has(name) || [...used].some((graph) => name.startsWith(`${graph}_data`) || name === `${graph}.data`),
    )
    .map(([name, size]) => [name, size ?? 0] as const);
}
