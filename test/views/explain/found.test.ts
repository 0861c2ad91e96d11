// @vitest-environment happy-dom
/* What Explain Last Result draws of a search: the passages, and the order of each stage. */
import { describe, expect, it } from 'vitest';
import { commandOf } from '../../../webview-ui/explain/copyResult.js';
import { placesByStage, stagesOf } from '../../../webview-ui/explain/searchStages.js';
import { found } from '../fixtures.js';
import { draw } from './explainHarness.js';

const all = (selector: string) => [...document.querySelectorAll<HTMLElement>(selector)];
const texts = (selector: string) => all(selector).map((element) => element.textContent.replaceAll('\u00a0', ' '));
const { results } = found.value;

describe('similar passages', () => {
  it('are a row each with every stage’s figure and place', () => {
    draw(found);
    expect(texts('h1')).toEqual(['Find Similar']);
    expect(texts('.sentence')).toEqual([found.params.query]);
    expect(texts('.found-rows thead th')).toEqual(['place', 'passage', 'words', 'meaning', 'together', 'reranked']);
    expect(all('.found-rows tbody tr')).toHaveLength(results.length);
    const at = results.findIndex(({ text }) => text.startsWith('A vixen'));
    const [row] = all('.found-rows tbody tr').slice(at);
    const { words, meaning, rerank } = results[at]!;
    const cells = [...row!.querySelectorAll('td')].map((cell) => cell.textContent);
    expect(cells[0]).toBe(String(at + 1));
    expect(cells[1]).toBe(`${words!.score.toFixed(2)}, place ${words!.rank}`);
    expect(cells[2]).toBe(`${meaning!.cosine.toFixed(2)}, place ${meaning!.rank}`);
    expect(cells[4]).toBe(`${rerank!.score.toFixed(2)}, place ${rerank!.rank}`.replace('-', '−'));
    expect([...row!.querySelectorAll('b')].map((word) => word.textContent)).toEqual(words!.terms);
  });

  it('have a line each from stage to stage, with a dot where the stage found them', () => {
    draw(found);
    expect(texts('.orders .stage')).toEqual(['words', 'meaning', 'together', 'reranked']);
    const stages = stagesOf(results);
    const dots = placesByStage(results, stages).map((places) => places.filter((place) => place !== null).length);
    expect(all('.orders .order').map((order) => order.querySelectorAll('circle').length)).toEqual(dots);
  });

  it('have places among themselves, those of the end in order', () => {
    const places = placesByStage(results, ['meaning', 'rerank']);
    expect(places.map(([, rerank]) => rerank)).toEqual(results.map((_, at) => at + 1));
    const byMeaning = [...results].sort((one, other) => one.meaning!.rank - other.meaning!.rank);
    expect(places.map(([meaning]) => meaning)).toEqual(results.map((one) => byMeaning.indexOf(one) + 1));
    expect(placesByStage([{ ...results[0]!, words: null }], ['words'])).toEqual([[null]]);
  });

  it('have no lines where there was one stage only', () => {
    const only = results.map((one) => ({ ...one, words: null, together: null, rerank: null }));
    draw({ ...found, value: { ...found.value, results: only, reranker: null } });
    expect(all('.orders')).toEqual([]);
    expect(texts('.found-rows thead th')).toEqual(['place', 'passage', 'meaning']);
  });

  it('are told where there are none', () => {
    draw({ ...found, value: { ...found.value, results: [] } });
    expect(document.body.textContent).toContain('Nothing was found.');
  });

  it('have no command where their texts were too long to be kept', () => {
    expect(commandOf(found, 'posix')).toContain('search');
    const documents = [{ name: 'a.md', text: null }];
    const long = { ...found, params: { ...found.params, documents } };
    expect(commandOf(long, 'posix')).toBeNull();
    draw(long);
    expect(texts('.actions button')).toEqual(['Copy JSON']);
  });
});
