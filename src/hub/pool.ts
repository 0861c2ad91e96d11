/**
 * Works on several things at once; the first failure ends the others.
 * @throws what the first failure threw
 */
export async function inParallel<T>(
  things: readonly T[],
  most: number,
  work: (thing: T, signal: AbortSignal) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const end = new AbortController();
  const both = signal ? AbortSignal.any([signal, end.signal]) : end.signal;
  const rest = [...things];
  let failure: { error: unknown } | null = null;
  const one = async () => {
    for (let thing = rest.shift(); thing !== undefined; thing = rest.shift()) {
      try {
        await work(thing, both);
      } catch (error) {
        failure ??= { error };
        rest.length = 0;
        end.abort();
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, things.length) }, one));
  if (failure) throw (failure as { error: unknown }).error;
}
