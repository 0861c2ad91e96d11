/* What makes a proposed word a bad one. Written apart from the engine, which is judged by it. */

/** Words that are no better word for one with a meaning. */
const FUNCTION_WORDS = new Set(
  `a an the this that these those such some any no every each either neither both all another other i me my mine you your
  yours he him his she her hers it its we us our ours they them their theirs myself yourself himself herself itself
  ourselves themselves who whom whose which what someone somebody something anyone anybody anything nobody nothing
  everyone everybody everything am is are was were be been being do does did have has had having will would shall should
  can could may might must and or but nor so if then than because since while although though unless until of in on at by
  to from with without within into onto upon for about above across after against along among around before behind below
  beneath beside between beyond during except near off out over through toward towards under up down not there here when
  where why how too also just only more most less`.split(/\s+/),
);

const IRREGULAR_PLURALS = new Set(
  'people children men women feet teeth mice geese police folk cattle staff clothing'.split(' '),
);
const IRREGULAR_PASTS = new Set(
  `ate beat became began been bent bit bled blew broke brought built bought burst cast caught chose chosen came cost crept
  cut dealt did done drew drawn drank drove driven dug eaten fed felt fell fallen fled flew flown flung forgot forgotten
  fought found froze frozen gave given gone got gotten grew grown ground had heard held hid hidden hit hung hurt kept knew
  known laid led left lent let lay lit lost made meant met paid put quit ran rang read rid rode ridden rose risen said sang
  sat saw seen sold sent set shook shaken shone shot showed shown shrank shut slept slid spoke spoken spent split sprang
  spread sprung sped stood stole stolen strode strove struck stuck stung swam swept swore sworn swung taken taught tore
  beheld torn thought threw thrown told took understood went wept woke woken won wore worn wound wrote written leapt hung sought
  dealt knelt dreamt learnt burnt spilt spelt smelt withdrew withdrawn overcame`.split(/\s+/),
);
const COMPARATIVES = new Set(['better', 'worse', 'less', 'more', 'further']);
const SUPERLATIVES = new Set(['best', 'worst', 'least', 'most']);
const ADJECTIVES_IN_LY = new Set(
  'friendly lovely lonely kindly melancholy silly ugly early daily likely deadly elderly holy jolly lively chilly orderly costly unfriendly'.split(
    ' ',
  ),
);
const PLAIN_ADVERBS = new Set(
  `almost always apart aside away back ever fast forever forward hard high home instead just late long low maybe never now
  often once perhaps quite right seldom sometimes soon still straight then together twice well yet ahead alone aloud anew
  further later sooner somehow someday today tomorrow yesterday altogether somewhat rather right afterwards downstairs
  upstairs outside inside alike already nigh well-nigh`.split(/\s+/),
);
const SINGULARS_IN_S = new Set('news series means always business'.split(' '));

const endsInS = (word: string) => /s$/.test(word) && !/(ss|us|is)$/.test(word) && !SINGULARS_IN_S.has(word);
const isPast = (word: string) => /[^e]ed$/.test(word) || IRREGULAR_PASTS.has(word);

/** Whether a word, in small letters, plainly has another form than the one that it is to replace. */
export function hasWrongForm(form: string, word: string): boolean {
  switch (form) {
    case 'plural':
      return !endsInS(word) && !IRREGULAR_PLURALS.has(word);
    case 'noun':
      return endsInS(word) || IRREGULAR_PLURALS.has(word);
    case 'verb':
      return (
        endsInS(word) ||
        (isPast(word) && !/^(let|put|cut|set|hit|read|shut|come|run|spread|hurt|cost|need|feed)$/.test(word)) ||
        (/..ing$/.test(word) && !/^(bring|sing|ring|cling|swing|fling|sting)$/.test(word))
      );
    case 'third':
      return !/s$/.test(word);
    case 'past':
      return !isPast(word);
    case 'ing':
      return !/ing$/.test(word);
    case 'comparative':
      return !/er$|^more /.test(word) && !COMPARATIVES.has(word);
    case 'superlative':
      return !/est$|^most /.test(word) && !SUPERLATIVES.has(word);
    case 'adjective':
      return (/ly$/.test(word) && !ADJECTIVES_IN_LY.has(word)) || (endsInS(word) && !/ous$/.test(word));
    case 'adverb':
      return !/ly$/.test(word) && !PLAIN_ADVERBS.has(word);
    default:
      return false;
  }
}

export const isFunctionWord = (word: string): boolean => FUNCTION_WORDS.has(word);
