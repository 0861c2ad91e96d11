/** The two ways of writing English. */
export type EnglishVariant = 'British' | 'American';

/** Words that the two write differently, British first; endings follow. */
const PAIRS = `colour/color favour/favor honour/honor labour/labor neighbour/neighbor flavour/flavor harbour/harbor
  humour/humor rumour/rumor behaviour/behavior armour/armor vapour/vapor parlour/parlor odour/odor splendour/splendor
  favourite/favorite favourable/favorable honourable/honorable neighbourhood/neighborhood colourful/colorful
  centre/center theatre/theater metre/meter litre/liter fibre/fiber kilometre/kilometer centimetre/centimeter
  grey/gray defence/defense offence/offense licence/license jewellery/jewelry moustache/mustache plough/plow
  tyre/tire pyjamas/pajamas aeroplane/airplane aluminium/aluminum cheque/check mum/mom mould/mold sceptical/skeptical
  catalogue/catalog dialogue/dialog traveller/traveler travelled/traveled travelling/traveling cancelled/canceled
  jeweller/jeweler woollen/woolen marvellous/marvelous enrol/enroll fulfil/fulfill skilful/skillful
  realise/realize organise/organize recognise/recognize apologise/apologize criticise/criticize civilise/civilize
  civilisation/civilization organisation/organization realisation/realization analyse/analyze paralyse/paralyze`;

/** American spellings that are words of British English, too. */
const COMMON = new Set(['check', 'tire', 'license', 'meter', 'dialog', 'tired', 'tires', 'checked', 'checks']);

const ENDINGS = ['', 's', 'ed', 'd', 'ing', 'er', 'r', 'ly'];

let known: ReadonlyMap<string, EnglishVariant> | undefined;

function variants(): ReadonlyMap<string, EnglishVariant> {
  if (known !== undefined) return known;
  const found = new Map<string, EnglishVariant>();
  for (const pair of PAIRS.split(/\s+/)) {
    const [british = '', american = ''] = pair.split('/');
    for (const ending of ENDINGS) {
      const join = (word: string) => (ending.startsWith('i') ? word.replace(/e$/, '') : word) + ending;
      found.set(join(british), 'British');
      if (!COMMON.has(join(american))) found.set(join(american), 'American');
    }
  }
  return (known = found);
}

/** How an English text is spelled, by the words that the two write differently; null without any, and where both occur. */
export function englishVariantOf(text: string): EnglishVariant | null {
  let variant: EnglishVariant | null = null;
  for (const [word] of text.toLowerCase().matchAll(/(?<![\p{L}\p{M}])[a-z]{3,}(?![\p{L}\p{M}])/gu)) {
    const own = variants().get(word);
    if (own === undefined) continue;
    if (variant !== null && own !== variant) return null;
    variant = own;
  }
  return variant;
}
