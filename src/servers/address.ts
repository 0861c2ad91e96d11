// Part by part: the whole would load the schemas of all methods at activation.
import { GlassboxError } from '../protocol/engine/errors.js';
import { isLoopbackHost } from '../protocol/engine/serverHost.js';

export { isLoopback } from '../protocol/engine/serverHost.js';

/** What stands behind the address in other tools' settings and examples. */
const WAYS = /\/(?:(?:chat\/)?completions|embeddings|models|responses)$/;

/**
 * Where a server's `/v1` begins, without a slash at its end: what people paste is taken, with `/v1` or without, with what
 * is asked there, and without `http://` where it is on this machine.
 * @throws GlassboxError `bad-request` for what is no address, or has a query, a name or a password: a key is told apart from it
 */
export function serverAddress(given: string): string {
  const trimmed = given.trim();
  const whole = /^[a-z][a-z\d+.-]*:\/\//i.test(trimmed) ? trimmed : `${schemeOf(trimmed)}://${trimmed}`;
  const url = URL.canParse(whole) ? new URL(whole) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    [url.username, url.password, url.search, url.hash].join('') === '';
  if (!isPlain) {
    const told = withoutSecrets(trimmed);
    throw new GlassboxError(
      'bad-request',
      `${JSON.stringify(told)} is no address of a server, as http://127.0.0.1:8080 is; a key does not belong into it.`,
      { details: { kind: 'serverAddress', given: told } },
    );
  }
  const [, base] = /^(.*?)(?:\/v1)*$/.exec(`${url.origin}${url.pathname}`.replace(/\/+$/, '').replace(WAYS, ''))!;
  return base!.replace(/\/+$/, '');
}

/** What has no scheme is this machine's, however it is written, which needs no certificate, or else somebody's who has one. */
function schemeOf(given: string): 'http' | 'https' {
  const here = `http://${given}`;
  return URL.canParse(here) && isLoopbackHost(new URL(here).hostname) ? 'http' : 'https';
}

/** A name, a password and what stands in a query are not told on. */
const withoutSecrets = (given: string) =>
  given
    .replace(/(^|\/\/)[^/@]*@/, '$1…@')
    .replace(/[?#].*$/s, (rest) => `${rest[0]!}…`)
    .slice(0, 200);
