import { describe, expect, it } from 'vitest';
import { splitSentences } from '../../../src/text/index.js';

/** Each line is a text of one language, its sentences apart by `|`. */
const TEXTS: Readonly<Record<string, string>> = {
  en: `
    He lives at No. [MASK] Baker Street.
    She met Mr. [MASK] today.|Then she left.
    Apple Inc. Chairman Tim Cook spoke.|The shares rose.
    He works for Apple Inc.|The pay is good.
    We meet at 5 p.m. Monday.|Come at 6 a.m. Eastern Time.
    He came at 5 p.m.|Anna was late.
    Bring pens, paper, etc.|Anna has the rest.
    See pp. 3–5, Vol. II and Ch. 4.|Then rest.
    The year was 1999.|Nobody knew.
    I was No. 1.|You were not.
    Lt. Col. Smith and Gov. Brown met Sen. Jones.
    Take vitamin C.|Apples have it.
    So do I.|Peter does too.
    J.K. Rowling and George R. R. Martin write.|I read.
    Washington, D.C. is big.|The U.N. Security Council met.
    St. Louis is on the river.|He lives on Main St.|The shop is near.
    Dr. Who? is on.
    DR. SMITH IS AT NO. 5 NOW.|GO HOME.
    He has a Ph.D.|He is clever.
    It weighs approx. 5 kg.|It is big.
    He said "no."|Then he left.
    Is it (really?) so?|Yes.
    It was 3.5 m long.|5 people saw it.
    Cats vs. Dogs is a film.|I saw it.
    The firm, est. 1990, is old.
    He met Dr.⏎Smith.|They left.
    HE LEFT.|THEN I SLEPT.|GO TO ST. LOUIS.|NO.|YES.
    Wait . . . what?|I see.
    “Stop!” he said.|“Why?”|He ran.
    “Stop!” I said.|“Why?” Tom asked.|“No.”|Tom said nothing.
    Approx. 5 people came on Wed. 5 May.|E.g. Anna came.
    The meeting is at No. 10 Downing St. in London.|It’s late.
    He was born c. 1900.|He wrote an op. cit. too.
    Jones et al. (2020) say so.|We agree.
    We saw Jan. 5 and Sept. 12 on it.
    Read Fig. 3, Eq. (2) and Tab. 4.
    She is from St. John's Rd. and he too.`,
  de: `
    Obst, z. B. Äpfel und Birnen.|Das ist gut.
    Obst, z.B. Äpfel.|Ja.
    Obst, z. B. [MASK] und Birnen.
    Das ist i. d. R. Sache des Chefs.|Er weiß es.
    Die o. g. Person kam, d. h. Anna.
    Der 2. Weltkrieg begann am 1. September 1939.|Er war lang.
    Wir wohnen im 2. Stock.|Das Haus ist alt.
    Der 1. FC Köln hat gewonnen.
    1. FC Köln hat gewonnen.
    Am 7. Tag ruhte er.|Dann ging es weiter.
    Er hat 5 Mio. Euro verdient.|Sie hat mehr.
    Dr. med. Anna Schmidt kam mit Prof. Dr. rer. nat. Meier.
    Er wohnt in der Hauptstr. 5.|Sie auch.
    Er wohnt in der Hauptstr.|Dort ist es laut.
    Es sind mind. 5 und max. 2 Personen.|Gut.
    Sog. Experten sagten das der Fa. Müller.
    Gest. 2000, geb. 1950 in Köln.
    Ich bin 25.|Das ist alt.
    Heute ist der 3.|Morgen ist der 4.
    Es geschah im Jahr 1999.|Danach kam nichts.
    Im 19. Jh. war das so.|Im 20. Jahrhundert nicht.
    Am 3. 5. 2020 kam er.|Am 4.5. ging er.
    Sie feierte ihren 50. Geburtstag.|Alle kamen.
    Mozarts 40. Sinfonie ist schön.
    Die 1. und 2. Klasse fahren weg.
    Kaiser Wilhelm II. regierte lange.|Er ging 1918.
    Der II. Weltkrieg war schlimm.
    Bitte vgl. Abb. 3, S. 15 und Abs. 2.
    Er kam v. a. Anfang Mai, u. a. Peter auch.
    Frau Dr. Müller wohnt in St. Gallen.|Dort ist es schön.
    Er sagte: „Komm!“ und ging.|„Gut.“|Sie blieb.
    Wir waren da usw.|Peter ging.
    Tel. 030 12345, Nr. 7.|Bitte anrufen.
    Um 14 Uhr geht’s los.|Am Mo. 8 Uhr nicht.
    Cäsar starb 44 v. Chr. in Rom.|Das war im 1. Jh. v. Chr.|Er war alt.
    Das kostet ca. 5 Euro inkl. MwSt. und Porto.
    Unser 100. Besucher bekam Blumen.
    Zum 3. Mal gewann er.|Beim 4. Versuch nicht.
    Siehe Art. 3 Abs. 1 Satz 2 GG.|Das gilt.
    Er war Nr. 1.|Das war gut.
    Der Hbf. Köln ist groß.|Am Bhf. warten alle.
    Th. Mann und E. T. A. Hoffmann schrieben.
    Bürgermeister a. D. Meier sprach.
    »Komm!«, sagte er.|»Nein.«|‚Ja.‘|Sie ging.
    Vom 1.-3. Mai und vom 1. bis 3. Juni.|Er war auf Platz 1.|Platz 2 blieb leer.
    Prof. em. Dr. h. c. mult. Meier sprach.|Gut.
    § 5 Abs. 1 S. 2 Nr. 3 BGB i. V. m. Art. 12 GG.|Das gilt.
    D. h. Anna kommt.|Inkl. Steuer 5 €.
    Wir fahren von Gleis 3.|Bitte einsteigen.
    Tel.-Nr. 5 und Art.-Nr. 7.|Danke.
    Ludwig XIV. war König.|Er lebte in der Fa. Meier GmbH & Co. KG.`,
  fr: `
    MM. Dupont et Durand sont là.|Ils mangent.
    M. Le Pen parle.|M. Dupont aussi.
    Il naquit en 52 av. J.-C. à Rome.|Il mourut en 10 apr. J.-C.|Les Romains pleuraient.
    Voir art. 3 et chap. IV.|C'est clair.
    J.-P. Sartre et Mme de Beauvoir.|Voilà.
    Des fruits, p. ex. Pommes et poires.
    Mlle. Anne et Mgr. Paul viennent.
    « Viens ! » dit-il.|« Où ? »|Elle part.
    Il a dit : « Viens. »|Elle vient.
    Il est né le 1er mai.|C'était un lundi.
    Il aime les pommes, etc.|Marie aussi.
    Elle habite 5 bd. Voltaire.|C'est loin.
    L'art. 5 et l'al. 2 le disent.
    Tél. 01 23 45 67 89.|Merci.
    Dr. Martin et Pr. Durand arrivent.
    Elle aime l'art.|Paul préfère le sport.
    Le roi Louis XIV. régnait.
    Env. 5 personnes, réf. A12, sont là.
    Il y a 25.|Les autres partent.
    St. Malo est beau.|Ste. Marie aussi.
    — Viens ! dit-il.|— Où ?|— Ici.`,
  es: `
    Vive en EE. UU. desde mayo.|Es feliz.
    Los EE. UU. Mexicanos.|El país es grande.
    La Dra. López y Dña. Ana llegaron.|El Sr. Ruiz no.
    Véase pág. 5 y art. 3.|Es claro.
    Vive en Av. Central 5.|Es bonita.
    —¿Vienes? —preguntó él.|—Sí.|—Vamos.
    —Hola —dijo Ana.|—¿Qué tal?|—Bien.
    ¿Qué quieres?|¡Nada!|Me voy.
    Ud. Sabe mucho, p. ej. Inglés.
    Nació en 50 a. C. en Roma.|Murió en 10 d. C.|Era viejo.
    D. Quijote y Sancho.|Los dos cabalgan.
    El cap. IV y el núm. 3.|Fin.
    J. L. Borges escribió mucho.|Lo leí.
    Bs. As. es grande.|Los RR. HH. también.
    Compra pan, leche, etc.|Luego vuelve.
    La S. A. Gómez vende.|La otra no.
    Llegó a las 5 p. m. y se fue.
    El prof. García y la Srta. Vega cantan.
    El n.º 5 y la 1.ª Guerra.|Fin.
    Sto. Domingo está lejos.|El Excmo. Sr. Ruiz vino.
    Me gusta el arte.|Me gusta el art.|Ya sé.`,
  ro: `
    Dl. Popescu vine mâine.|Dna. Ana nu vine.
    D-l. Popescu și d-na. Ana au venit.|Este bine.
    Stau pe Str. Unirii nr. 5.|Este aproape.
    dr. Popescu a venit.|Apoi a plecat.
    Sf. Nicolae vine în dec. 2020.|Copiii sunt veseli.
    Vezi art. 5 alin. 2 lit. A din lege.|Este clar.
    Are 5 mil. Euro.|El este bogat.
    În sec. XIX era așa.|Acum nu.
    În anul 50 î. Hr. a murit.|Nu știu.
    De ex. Ana și cca. 5 copii.
    Bl. 5, sc. A, ap. 3 este al meu.|Vino.
    — Vii? întrebă el.|— Da.
    „Vino!” spuse el.|„Bine.”|Ea a plecat.
    B-dul. Unirii este lung.|Bd. Carol nu.
    A cumpărat mere, pere etc.|Ana nu.
    I. L. Caragiale a scris.|Am citit.
    S.C. Alfa S.R.L. București vinde.|Ei cumpără.
    Prof. univ. dr. Ion Pop vine.|Bine.`,
};

