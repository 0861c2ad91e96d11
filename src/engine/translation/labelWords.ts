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
  Page|Seite|Page|Página|Pagina
  Volume|Band|Volume|Volumen|Volumul
  Lesson|Lektion|Leçon|Lección|Lecția
  Scene|Szene|Scène|Escena|Scena
  Reminder|Erinnerung|Rappel|Recordatorio|Reamintire
  Description|Beschreibung|Description|Descripción|Descriere
  Introduction|Einleitung|Introduction|Introducción|Introducere
  Conclusion|Fazit|Conclusion|Conclusión|Concluzie
  Overview|Überblick|Aperçu|Resumen|Prezentare generală
  Contents|Inhalt|Sommaire|Contenido|Cuprins
  Features|Funktionen|Fonctionnalités|Características|Funcții
  Requirements|Voraussetzungen|Prérequis|Requisitos|Cerințe
  Instructions|Anleitung|Instructions|Instrucciones|Instrucțiuni
  Directions|Anleitung|Instructions|Instrucciones|Instrucțiuni
  Usage|Verwendung|Utilisation|Uso|Utilizare
  License|Lizenz|Licence|Licencia|Licență
  Version|Version|Version|Versión|Versiune
  Language|Sprache|Langue|Idioma|Limbă
  Languages|Sprachen|Langues|Idiomas|Limbi
  Location|Ort|Lieu|Lugar|Loc
  City|Stadt|Ville|Ciudad|Oraș
  Country|Land|Pays|País|Țară
  Status|Status|Statut|Estado|Stare
  Type|Typ|Type|Tipo|Tip
  Size|Größe|Taille|Tamaño|Mărime
  Color|Farbe|Couleur|Color|Culoare
  Colour|Farbe|Couleur|Color|Culoare
  Weight|Gewicht|Poids|Peso|Greutate
  Duration|Dauer|Durée|Duración|Durată
  Difficulty|Schwierigkeit|Difficulté|Dificultad|Dificultate
  Servings|Portionen|Portions|Porciones|Porții
  Source|Quelle|Source|Fuente|Sursă
  Subject|Betreff|Objet|Asunto|Subiect
  Narrator|Erzähler|Narrateur|Narrador|Narator
  Error|Fehler|Erreur|Error|Eroare
  Solution|Lösung|Solution|Solución|Soluție
  Problem|Problem|Problème|Problema|Problemă
  Goal|Ziel|But|Objetivo|Scop
  Today|Heute|Aujourd’hui|Hoy|Astăzi
  Tomorrow|Morgen|Demain|Mañana|Mâine
  Monday|Montag|Lundi|Lunes|Luni
  Tuesday|Dienstag|Mardi|Martes|Marți
  Wednesday|Mittwoch|Mercredi|Miércoles|Miercuri
  Thursday|Donnerstag|Jeudi|Jueves|Joi
  Friday|Freitag|Vendredi|Viernes|Vineri
  Saturday|Samstag|Samedi|Sábado|Sâmbătă
  Sunday|Sonntag|Dimanche|Domingo|Duminică`
  .trim()
  .split('\n')
  .map((row) => row.trim().split('|'));

/** A label that is known, by its word: a number behind it stays ("Step 2"); null for another. */
export function knownLabel(label: string, from: string, to: string): string | null {
  const [source, target] = [from, to].map((language) => LANGUAGES.indexOf(primaryLanguage(language)));
  const [, word = '', number = ''] =
    /^([\p{L}’]+(?: défaut| defecto| generală)?)([ \u00a0](?:[\dIVX]{1,4}|\p{Lu}))?$/u.exec(label) ?? [];
  const row = ROWS.find((names) => names[source!]?.toLowerCase() === word.toLowerCase());
  const found = row?.[target!];
  if (found === undefined) return null;
  const isSmall = word === word.toLowerCase() && primaryLanguage(to) !== 'de';
  return (isAllCapitals(word) ? found.toUpperCase() : isSmall ? matchCase(found, 'lower') : found) + number;
}

const TITLE =
  /^(?:Dr|Prof|Mr|Mrs|Ms|M|Mme|Mlle|Sr|Sra|Srta|Dl|Dna|Dra|St)\.? ?\p{Lu}|^(?:Herr|Frau|Monsieur|Madame|Señora?|Domnul|Doamna) \p{Lu}/u;

/** First names that are words as well, which a model takes for the word, and the most usual ones. */
const NAMES = new Set(
  `Rose Will Hope Grace Mark Bill King Frank Rich Jack Joy Faith April May June August Dawn Victor Iris Lily Daisy Violet
    Anna Tom Mary John David Robert Martin Julia Laura Sarah Emily Michael James Thomas Daniel George Henry Charlie Peter Lucas Emma Smith Baker Paul Lisa Sam Max Leo Nick Tim Kate Jane Lucy Alice Sara Nina Eva Karl Hans Otto Luis Juan José
    Ana Ion Ioana Maria Mihai Andrei Radu Ruby Pearl Ivy Olive Heather Holly Hazel Amber Robin Dean Art Bob Rob Pat Sue Drew Gene Miles Chase Hunter Mason Carter Ben
    Wolf Ernst Stern Rosa Viola Linde Heide Pierre Marie Claire Blanche Marguerite Aimée Désirée Constance Olivier Luc Reine
    Dolores Ángel Luz Paz Pilar Mercedes Consuelo Blanca Sol Alba Rocío Nieves Soledad Esperanza Florin Doina Crin Luminița
    Viorica Mina`.split(/\s+/),
);

/** Whether a label is certainly a person's name, or a letter for one. */
export function isPersonsName(label: string): boolean {
  return /^\p{L}$/u.test(label) || TITLE.test(label) || NAMES.has(label.charAt(0) + label.slice(1).toLowerCase());
}

/** Whether it may be one by its form: two words, each of which begins with a capital. */
export const mayBeName = (label: string): boolean =>
  /\s/.test(label) && !/(?<![\p{L}\p{M}.'’-])(?!(?:de|del|la|le|van|von|der|den|di|da|zu)(?!\p{L}))\p{Ll}/u.test(label);
