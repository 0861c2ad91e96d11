import type { DocumentFormat, Params } from '../../../protocol/engine/index.js';
import type { Direction } from './languages.js';

/** A term that is always translated alike; one that becomes itself is kept. */
export type GlossaryTerm = NonNullable<Params<'translate'>['glossary']>[number];

/** How texts are translated, all of them alike. */
export interface TranslationRequest extends Direction {
  model: string;
  decoding: NonNullable<Params<'translate'>['decoding']>;
  /** of their document */
  format: DocumentFormat;
  glossary: GlossaryTerm[];
  typography: NonNullable<Params<'translate'>['typography']>;
}

/** A text with the rest of its document: what is prose in it is read from the whole. */
export interface TextInDocument {
  text: string;
  around: { before: string; after: string };
}

/** The engine's parameters for a text. */
export function translateParams(
  { glossary, typography, ...request }: TranslationRequest,
  { text, around }: TextInDocument,
): Params<'translate'> {
  return { ...request, ...termsAndMarks({ glossary, typography }), text, around };
}

/** What is not as it is without settings: a copied command is short where nothing was set. */
export function termsAndMarks({
  glossary,
  typography,
}: Pick<TranslationRequest, 'glossary' | 'typography'>): Pick<Params<'translate'>, 'glossary' | 'typography'> {
  return { ...(glossary.length > 0 && { glossary }), ...(typography !== 'target' && { typography }) };
}
