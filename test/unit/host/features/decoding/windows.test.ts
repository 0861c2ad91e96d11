import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isStorageId, surplusFiles } from '../../../../../src/host/features/decoding/untitledWindowStorage.js';

describe('files of windows without a workspace', () => {
  const file = (name: string, written: number, own = false) => ({ name, written, own });
  const names = (files: { name: string }[]) => files.map(({ name }) => name);

  it('are kept for the windows that wrote last', () => {
    const files = [file('a', 3), file('b', 1), file('c', 5), file('d', 2), file('e', 4, true)];
    expect(names(surplusFiles(files))).toEqual(['b']);
    expect(names(surplusFiles(files, 2))).toEqual(['a', 'd', 'b']);
  });

  it('are never the present window’s, however old it is', () => {
    const files = [file('own', 0, true), ...Array.from({ length: 9 }, (_, index) => file(`${index}`, index + 1))];
    expect(surplusFiles(files)).toHaveLength(6);
    expect(names(surplusFiles(files, 1))).not.toContain('own');
  });

  it('stay when they are few', () =>
    expect(surplusFiles([file('a', 1), file('b', 2), file('c', 3, true)])).toEqual([]));
});

describe('a mark', () => {
  it('is what was made as one', () => expect(isStorageId(randomUUID())).toBe(true));

  it.each([undefined, null, 7, '', 'a', '../../x', `${randomUUID()}/..`])('is not %o', (mark) =>
    expect(isStorageId(mark)).toBe(false),
  );
});
