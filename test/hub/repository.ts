import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { bytesOf, fileContent, gitSha1, pointerText, sha256, type Content } from './contents.js';

/** A folder of the disk, or files by their paths. */
export type ModelFiles = string | Readonly<Record<string, string | Uint8Array | Content>>;

/** What a model's page and card say. */
export interface About {
  /** whose conditions have to be accepted first */
  gated: false | 'auto' | 'manual';
  private: boolean;
  /** tokens that may read it where it is gated or private */
  readers: readonly string[];
  task: string;
  licence: string;
  languages: readonly string[];
  /** by their type, as safetensors files have them */
  parameters: Readonly<Record<string, number>>;
  downloads: number;
  /** keep with Git LFS; when left out, by the name, and all from 10 MB on, as the hub does */
  isLarge?: (path: string) => boolean;
}

export interface RepositoryFile {
  path: string;
  content: Content;
  /** Git's name of what is in the repository: of the pointer for a large one */
  oid: string;
  /** SHA-256 of a file kept with Git LFS */
  sha256: string | null;
}

/** A model's files at a commit. */
export interface Commit {
  /** 40 hexadecimal digits, from the files */
  sha: string;
  files: ReadonlyMap<string, RepositoryFile>;
}

const LARGE_NAMES = /\.(safetensors|onnx|onnx_data|bin|h5|msgpack|pt|ot|gguf|model)$/;
const LARGE_BYTES = 10e6;

function contents(files: ModelFiles): [string, Content][] {
  if (typeof files === 'string') {
    return readdirSync(files, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath ?? entry.path, entry.name))
      .map((file) => [path.relative(files, file).split(path.sep).join('/'), fileContent(file)]);
  }
  return Object.entries(files).map(([name, given]) => [
    name,
    typeof given === 'string' || given instanceof Uint8Array ? bytesOf(given) : given,
  ]);
}

export function commitOf(files: ModelFiles, about: Partial<About>): Commit {
  const entries = contents(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, content]): RepositoryFile => {
      const isLarge = about.isLarge?.(name) ?? (LARGE_NAMES.test(name) || content.size >= LARGE_BYTES);
      if (!isLarge) return { path: name, content, oid: gitSha1(content), sha256: null };
      const hex = sha256(content);
      return { path: name, content, oid: gitSha1(bytesOf(pointerText(hex, content.size))), sha256: hex };
    });
  const names = entries.map((file) => `${file.oid} ${file.path}\n`).join('');
  return {
    sha: createHash('sha1').update(names).digest('hex'),
    files: new Map(entries.map((file) => [file.path, file])),
  };
}

/** A model with all its commits; the last one is `main`. */
export class Repository {
  readonly commits: Commit[];

  constructor(
    readonly id: string,
    files: ModelFiles,
    readonly about: Partial<About>,
  ) {
    this.commits = [commitOf(files, about)];
  }

  get main(): Commit {
    return this.commits.at(-1)!;
  }

  /** @param forget as after a squashed history: earlier commits are not found any more */
  push(files: ModelFiles, forget: boolean): Commit {
    if (forget) this.commits.length = 0;
    this.commits.push(commitOf(files, this.about));
    return this.main;
  }

  at(revision: string): Commit | undefined {
    return revision === 'main' ? this.main : this.commits.find(({ sha }) => sha === revision);
  }

  /** As `/api/models/ID` has it. */
  info(commit: Commit): object {
    const { gated = false, task, licence, languages, parameters, downloads = 0 } = this.about;
    const total = Object.values(parameters ?? {}).reduce((sum, count) => sum + count, 0);
    return {
      id: this.id,
      modelId: this.id,
      sha: commit.sha,
      private: this.about.private ?? false,
      gated,
      disabled: false,
      downloads,
      tags: [...(languages ?? []), ...(licence === undefined ? [] : [`license:${licence}`])],
      ...(task !== undefined && { pipeline_tag: task }),
      cardData: {
        ...(licence !== undefined && { license: licence }),
        ...(languages !== undefined && { language: languages.length === 1 ? languages[0] : languages }),
      },
      ...(parameters !== undefined && { safetensors: { parameters, total } }),
      siblings: [...commit.files.keys()].map((rfilename) => ({ rfilename })),
    };
  }

  /** As `/api/models/ID/tree/REVISION` has it. @param within a folder, or '' */
  tree(commit: Commit, within: string, isRecursive: boolean): object[] {
    const folders = new Map<string, object>();
    const files: object[] = [];
    const start = within === '' ? '' : `${within}/`;
    for (const file of commit.files.values()) {
      if (!file.path.startsWith(start)) continue;
      const parts = file.path.slice(start.length).split('/');
      for (let depth = 1; depth < parts.length; depth++) {
        const folder = start + parts.slice(0, depth).join('/');
        const oid = createHash('sha1').update(`tree ${folder}`).digest('hex');
        if (isRecursive || depth === 1) folders.set(folder, { type: 'directory', oid, size: 0, path: folder });
      }
      if (isRecursive || parts.length === 1) files.push(treeEntry(file));
    }
    return [...folders.values(), ...files];
  }
}

function treeEntry({ path: name, content, oid, sha256: hex }: RepositoryFile): object {
  const entry = { type: 'file', oid, size: content.size, path: name };
  if (hex === null) return entry;
  return { ...entry, lfs: { oid: hex, size: content.size, pointerSize: pointerText(hex, content.size).length } };
}
