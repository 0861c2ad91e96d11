import { type FileHandle, open, rename } from 'node:fs/promises';

/** What the name of a file has at its end while it is being written: it gets its own when it is whole. */
export const NEW = '.new';

/** Writes a file beside its place and puts it there when it is whole. */
export async function writeNew(place: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const handle = await open(place + NEW, 'w');
  try {
    await write(handle);
  } finally {
    await handle.close();
  }
  await rename(place + NEW, place);
}
