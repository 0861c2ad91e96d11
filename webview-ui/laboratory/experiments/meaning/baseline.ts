/** Sentences that have nothing to do with one another: how near a model finds those is where “near” begins. */
const UNRELATED = {
  en: [
    'The train to the coast leaves at seven.',
    'Copper conducts electricity better than iron.',
    'My grandmother used to bake bread on Sundays.',
    'The committee postponed its decision.',
    'Frogs lay their eggs in shallow water.',
    'He never learned to ride a bicycle.',
  ],
  zh: [
    '去海边的火车七点开。',
    '铜比铁更容易导电。',
    '奶奶以前星期天烤面包。',
    '委员会推迟了决定。',
    '青蛙在浅水里产卵。',
    '他一直没学会骑自行车。',
  ],
} as const;

/** Unrelated sentences in the script of a text. */
export const unrelatedSentences = (text: string): readonly string[] =>
  /\p{Script=Han}/u.test(text) ? UNRELATED.zh : UNRELATED.en;
