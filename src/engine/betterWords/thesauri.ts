import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { GlassboxError } from '../../protocol/engine/index.js';
import { fileFault, graphPath } from '../files.js';
import { Thesaurus } from './thesaurus.js';

/** Beside the embedded models. */
const FILES = { english: 'wordnet/english.txt', chinese: 'cedict/chinese.txt' } as const;
export type ThesaurusLanguage = keyof typeof FILES;

/** The thesauri that came with the extension, each read when it is first asked for. */
export class Thesauri {
  readonly #read = new Map<ThesaurusLanguage, Thesaurus>();

  constructor(private readonly folder: string) {}

  /** @throws GlassboxError `internal` when the extension's own file is missing or cannot be read, `out-of-memory` */
  async get(language: ThesaurusLanguage): Promise<Thesaurus> {
    const known = this.#read.get(language);
    if (known !== undefined) return known;
    const made = new Thesaurus(await readText(path.join(this.folder, FILES[language])));
    this.#read.set(language, made);
    return made;
  }
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(await graphPath(file), 'utf8').catch((error: unknown) => {
      throw fileFault(file, error);
    });
  } catch (error) {
    if (!(error instanceof GlassboxError) || error.code !== 'model-broken') throw error;
    const message = `The thesaurus, a file of the extension's own, cannot be read (${error.message}). Install the extension again.`;
    throw new GlassboxError('internal', message, { cause: error, details: { kind: 'extensionFile' } });
  }
}
