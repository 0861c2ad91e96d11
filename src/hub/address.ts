import { GlassboxError } from '../protocol/engine/index.js';

/** The hub that everybody means. */
export const PUBLIC_HUB = 'https://huggingface.co';

/**
 * The address of a hub or of a mirror of it, without a slash at its end. A mirror may lie at a path of its host.
 * @throws GlassboxError `bad-request` for what is no address, or has a query, a name or a password
 */
export function hubAddress(given: string): string {
  const url = URL.canParse(given.trim()) ? new URL(given.trim()) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    [url.username, url.password, url.search, url.hash].join('') === '';
  if (!isPlain) {
    throw new GlassboxError(
      'bad-request',
      `${JSON.stringify(withoutSecrets(given))} is no address of a hub, as https://HOST is.`,
      {
        details: { kind: 'hubAddress', given: withoutSecrets(given) },
      },
    );
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** A name and a password are not told on. */
const withoutSecrets = (given: string) => given.replace(/\/\/[^/@]*@/, '//…@').slice(0, 200);

/** Which hub is meant: the setting, else what Hugging Face's own tools go by, else the public one. */
export const chosenHub = (setting: string, { HF_ENDPOINT: named }: NodeJS.ProcessEnv = process.env): string =>
  hubAddress(setting.trim() || named?.trim() || PUBLIC_HUB);

/** Whether what is sent to an address can be read by nobody else: by HTTPS, or to this machine. */
export const isPrivate = ({ protocol, hostname }: URL): boolean =>
  protocol === 'https:' || ['localhost', '127.0.0.1', '[::1]'].includes(hostname);
