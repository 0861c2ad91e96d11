/* Names sorted into labels that a user has typed, with the embedded model. */
import { afterAll, describe, expect, it } from 'vitest';
import { labelNames } from '../../../src/host/features/names/labelNames.js';
import { localEngine } from '../engineOf.js';

const engine = localEngine();
afterAll(() => engine.dispose());

const LABELS = ['person', 'city', 'company', 'river', 'country'];
/** In English, German, French and Chinese. */
const NAMES = [
  ['Ada Lovelace', 'person', 'Ada Lovelace wrote the first program for the machine.'],
  ['London', 'city', 'She moved to London in the spring.'],
  ['Siemens', 'company', 'Siemens opened a new office last year.'],
  ['Danube', 'river', 'The Danube flows through four capitals.'],
  ['France', 'country', 'France won the match in the end.'],
  ['Paris', 'city', 'They met in Paris and stayed for a week.'],
  ['Angela Merkel', 'person', 'Angela Merkel met the press in the morning.'],
  ['Google', 'company', 'He has worked for Google since 2010.'],
  ['Nile', 'river', 'The boats on the Nile were full of tourists.'],
  ['Japan', 'country', 'Trains in Japan are never late.'],
  ['Barack Obama', 'person', 'The speech was given by Barack Obama.'],
  ['Toyota', 'company', 'Toyota sold more cars than ever before.'],
  ['Berlin', 'city', 'The train to Berlin was late again.'],
  ['Rhine', 'river', 'Castles stand along the Rhine.'],
  ['Brazil', 'country', 'Coffee comes from Brazil.'],
  ['Mozart', 'person', 'The concert began with a piece by Mozart.'],
  ['Tokyo', 'city', 'The office in Tokyo is closed today.'],
  ['IBM', 'company', 'IBM published its results on Monday.'],
  ['Amazon', 'river', 'Explorers sailed up the Amazon for months.'],
  ['Amazon', 'company', 'Amazon hired two thousand people for its warehouses.'],
  ['Washington', 'person', 'General Washington crossed the river with his men.'],
  ['Washington', 'city', 'The senators returned to Washington for the vote.'],
  ['Jordan', 'country', 'Refugees crossed the border into Jordan.'],
  ['Jordan', 'person', 'Jordan scored forty points in the final.'],
  ['Heinz', 'person', 'Heinz ging mit seinem Hund in den Park.'],
  ['München', 'city', 'Der Zug nach München hatte Verspätung.'],
  ['Bosch', 'company', 'Bosch hat ein neues Werk gebaut.'],
  ['Elbe', 'river', 'Die Elbe trat über die Ufer.'],
  ['Spanien', 'country', 'Im Sommer fahren wir nach Spanien.'],
  ['Claire Dubois', 'person', 'Claire Dubois habite près de la gare.'],
  ['Lyon', 'city', 'Il a étudié à Lyon pendant trois ans.'],
  ['Renault', 'company', 'Renault va fermer une usine.'],
  ['Loire', 'river', 'Les châteaux de la Loire sont célèbres.'],
  ['长江', 'river', '长江流经许多省份。'],
  ['上海', 'city', '他住在上海，工作很忙。'],
  ['李明', 'person', '李明昨天去了学校。'],
] as const;
const inText = NAMES.map(([name, , sentence]) => ({ name, sentence }));
const run = { onProgress: () => undefined, signal: new AbortController().signal, done: () => undefined };

describe('names', () => {
  it('come to the labels that they are near in meaning, 29 of 36 when this was written', async () => {
    const shares: number[] = [];
    const { model, labels } = await labelNames(engine, LABELS, inText, { ...run, done: (share) => shares.push(share) });
    expect(model).toBe('e5-mini');
    const right = NAMES.filter(([, label], at) => labels[at]?.label === label);
    expect(right.length).toBeGreaterThanOrEqual(27);
    expect(shares.at(-1)).toBe(1);
  });

  it('have the product of two readings as their figure', async () => {
    const [first] = inText;
    const { labels } = await labelNames(engine, LABELS, [first!], run);
    const { name, sentence } = first!;
    const alone = await engine.call('zeroShot', { text: name, labels: LABELS, template: '{label}' });
    const whole = { text: `${name}: ${sentence}`, labels: LABELS, template: `${name}: {label}` };
    const beside = await engine.call('zeroShot', whole);
    const share = (value: typeof alone, name: string) =>
      value.labels.find(({ label }) => label === name)?.probability ?? 0;
    const products = LABELS.map((label) => share(alone, label) * share(beside, label));
    const total = products.reduce((sum, product) => sum + product, 0);
    expect(labels[0]?.probability).toBeCloseTo(Math.max(...products) / total, 5);
  });

  it('may be spelt like a template', async () => {
    const odd = [{ name: '{label}', sentence: 'A {label} stood there.' }];
    expect((await labelNames(engine, LABELS, odd, run)).labels).toHaveLength(1);
  });

  it('are left when the user cancels', async () => {
    const abort = new AbortController();
    const work = { ...run, signal: abort.signal, done: () => abort.abort() };
    await expect(labelNames(engine, LABELS, inText.slice(0, 4), work)).rejects.toMatchObject({ code: 'cancelled' });
  });
});
