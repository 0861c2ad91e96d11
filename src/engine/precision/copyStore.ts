import { createHash } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { checkpointFiles } from '../checkpoint/checkpoint.js';
import { jsonFile } from '../files.js';

/** Counts the forms that copies have had: one of another form is made again. */
const FORM = 1;
/** The weights' name in a copy's folder. */
export const COPY_FILE = 'model.safetensors';
const REPORT = 'copy.json';
const MOST_REPORT_BYTES = 10_000;
/** Milliseconds after which a copy that is not whole has been given up by whoever began it. */
const GIVEN_UP = 3_600_000;

/** What is kept beside a copy. */
const reportSchema = v.object({
  /** mean divergence from 32 bit, bits a token */
  lossBits: v.pipe(v.number(), v.minValue(0)),
  /** of the weights' file: one that was cut off is none */
  bytes: v.number(),
});
export type CopyReport = Omit<v.InferOutput<typeof reportSchema>, 'bytes'>;

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

const sizeOf = async (file: string): Promise<number | null> =>
  stat(file).then(
    ({ size }) => size,
    () => null,
  );

/** Copies of models' weights in 8 bit, a folder each, named by where the model is and what its files are. */
export class CopyStore {
  constructor(private readonly folder: string) {}

  /** Where the copy of a model's weights is, or will be. It is another place when the files change. */
  async placeOf(model: string): Promise<string> {
    const files = await checkpointFiles(model);
    const marks = await Promise.all(
      files.map(async (file) => {
        const { size, mtimeMs } = await stat(path.join(model, file));
        return [file, size, mtimeMs];
      }),
    );
    return path.join(this.folder, `${digest(model)}-${digest(JSON.stringify([FORM, marks]))}`);
  }

  /** What is known of a copy; null where there is none. */
  async find(place: string): Promise<CopyReport | null> {
    const json = await jsonFile(path.join(place, REPORT), MOST_REPORT_BYTES).catch(() => null);
    const found = v.safeParse(reportSchema, await json?.read().catch(() => null));
    const size = await sizeOf(path.join(place, COPY_FILE));
    return found.success && found.output.bytes === size ? found.output : null;
  }

  /**
   * Makes a copy out of sight and puts it into its place at once, whole.
   * @param make writes the weights into a folder and says what is to be kept with them
   */
  async add(place: string, make: (folder: string) => Promise<CopyReport>): Promise<void> {
    const hidden = `${place}.${process.pid}`;
    await mkdir(this.folder, { recursive: true });
    await this.#clear(place);
    await mkdir(hidden);
    try {
      const report = await make(hidden);
      const bytes = await sizeOf(path.join(hidden, COPY_FILE));
      await writeFile(path.join(hidden, REPORT), JSON.stringify({ ...report, bytes }));
      await rename(hidden, place);
    } finally {
      await rm(hidden, { recursive: true, force: true });
    }
  }

  /** Removes all copies of a model's weights, whatever its files were. @returns bytes */
  async remove(model: string): Promise<number> {
    let freed = 0;
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (!name.startsWith(`${digest(model)}-`)) continue;
      freed += (await sizeOf(path.join(this.folder, name, COPY_FILE))) ?? 0;
      await rm(path.join(this.folder, name), { recursive: true, force: true });
    }
    return freed;
  }

  /** Removes copies of what the model's files were before, and what was begun and given up. */
  async #clear(place: string): Promise<void> {
    const [model] = path.basename(place).split('-');
    for (const name of await readdir(this.folder)) {
      const old = path.join(this.folder, name);
      const isBegun = /\.\d+$/.test(name);
      if (!name.startsWith(`${model}-`) || (isBegun && Date.now() - (await stat(old)).mtimeMs < GIVEN_UP)) continue;
      await rm(old, { recursive: true, force: true });
    }
  }
}
