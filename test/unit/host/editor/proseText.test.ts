import { describe, expect, it } from 'vitest';
import { documentSpan } from '../../../../src/documents/wordReading.js';
import { proseIn } from '../../../../src/host/editor/proseText.js';

const MARKDOWN = `# About **Anna**

Anna went to \`Paris\`, see [Bob Miller](http://x.y/Carl).

\`\`\`
Dora = 1
\`\`\`

- Emil
- Fred
`;
const whole = (text: string) => ({ start: 0, end: text.length });

describe('the prose of a document', () => {
  it('is read without signs and code, each run as a paragraph', () => {
    const [reading] = [...proseIn(MARKDOWN, 'markdown', whole(MARKDOWN))];
    expect(reading!.text).toBe('About Anna\n\nAnna went to Paris, see Bob Miller.\n\nEmil\n\nFred');
  });

  it('has every letter at its place in the document', () => {
    const [reading] = [...proseIn(MARKDOWN, 'markdown', whole(MARKDOWN))];
    for (const name of ['Bob Miller', 'Emil', 'Fred']) {
      const start = reading!.text.indexOf(name);
      const place = documentSpan(reading!, { start, end: start + name.length });
      expect(MARKDOWN.slice(place.start, place.end)).toBe(name);
    }
  });

  it('ends where the selection does', () => {
    const start = MARKDOWN.indexOf('went');
    const [reading] = [...proseIn(MARKDOWN, 'markdown', { start, end: MARKDOWN.indexOf('Fred') })];
    expect(reading!.text).toBe('went to Paris, see Bob Miller.\n\nEmil');
  });

  it('of long Markdown comes in parts, whose places are the document’s', () => {
    const long = Array.from({ length: 9000 }, (_, at) => `Person ${at} lives in *Town ${at}* and works there.`).join(
      '\n\n',
    );
    const readings = [...proseIn(long, 'markdown', whole(long))];
    expect(readings.length).toBeGreaterThan(2);
    for (const at of [0, 4500, 8999]) {
      const name = `Town ${at} and`;
      const reading = readings.find(({ text }) => text.includes(name))!;
      const start = reading.text.indexOf(name);
      const place = documentSpan(reading, { start, end: start + name.length - 4 });
      expect(long.slice(place.start, place.end)).toBe(`Town ${at}`);
    }
  });

  it('of a program is its comments', () => {
    const code = 'const bob = 1; // Anna wrote this.\n';
    const [reading] = [...proseIn(code, 'program:typescript', whole(code))];
    expect(reading!.text).toBe('Anna wrote this.');
  });
});
