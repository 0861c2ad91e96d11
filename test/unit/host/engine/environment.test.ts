import { describe, expect, test } from 'vitest';
import { engineEnvironment } from '../../../../src/host/engine/environment.js';

describe("the engine's environment", () => {
  test('asks for large pages on Linux, beside what is asked for already', () => {
    expect(engineEnvironment({ HOME: 'home' }, 'linux')).toEqual({
      HOME: 'home',
      GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1048576',
    });
    expect(engineEnvironment({ GLIBC_TUNABLES: 'glibc.malloc.check=0' }, 'linux')).toEqual({
      GLIBC_TUNABLES: 'glibc.malloc.check=0:glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1048576',
    });
  });

  test.each(['darwin', 'win32'] as const)('is left as it is on %s', (platform) => {
    expect(engineEnvironment({ HOME: 'home' }, platform)).toEqual({ HOME: 'home' });
  });
});
