import { serverAddress } from './address.js';

/** The model's name and the server's address in a served model's id; null for what is none. */
export function parseServedId(id: string): { model: string; address: string } | null {
  const found = /^(.+)@((?:https?:\/\/)?(?:\[[\da-f:]+\]|[\w.-]+)(?::\d+)?(?:\/[\w./-]*)?)$/i.exec(id);
  if (!found) return null;
  const [, model, address] = found as unknown as [string, string, string];
  // A name of a folder may have an @ in it, but nothing that looks like a host behind that.
  const isHost = /^https?:|^localhost\b|^\[|:\d+|\.[a-z\d-]+(\/|$)/i.test(address);
  return isHost ? { model, address: serverAddress(address) } : null;
}
