import type { AddedServer } from '../protocol/engine/index.js';
import { serverAddress } from './address.js';

/** What a served model goes by: `gpt2@127.0.0.1:8080`; the address is whole where it is not of the usual kind. */
export function servedId({ address, abilities }: AddedServer): string {
  const short = address.replace(/^https?:\/\//, '');
  return `${abilities.model.id}@${serverAddress(short) === address ? short : address}`;
}

/** The model's name and the server's address in a served model's id; null for what is none. */
export function parseServedId(id: string): { model: string; address: string } | null {
  const found = /^(.+)@((?:https?:\/\/)?(?:\[[\da-f:]+\]|[\w.-]+)(?::\d+)?(?:\/[\w./-]*)?)$/i.exec(id);
  if (!found) return null;
  const [, model, address] = found as unknown as [string, string, string];
  // A name of a folder may have an @ in it, but nothing that looks like a host behind that.
  const isHost = /^https?:|^localhost\b|^\[|:\d+|\.[a-z\d-]+(\/|$)/i.test(address);
  return isHost ? { model, address: serverAddress(address) } : null;
}
