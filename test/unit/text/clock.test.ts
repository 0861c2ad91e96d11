import { describe, expect, test } from 'vitest';
import { timesOfHalves } from '../../../src/text/clock.js';

describe('times of twelve hours', () => {
  const written = (text: string, language: string): string => {
    let result = text;
    for (const { start, end, written } of timesOfHalves(text, language).reverse())
      result = result.slice(0, start) + written + result.slice(end);
    return result;
  };

  test.each([
    ['It starts at 8:30 pm.', 'It starts at 20:30.'],
    ['It starts at 8:30 p.m.', 'It starts at 20:30.'],
    ['“It starts at 8:30 p.m.”', '“It starts at 20:30.”'],
    ['From 9 a.m. to 5 p.m. on Monday.', 'From 9:00 to 17:00 on Monday.'],
    ['At 12:00 AM, 12:30 a.m., 12 pm and 12:05:09 PM!', 'At 0:00, 0:30, 12:00 and 12:05:09!'],
    ['At 11:45, I am here; 3 amps.', 'At 11:45, I am here; 3 amps.'],
  ])('%s', (text, expected) => expect(written(text, 'en')).toBe(expected));

  test('"am" is a word elsewhere', () => {
    expect(timesOfHalves('La 9 am mers acasă.', 'ro')).toEqual([]);
    expect(timesOfHalves('Zimmer 9 am Ende', 'de')).toEqual([]);
    expect(written('Empieza a las 8:30 p. m.', 'es')).toBe('Empieza a las 20:30.');
  });
});
