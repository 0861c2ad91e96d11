import { LONGEST } from '../../../src/host/core/plainText.js';

const COMMAND = 'command:workbench.action.openSettings?%5B%22glassbox.hover%22%5D';

/** Texts of strangers: ten ways in which VS Code would make more of them than a text. */
export const HOSTILE = [
  `[Repair Glassbox](${COMMAND})`,
  `[Repair](COMMAND:workbench.action.quit "Glassbox is broken")`,
  '[the manual](https://evil.example/a)',
  '[your file](file:///etc/passwd)',
  `a]b[Repair](${COMMAND})`,
  `[Repair]\u202e(${COMMAND})`,
  `\\[Repair](${COMMAND})`,
  '$(error) $(sync~spin) It failed',
  `The model${'\n'.repeat(80)}Glassbox: press Restart`,
  `${'x'.repeat(LONGEST - 5)} [Repair](${COMMAND})`,
] as const;
