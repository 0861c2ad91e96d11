/* Entry of the bundle with the tables of languages, which the engine loads when it is first asked for a language. */
export { eld } from 'eld/small';