/** Without a language: English, and what is safe in all. */
const UNKNOWN = `
    Mr. Smith met Dr. Jones.|Then he left.
    Am 3. Oktober kam Herr Dr. Müller, d.h. um 5 Uhr.
    Das ist z. B. Obst.|Dl. Popescu vine.|Dña. Ana también.
    Never mind.|He is here.
    It is art.|She likes it.
    We go to the gym.|Max is there.
    This is Max.|Peter is here.
    I have 25.|Peter has 3.|Stock is low.|It was 5.|April came.
    Im 2. Stock wohnt Anna.|Der 2. Weltkrieg begann am 1. September 1939.
    Vive en EE. UU. desde mayo.|La Sra. Ruiz no.
    Tell me.|Peter knows.
    Она живёт здесь.|Он там.
    Όχι.|Ναι;
    今天很好。|明天呢？|「好。」|他走了。
    यह अच्छा है।|वह गया।`;

const MARKED = `
    **The dog is here.**|The cat is there.
    *The dog is here.*|The cat is there.
    _The dog is here._|The cat is there.
    ~~The dog is here.~~|The cat is there.
    \`The dog is here.\`|The cat is there.
    <b>The dog is here.</b>|<i>The cat is there.</i>
    She said **stop!**|Then he left.
    Is this *it?*|Yes.
    <i>How are you?</i>|I am fine.
    ![A dog](a.png) is here.|Yes.
    ![A dog. A cat.](a.png)|Yes.
    [!NOTE] Be careful.
    [Read this.](https://example.com/a?b=c)|[Then this!][1]|The end.
    [Read this. Then that.](https://example.com/a) is good.
    This is true.[^1]|That is not.[^note]
    This is true.[1, 2]|That is not.[1–3]|Well.[1][2]
    This is true.¹|That is not.²,³|Well.*
    This is true. [1]|That is not. [2, 3]|Well.
    This is true.<sup>1</sup>|That is not.
    [1] is here.|[2] is there.
    I am happy! 😀|See you.
    I am happy!😀|See you. 👋🏽|Bye.
    Nice. :-)|Then we left.
    😀 Great!|👍🏽 Yes.
    The **dog.**|**The** cat.
    He left.|"She" stayed.
    (He left.)|(She stayed.)
    He left (“Go!”).|She stayed.
    Use \`a. B\` now.|Then \`c?\` too.
    Call \`f(x). Then\` stop.|Go.
    Open <a title="One. Two.">this. </a>|Then.
    1.) First this.|Then that.
    1. First this.|Then that.
    2.1. First this.|Then that.
    IV. The end.|It is near.
    A) First this.|Then that.
    **Dr.** Smith is here.|Yes.
    See https://example.com/a.b?c=D! and go.|Yes.
    Was it ***him***?|**No!**|Yes.
    He left.” |She stayed.
    He left.’”|“‘She stayed.’”
    \`\`Go.''|He said \`\`yes.''
    \\textbf{The dog is here.}|The cat is there.
    What?!|No!!!|Really…?|Yes.
    He left…|The door closed.
    Text (…) More text.|End.
    He said so.|[…] Then he left.
    "Why?" he asked.|"No."|He left.`;

