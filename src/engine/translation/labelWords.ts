import { isAllCapitals, matchCase, primaryLanguage } from '../../text/index.js';

const LANGUAGES = ['en', 'de', 'fr', 'es', 'ro'];

/** Words before a colon, a row for a meaning: by themselves they say too little for a small model. */
const ROWS = `
  Note|Hinweis|Remarque|Nota|Notă
  Tip|Tipp|Conseil|Consejo|Sfat
  Hint|Hinweis|Indice|Pista|Indiciu
  Warning|Warnung|Avertissement|Advertencia|Avertisment
  Caution|Vorsicht|Attention|Precaución|Atenție
  Attention|Achtung|Attention|Atención|Atenție
  Important|Wichtig|Important|Importante|Important
  Example|Beispiel|Exemple|Ejemplo|Exemplu
  Examples|Beispiele|Exemples|Ejemplos|Exemple
  Question|Frage|Question|Pregunta|Întrebare
  Answer|Antwort|Réponse|Respuesta|Răspuns
  Summary|Zusammenfassung|Résumé|Resumen|Rezumat
  Name|Name|Nom|Nombre|Nume
  Title|Titel|Titre|Título|Titlu
  Author|Autor|Auteur|Autor|Autor
  Date|Datum|Date|Fecha|Dată
  Time|Zeit|Heure|Hora|Ora
  Place|Ort|Lieu|Lugar|Loc
  Price|Preis|Prix|Precio|Preț
  Age|Alter|Âge|Edad|Vârstă
  Address|Adresse|Adresse|Dirección|Adresă
  Phone|Telefon|Téléphone|Teléfono|Telefon
  Ingredients|Zutaten|Ingrédients|Ingredientes|Ingrediente
  Input|Eingabe|Entrée|Entrada|Intrare
  Output|Ausgabe|Sortie|Salida|Ieșire
  Result|Ergebnis|Résultat|Resultado|Rezultat
  Default|Standard|Par défaut|Por defecto|Implicit
  Required|Erforderlich|Obligatoire|Obligatorio|Obligatoriu
  Optional|Optional|Facultatif|Opcional|Opțional
  Step|Schritt|Étape|Paso|Pasul
  Chapter|Kapitel|Chapitre|Capítulo|Capitolul
  Part|Teil|Partie|Parte|Partea
  Figure|Abbildung|Figure|Figura|Figura
  Table|Tabelle|Tableau|Tabla|Tabelul
  Exercise|Übung|Exercice|Ejercicio|Exercițiul
  Page|Seite|Page|Página|Pagina`
  .trim()
  .split('\n')
  .map((row) => row.trim().split('|'));

/** A label that is known, by its word: a number behind it stays ("Step 2"); null for another. */
export function knownLabel(label: string, from: string, to: string): string | null {
  const [source, target] = [from, to].map((language) => LANGUAGES.indexOf(primaryLanguage(language)));
  const [, word = '', number = ''] =
    /^(\p{L}+(?: défaut| defecto)?)([ \u00a0](?:[\dIVX]{1,4}|\p{Lu}))?$/u.exec(label) ?? [];
  const row = ROWS.find((names) => names[source!]?.toLowerCase() === word.toLowerCase());
  const found = row?.[target!];
  if (found === undefined) return null;
  const isSmall = word === word.toLowerCase() && primaryLanguage(to) !== 'de';
  return (isAllCapitals(word) ? found.toUpperCase() : isSmall ? matchCase(found, 'lower') : found) + number;
}

const TITLE =
  /^(?:Dr|Prof|Mr|Mrs|Ms|M|Mme|Mlle|Sr|Sra|Srta|Dl|Dna|Dra|St)\.? ?\p{Lu}|^(?:Herr|Frau|Monsieur|Madame|Señora?|Domnul|Doamna) \p{Lu}/u;

/** First names that are words as well: a model takes them for the word. */
const NAMES = new Set(
  `Rose Will Hope Grace Mark Bill King Frank Rich Jack Joy Faith April May June August Dawn Victor Iris Lily Daisy Violet
    Ruby Pearl Ivy Olive Heather Holly Hazel Amber Robin Dean Art Bob Rob Pat Sue Drew Gene Miles Chase Hunter Mason Carter Ben
    Wolf Ernst Stern Rosa Viola Linde Heide Pierre Marie Claire Blanche Marguerite Aimée Désirée Constance Olivier Luc Reine
    Dolores Ángel Luz Paz Pilar Mercedes Consuelo Blanca Sol Alba Rocío Nieves Soledad Esperanza Florin Doina Crin Luminița
    Viorica Mina`.split(/\s+/),
);

/** Whether a label is certainly a person's name. */
export function isPersonsName(label: string): boolean {
  return TITLE.test(label) || NAMES.has(label.charAt(0) + label.slice(1).toLowerCase());
}

/** Whether it may be one: each of its words begins with a capital. */
export const mayBeName = (label: string): boolean =>
  !/(?<![\p{L}\p{M}.'’-])(?!(?:de|del|la|le|van|von|der|den|di|da|zu)(?!\p{L}))\p{Ll}/u.test(label);
