import * as v from 'valibot';
import { fromDecodingWebviewSchema, type FromDecodingWebview } from '../../../protocol/webviews/index.js';

/** A message of the page, checked; null when it is none of its kinds. */
export function parseWebviewMessage(message: unknown): FromDecodingWebview | null {
  const checked = v.safeParse(fromDecodingWebviewSchema, message);
  return checked.success ? checked.output : null;
}
