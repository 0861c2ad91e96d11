/**
 * Has glibc's malloc ask for large pages where the system gives them on request, and take pieces of a megabyte and more
 * from the system one by one. Left to itself it moves that limit up to 32 MB, and what is freed while weights are widened
 * and packed stays with the process: 120 to 150 MB of 220 in half precision.
 */
const ALLOCATOR = 'glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=1048576';

/**
 * The environment of the engine's process. A token reads all of a model's weights once: in large pages that takes 3 to
 * 10 % less time. It works where Node is linked with glibc 2.35 or newer, as VS Code's server is; elsewhere it is ignored.
 */
export function engineEnvironment(
  own: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): NodeJS.ProcessEnv {
  if (platform !== 'linux') return own;
  const { GLIBC_TUNABLES: given } = own;
  return { ...own, GLIBC_TUNABLES: given ? `${given}:${ALLOCATOR}` : ALLOCATOR };
}
