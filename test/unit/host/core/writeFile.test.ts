/* Files are written whole or not at all, whatever the file system does halfway. */
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type * as vscode from 'vscode';
import { DecodingStorage } from '../../../../src/host/features/decoding/sessionStorage.js';
import type { SessionState } from '../../../../src/host/features/decoding/sessionState.js';
import { deserializeState } from '../../../../src/host/features/decoding/serialization.js';
import { saveFile } from '../../../../src/host/core/saveFile.js';
import { writeFile } from '../../../../src/host/core/writeFile.js';

type Fault = 'full' | 'forbidden' | 'rename' | 'rename after delete';

const disk = vi.hoisted(() => ({
  files: new Map<string, string>(),
  fault: null as string | null,
  messages: [] as string[],
  answers: [] as (string | undefined)[],
}));

vi.mock('vscode', () => {
  class FileSystemError extends Error {
    constructor(
      message: string,
      readonly code: string,
    ) {
      super(message);
    }
  }
  class Uri {
    constructor(
      readonly path: string,
      readonly scheme = 'vscode-test',
    ) {}
    with({ path }: { path: string }) {
      return new Uri(path, this.scheme);
    }
    static file = (path: string) => new Uri(path);
    static joinPath = (uri: Uri, ...parts: string[]) => new Uri([uri.path, ...parts].join('/'), uri.scheme);
  }
  const { files } = disk;
  const fail = (message: string, code = 'Unknown') => Promise.reject(new FileSystemError(message, code));
  const told = (message: string) => {
    disk.messages.push(message);
    return Promise.resolve(disk.answers.shift());
  };
  return {
    FileSystemError,
    Uri,
    l10n: { t: (text: string) => text },
    window: { showWarningMessage: told, showErrorMessage: told },
    workspace: {
      workspaceFolders: [],
      fs: {
        // As the editor's own: the file is emptied first, and holds what went in before the fault.
        writeFile: ({ path }: Uri, content: Uint8Array) => {
          if (disk.fault === 'forbidden' && !files.has(path)) return fail('EACCES: permission denied', 'NoPermissions');
          const text = new TextDecoder().decode(content);
          files.set(path, disk.fault === 'full' ? text.slice(0, text.length / 2) : text);
          return disk.fault === 'full' ? fail('Error: ENOSPC: no space left on device, write') : Promise.resolve();
        },
        readFile: ({ path }: Uri) => {
          const text = files.get(path);
          return text === undefined ? fail('ENOENT', 'FileNotFound') : Promise.resolve(new TextEncoder().encode(text));
        },
        stat: ({ path }: Uri) => (files.has(path) ? Promise.resolve({}) : fail('ENOENT', 'FileNotFound')),
        delete: ({ path }: Uri) => (files.delete(path) ? Promise.resolve() : fail('ENOENT', 'FileNotFound')),
        rename: (from: Uri, to: Uri, { overwrite }: { overwrite: boolean }) => {
          if (disk.fault === 'rename') return fail('EPERM');
          if (files.has(to.path) && !overwrite) return fail('EEXIST', 'FileExists');
          files.delete(to.path);
          if (disk.fault === 'rename after delete') return fail('EIO');
          files.set(to.path, files.get(from.path)!);
          files.delete(from.path);
          return Promise.resolve();
        },
      },
    },
  };
});

const { Uri } = await import('vscode');
const file = Uri.file('/results.json');
const write = (text: string) => writeFile(file, new TextEncoder().encode(text));
const setFault = (fault: Fault | null) => (disk.fault = fault);

beforeEach(() => {
  disk.files.clear();
  setFault(null);
  disk.messages = [];
  disk.answers = [];
});

describe('a file', () => {
  it('takes the place of the former one and leaves nothing beside it', async () => {
    await write('first');
    await write('second');
    expect([...disk.files]).toEqual([['/results.json', 'second']]);
  });

  it.each([
    ['the disk is full halfway', 'full', /ENOSPC/],
    ['it cannot get its name', 'rename', /EPERM/],
  ] as const)('is as it was when %s', async (_, fault, message) => {
    await write('first');
    setFault(fault);
    await expect(write('a much longer second one')).rejects.toThrow(message);
    expect([...disk.files]).toEqual([['/results.json', 'first']]);
  });

  it('does not come to be in half', async () => {
    setFault('full');
    await expect(write('first')).rejects.toThrow(/ENOSPC/);
    expect(disk.files.size).toBe(0);
  });

  it('stays whole beside its name when that was given away and not taken', async () => {
    await write('first');
    setFault('rename after delete');
    await expect(write('second')).rejects.toThrow(/EIO/);
    expect([...disk.files]).toEqual([['/results.json.glassbox-part', 'second']]);
  });

  it('is written in place in a folder that takes no new files', async () => {
    await write('first');
    setFault('forbidden');
    await write('second');
    expect([...disk.files]).toEqual([['/results.json', 'second']]);
  });
});

describe('an export', () => {
  it('says that the disk is full, leaves the file of that name, and asks again', async () => {
    disk.files.set('/a.svg', 'mine');
    setFault('full');
    disk.answers = ['Save Elsewhere', undefined];
    const saved = await saveFile('a', 'svg', 'a picture', () => Promise.resolve(Uri.file('/a.svg')));
    expect(saved).toBeNull();
    expect(disk.messages).toEqual(
      Array(2).fill('The disk is full; the file was not written. One of this name is as it was.'),
    );
    expect([...disk.files]).toEqual([['/a.svg', 'mine']]);
  });
});

describe('the kept comparison', () => {
  const memory = new Map<string, unknown>();
  const context = {
    storageUri: Uri.file('/storage'),
    workspaceState: {
      get: (key: string) => memory.get(key),
      update: (key: string, value: unknown) => Promise.resolve(void memory.set(key, value)),
    },
  } as unknown as vscode.ExtensionContext;
  const fresh = { prompt: { mode: 'typed' as const, text: 'a', label: '' }, model: 'gpt2-mini', maxNewTokens: 5 };

  function keeping() {
    let state: SessionState = deserializeState(undefined, null, fresh);
    const logged: string[] = [];
    const storage = new DecodingStorage(
      context,
      () => state,
      (message) => logged.push(message),
    );
    const keep = async () => {
      state = { ...state, shown: { ...state.shown, runs: [...state.shown.runs] } };
      storage.changed(false);
      storage.dispose();
      await new Promise<void>((resolve) => setTimeout(resolve, 20));
    };
    return { keep, logged };
  }

  it('outlives a full disk, which is told once', async () => {
    const { keep, logged } = keeping();
    await keep();
    const [kept] = disk.files.values();
    setFault('full');
    await keep();
    await keep();
    expect([...disk.files.values()]).toEqual([kept]);
    expect(disk.messages).toHaveLength(1);
    expect(disk.messages[0]).toMatch(/^The disk is full/);
    expect(logged).toHaveLength(2);
  });

  it('is read from beside its name when it did not get that', async () => {
    disk.files.set('/storage/decoding.json.glassbox-part', '{"version":1,"results":[]}');
    expect((await DecodingStorage.read(context)).results).toBe('{"version":1,"results":[]}');
  });
});
