/** Words that grammar asks for: another language may have none for them, so nothing is missing when they are. */
const WORDS: Readonly<Record<string, string>> = {
  en: `the a an this that these those some any each every all both much many more most very too also just only even
    and or but so if as than then when while because though although until since before after
    i you he she it we they me him her us them my your his its our their mine yours hers ours theirs myself yourself
    himself herself itself ourselves themselves who whom whose which what where why how there here
    be am is are was were been being do does did done doing have has had having will would shall should can could may
    might must ought let get got gets going go not no nor don doesn didn isn aren wasn weren won wouldn can couldn
    shouldn haven hasn hadn ain ll ve re
    of to in on at by for with from into onto out off up down over under about through against between during without
    within upon away back again ever yet still one ones thing things`,
  de: `der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner dieser diese dieses diesen
    diesem jeder jede jedes alle alles und oder aber denn sondern dass weil wenn als ob obwohl bevor nachdem während damit
    bis da wo was wer wem wen wie warum ich du er sie es wir ihr mich dich sich uns euch mir dir ihm ihn ihnen mein meine
    meinen meinem meiner meines dein deine deinen deinem deiner sein seine seinen seinem seiner ihre ihren ihrem ihrer
    unser unsere unseren euer eure bin bist ist sind seid war waren warst gewesen sein wird werde werden wirst wurde wurden
    habe hast hat haben hatte hatten hättest hätte kann kannst können konnte könnte muss musst müssen soll sollte sollten
    will willst wollen wollte darf dürfen mag möchte lass mit von zu in an auf für bei nach aus durch über unter vor nicht
    auch sehr so dann hier dort im am zum zur vom beim ins ans nur noch schon mal doch ja man hin her dies dazu davon
    daran darauf damit darüber`,
  fr: `le la les un une des du de au aux ce cet cette ces mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs
    et ou mais donc car si que quand comme parce lorsque puisque afin avant après je tu il elle on nous vous ils elles me
    te se moi toi lui eux en y qui quoi dont où quel quelle quels quelles suis es est sommes êtes sont était étais étaient
    été être sera serait ai as a avons avez ont avait avais avaient eu avoir aura aurait fait faire fais peux peut pouvez
    peuvent pouvait pourrait dois doit devez doivent devrait veux veut voulez vais va allez vont aller ne pas plus point
    jamais rien personne tout tous toute toutes très trop aussi bien même dans sur sous à par pour avec sans chez vers
    entre depuis pendant ça cela ceci là ici qu est-ce`,
  es: `el la los las un una unos unas lo al del de este esta estos estas ese esa esos esas eso esto aquel aquella mi mis tu
    tus su sus nuestro nuestra nuestros nuestras y e o u pero sino si que cuando como porque aunque mientras antes después
    yo tú él ella ello usted ustedes nosotros vosotros ellos ellas me te se nos os le les qué quién quien cuál dónde cómo
    por para con sin en a desde hasta entre sobre hacia soy eres es somos son era eran fue fueron sido ser será sería estoy
    está están estaba estaban estar he has ha hemos han había habían haber hay puede puedo puedes pueden podía podría debe
    debes deben debería tiene tengo tienes que quiero va voy van ir vamos no ni nunca muy más menos también ya todo toda
    todos todas algo alguien nada nadie así aquí ahí allí tan tanto`,
  ro: `un o unui unei niște al a ai ale cel cea cei cele acest această acești aceste acel acea acei acele asta ăsta asa meu
    mea mei mele tău ta tăi tale său sa săi sale nostru noastră noștri noastre vostru voastră lor lui ei și sau dar ci dacă
    că când cum pentru deoarece deși până înainte după eu tu el ea noi voi ei ele mă te se ne vă îl îi o le mi ți și își
    cine ce care unde de din în la pe cu fără prin către între sub peste sunt ești este e suntem sunteți era erau fost fi
    va vor voi vom am ai are avem aveți au avea aveam pot poți poate putem pute trebuie vreau vrea nu nici niciodată foarte
    mai prea tot toate toți toată și încă doar aici acolo așa atât`,
};

const sets = new Map<string, ReadonlySet<string>>();

/** @param language its code; of one that is not known no word is one */
export function isFunctionWord(word: string, language: string): boolean {
  let known = sets.get(language);
  if (known === undefined) {
    known = new Set(Object.hasOwn(WORDS, language) ? WORDS[language]!.split(/\s+/) : []);
    sets.set(language, known);
  }
  // Romanian is often written with cedillas.
  return known.has(word.toLowerCase().replaceAll('ş', 'ș').replaceAll('ţ', 'ț'));
}
