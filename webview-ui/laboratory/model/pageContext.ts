import type { Signal } from '@preact/signals';
import type { Numbers } from '../../kit/numbers.js';
import type { Laboratory } from './laboratoryState.js';

/** What the page is drawn with. */
export interface LaboratoryPage {
  lab: Laboratory;
  numbers: Numbers;
  /** the terminal's program */
  shell: string;
  /** in an editor tab, not the side bar */
  wide: boolean;
  /** what was done, in words, for two seconds */
  said: Signal<string>;
}
