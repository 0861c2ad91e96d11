import { readdirSync } from 'node:fs';
import path from 'node:path';
import { settingTable } from '../../../src/host/core/settingTable.js';
import { STRATEGIES } from '../../../src/protocol/engine/generationFields.js';

interface Manifest {
  contributes: {
    configuration: { properties: Record<string, { enum?: string[]; markdownEnumDescriptions?: string[] }> }[];
  };
}

const SETTING = 'glassbox.continueText.strategy';

/**
 * Lists what settingTable.ts, package.json and its texts lack for every strategy to be a value of the setting, as what is to be added.
 * @param read gives a file of the project's root
 */
export function missingOfStrategySetting(read: (file: string) => string): string[] {
  const { contributes } = JSON.parse(read('package.json')) as Manifest;
  const property = contributes.configuration.map(({ properties }) => properties[SETTING]).find((one) => one);
  return STRATEGIES.flatMap((strategy, index) => {
    const key = `setting.continueText.strategy.${strategy}`;
    const place = index === 0 ? 'first' : `behind ${STRATEGIES[index - 1]}`;
    const accepted: boolean = settingTable['continueText.strategy'].accepts(strategy);
    const named = property?.enum?.[index] === strategy;
    const described = property?.markdownEnumDescriptions?.[index] === `%${key}%`;
    const texts = readdirSync(path.resolve(import.meta.dirname, '../../..')).filter((file) =>
      /^package\.nls\..*json$/.test(file),
    );
    return [
      ...(accepted ? [] : [`src/host/core/settingTable.ts: add '${strategy}' to continueText.strategy, ${place}`]),
      ...(named ? [] : [`package.json: add "${strategy}" to the enum of ${SETTING}, ${place}`]),
      ...(described ? [] : [`package.json: add "%${key}%" to its markdownEnumDescriptions, ${place}`]),
      ...texts.filter((file) => !(key in (JSON.parse(read(file)) as object))).map((file) => `${file}: add "${key}"`),
    ];
  });
}