const SMALL = `
    i went home.|then i slept.|it was late.
    are you there?|yes!|come in.
    “stop!” he said.|then he left.
    i met dr. smith and mr. jones.|they left.
    wait... what?|i see.
    see fig. 3, e.g. the left one.|it is red.
    bring pens, etc. and paper.|the rest is here.
    min. length and max. size are set.|they hold.
    the u.s. army came.|then it left.
    iPhones are good.|I like them. and you?
    open the file a.txt.|[MASK] is in it.
    **go home.**|then sleep.
    no. of items is 5.|it is ok.`;

describe.each([
  ['no language', UNKNOWN],
  ['marks', MARKED],
  ['small letters', SMALL],
])('sentences of %s', (_, lines) => {
  it.each(lines.trim().split(/\n\s*/))('%s', (line) => {
    const expected = line
      .split('|')
      .filter((sentence) => sentence !== '')
      .map((sentence) => sentence.trim());
    const text = expected.join(' ');
    expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

describe('sentences without white space between them', () => {
  it.each([
    ['One.<br>Two.', ['One.<br>', 'Two.']],
    ['<p>One.</p><p>Two!</p>', ['<p>One.</p>', '<p>Two!</p>']],
    ['一。**二！**', ['一。', '**二！**']],
    ['“好吗？”他问。“好。”', ['“好吗？”他问。', '“好。”']],
    ['"好吗？""好。"', ['"好吗？"', '"好。"']],
    ['これは本です。「はい。」と言った。', ['これは本です。', '「はい。」と言った。']],
    ['好。[1]他来了。[2]', ['好。[1]', '他来了。[2]']],
    ['好！😀他来了。', ['好！😀', '他来了。']],
  ])('%s', (text, expected) => {
    expect(splitSentences(text).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});

describe.each(Object.entries(TEXTS))('sentences of %s', (language, lines) => {
  it.each(lines.trim().split(/\n\s*/))('%s', (line) => {
    const expected = line.replaceAll('⏎', '\n').split('|');
    const text = expected.join(' ');
    expect(splitSentences(text, language).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });
});
