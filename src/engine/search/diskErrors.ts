import { statfs } from 'node:fs/promises';
import { GlassboxError } from '../../protocol/engine/index.js';

/** The system's code of an error; empty where it has none. */
export const codeOf = (error: unknown) => (error as NodeJS.ErrnoException | null)?.code ?? '';

/** What the system says of an index's files, as an error that tells what to do; ours stay what they are. */
async function indexError(error: unknown, folder: string, needed: number): Promise<unknown> {
  const code = codeOf(error);
  if (error instanceof GlassboxError || code === '') return error;
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code)) {
    const free = await statfs(folder).then(
      ({ bavail, bsize }) => bavail * bsize,
      () => null,
    );
    // Whatever it was that did not fit.
    const wanted = Math.max(needed, 1_000_000);
    const message = `${folder} has no room for the index. What was done is kept: free some, and go on.`;
    return new GlassboxError('bad-request', message, {
      cause: error,
      details: { kind: 'disk', folder, needed: wanted, free: free !== null && free < wanted ? free : null },
    });
  }
  const said = (error as Error).message;
  return new GlassboxError('bad-request', `${folder} cannot be used: ${said}.`, {
    cause: error,
    details: { kind: 'store', folder, said },
  });
}

/** Does something with an index's files. @throws GlassboxError `bad-request` (`disk`, `store`) */
export async function onDisk<T>(folder: string, needed: number, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw await indexError(error, folder, needed);
  }
}
