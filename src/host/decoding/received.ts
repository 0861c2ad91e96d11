import * as v from 'valibot';
import { fromDecodingSchema, type FromDecoding } from '../../protocol/index.js';

/** A message of the page, checked; null when it is none of its kinds. */
export function received(message: unknown): FromDecoding | null {
  const checked = v.safeParse(fromDecodingSchema, message);
  return checked.success ? checked.output : null;
}
