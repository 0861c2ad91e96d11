import { GlassboxError, type ServerFailure, type ServerFault } from '../protocol/engine/index.js';

/** What a server says of itself is shown, but not all of it, and no sign that would move a terminal's cursor. */
const MOST_SAID = 300;

/** A server's own words as plain text of one line; a key in them is left out. */
export function saidBy(text: string, key: string | null): string {
  const hidden = key === null || key === '' ? text : text.replaceAll(key, '…');
  // Sequences that colour a terminal go as a whole.
  const shown = hidden.replace(/(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]/g, '');
  const plain = shown.replace(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069\s]+/g, ' ').trim();
  const signs = Array.from(plain);
  return signs.length > MOST_SAID ? `${signs.slice(0, MOST_SAID).join('')}…` : plain;
}

/** The error that a caller gets. */
export const serverError = (fault: ServerFault, cause?: unknown): ServerFailure => {
  const details = { ...fault, kind: 'server' as const };
  const error = new GlassboxError('server-failed', `${fault.host}: ${englishOf(fault)}`, { details, cause });
  return error as ServerFailure;
};

/** For the console and the log; windows say it from the details (src/wording). */
function englishOf({ problem, status, seconds, said = '', size, known }: ServerFault): string {
  const words = said === '' ? '' : ` It says: ${said}`;
  const texts: Record<ServerFault['problem'], string> = {
    unreachable: 'could not be reached. Look whether the server runs, and at its address and port.',
    certificate: 'its certificate is not trusted, or is another host’s.',
    plain: 'does not speak https. Give its address with http://, or another port.',
    stalled: `gave no whole answer within ${seconds} s.`,
    cut: 'broke its answer off. Look whether it still runs, and whether its address begins with https://.',
    redirect: 'leads to another address, which is not followed. Give the address that it leads to.',
    key: `wants a key, or does not take the one that it was given (status ${status}).${words}`,
    openKey: 'a key would go there for everybody to read. Use https, or a tunnel to this machine (ssh -L).',
    offline: 'is on another machine, and Glassbox is offline.',
    oddKey:
      'the key has signs in it that no key has, as spaces, line breaks or letters with accents. It may have been copied with something else.',
    notFound: `has nothing at this address (status 404): it may be another kind of server.${words}`,
    busy: `takes no more requests now${seconds === undefined ? '' : `; asked to wait ${seconds} s`}.${words}`,
    tooLong: `takes no request as long as this (status 413).${words}`,
    refused: `does not take the request (status ${status}).${words}`,
    failed: `failed at it (status ${status}).${words}`,
    notJson: 'gave no JSON. A proxy may stand between, or the address is none of a model server.',
    otherVectors: `gives vectors of ${size} numbers, and gave ${known} when it was asked what it can do: it has another model now. Find out anew what it can do.`,
    shape: 'gave an answer of another form than such servers give.',
    tooMuch: 'sent more than any such answer can have.',
    severalModels: `has several models: ${said}. Name one of them.`,
    noModel: `${said === '' ? 'has no model.' : `has no such model. It has ${said}.`}`,
  };
  return texts[problem];
}
