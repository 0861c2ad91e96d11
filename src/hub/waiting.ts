/** The longest that a hub's wish to wait is met within a run, seconds; beyond it the user is told. */
export const MOST_WAIT = 300;

/** Seconds that `Retry-After` names, as a number or as a date; null where it does not say. */
function retryAfter(value: string | null, now: number): number | null {
  if (value === null) return null;
  if (/^\s*\d+\s*$/.test(value)) return Number(value);
  // Date.parse takes numbers, too.
  const date = /[a-z]/i.test(value) ? Date.parse(value) : NaN;
  return Number.isNaN(date) ? null : Math.max(0, (date - now) / 1000);
}

/** Seconds until a window with requests left begins, by `RateLimit: "resolvers";r=0;t=55` (draft-ietf-httpapi-ratelimit-headers). */
function rateLimitReset(value: string | null): number | null {
  const waits = (value ?? '').split(',').flatMap((policy) => {
    const left = /;\s*r=(\d+)/.exec(policy)?.[1];
    const reset = /;\s*t=(\d+)/.exec(policy)?.[1];
    return left !== undefined && Number(left) === 0 && reset !== undefined ? [Number(reset)] : [];
  });
  return waits.length === 0 ? null : Math.max(...waits);
}

/** Seconds that an answer asks to wait; null where it does not. */
export function askedWait(headers: Headers, now = Date.now()): number | null {
  const asked = [retryAfter(headers.get('retry-after'), now), rateLimitReset(headers.get('ratelimit'))];
  const known = asked.filter((seconds) => seconds !== null);
  return known.length === 0 ? null : Math.max(...known);
}

/** Seconds before the next try: twice as long each time, with a quarter of chance, so that many windows do not come at once. */
export const backoff = (attempt: number, { first, most }: { first: number; most: number }): number =>
  Math.min(most, first * 2 ** attempt) * (1 + Math.random() / 4);

/** Waits; rejects with the signal's reason as soon as it is aborted. */
export function pause(seconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal!.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1000);
    if (signal?.aborted) stop();
    else signal?.addEventListener('abort', stop, { once: true });
  });
}
