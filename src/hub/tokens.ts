import { readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { hubAddress, PUBLIC_HUB } from './address.js';
import { toolsHome } from './hubCaches.js';

/** A token is some forty characters; a file of more is none. */
const MOST_BYTES = 2000;

const clean = (text: string | undefined): string | null => {
  const token = text?.replace(/[\r\n]/g, '').trim();
  return token !== undefined && /^[\x21-\x7e]+$/.test(token) ? token : null;
};

/**
 * The token that Hugging Face's own tools would use for a hub: `HF_TOKEN`, else the file that their login writes. It
 * belongs to the public hub, and to the one that `HF_ENDPOINT` names beside it; no other is given it.
 * @param origin of the hub
 */
export async function toolsToken(origin: string, env: NodeJS.ProcessEnv = process.env): Promise<string | null> {
  const theirs = [PUBLIC_HUB, env['HF_ENDPOINT']].flatMap((address) => {
    try {
      return address ? [new URL(hubAddress(address)).origin] : [];
    } catch {
      return [];
    }
  });
  if (!theirs.includes(origin)) return null;
  const named = clean(env['HF_TOKEN']) ?? clean(env['HUGGING_FACE_HUB_TOKEN']);
  if (named !== null) return named;
  const file = env['HF_TOKEN_PATH'] ?? path.join(toolsHome(env, os.homedir(), process.platform), 'token');
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.length > MOST_BYTES ? null : clean(text);
}
