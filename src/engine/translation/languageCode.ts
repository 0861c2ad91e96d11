import { languageOf } from '../models/config.js';

/** A language's code with a script or a country, as Marian's vocabularies have it: `>>fra<<`, `>>zh_CN<<`. */
const CODE = /^>>([a-z]{2,3})(?:_\w+)?<<$/;

/** The English name of the language of a code as `>>fra<<`; undefined for what is none. */
export function languageOfCode(code: string): string | undefined {
  return languageOf(CODE.exec(code)?.[1] ?? '');
}

/** The code of a language by its English name: the one without a script or a country where there is such. */
export function codeOf(codes: readonly string[], language: string): string | undefined {
  const own = codes.filter((code) => languageOfCode(code) === language);
  return own.find((code) => !code.includes('_')) ?? own[0];
}
