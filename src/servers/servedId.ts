import type { AddedServer } from '../protocol/engine/index.js';
import { isLoopback } from '../protocol/engine/serverHost.js';

/** What a served model goes by: `gpt2@127.0.0.1:8080`; the address is whole where its scheme is not the usual one. */
export function servedId({ address, abilities }: AddedServer): string {
  // As `serverAddress` adds it: what is on this machine needs no certificate.
  const usual = isLoopback(address) ? 'http://' : 'https://';
  return `${abilities.model.id}@${address.startsWith(usual) ? address.slice(usual.length) : address}`;
}
