import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../src/documents/index.js';
import { show } from './show.js';
import { createRandom, standIn, structureDifference } from './standIn.js';

const read = (text: string) => show(text, 'latex');
const write = (words: string, document = 'Word.') => parseDocument(document, 'latex').units[0]!.write(words, '');

describe('LaTeX', () => {
  it('has prose in titles, captions, items, notes and cells of their own', () => {
    expect(read('\\section*[Short one]{A \\textbf{long} one}\\label{sec:a}\nText.')).toEqual([
      'Short one',
      'A <long> one',
      '⟦\\label{sec:a}⟧ Text.',
    ]);
    expect(read('\\begin{itemize}[noitemsep]\\item[A label] one\\item two\\end{itemize}')).toEqual([
      'A label',
      'one',
      'two',
    ]);
    expect(read('\\caption[Short]{A \\emph{long} one.}')).toEqual(['Short', 'A <long> one.']);
    expect(read('It\\footnote{A note. And more.} ends.')).toEqual([
      'A note. And more.',
      'It⟦\\footnote{A note. And more.}⟧ ends.',
    ]);
    expect(read('\\begin{tabular}{lc} a & b c \\\\[2pt]\\hline d & \\multicolumn{2}{c}{e f}\\end{tabular}')).toEqual([
      'a',
      'b c',
      'd',
      '<e f>',
    ]);
    expect(read('\\begin{theorem}[Of Pythagoras] It holds.\\end{theorem}')).toEqual(['Of Pythagoras', 'It holds.']);
    expect(read('\\begin{frame}{One title}{Another} It is.\\end{frame}')).toEqual(['One title', 'Another', 'It is.']);
  });

  it('reads characters as they are printed', () => {
    expect(
      read("``Stra\\ss e,'' \\'{e}t\\'e \\c{c}a \\\"Apfel na\\\"{\\i}ve --- 50\\% of~it\\dots{} 3--5 z.\\,B."),
    ).toEqual(['“Straße,” été ça Äpfel naïve — 50% of\u00A0it… 3–5 z.\u202FB.']);
  });

  it('has signs around words', () => {
    expect(read('A \\emph{b \\textbf{c}} {\\bf d} {E}f \\href{http://a.b/c_d}{g} \\textcolor{red}{h}.')).toEqual([
      'A <b <c>> <d> <E>f <g> <h>.',
    ]);
  });

  it.each([
    'Maths ⟦$x^2 \\text{ if $y$ }$⟧ here, ⟦\\(x\\)⟧ there.',
    'Code ⟦\\verb|x { y|⟧ and ⟦\\lstinline{f(x)}⟧ and ⟦\\texttt{a.json}⟧ and ⟦my\\_file\\_name.txt⟧.',
    'See ⟦\\ref{a}⟧ and ⟦\\url{http://x.y/%7E}⟧ and ⟦\\unknown{not prose}[b]{c}⟧ too.',
    'As is known⟦~\\cite[p.~3]{foo}⟧. Then ⟦\\citet{bar}⟧ wrote.',
    'A word ⟦% not this $ {\n⟧goes on.',
  ])('keeps what is no prose: %s', (reading) => {
    const source = reading.replace(/[⟦⟧]/g, '');
    expect(parseDocument(source, 'latex').units).toHaveLength(1);
    expect(read(source)).toEqual([reading]);
  });

  it.each([
    '\\[ x = y \\]',
    '$$ x $$',
    '\\begin{align*} x &= 1 \\\\ y &= 2 \\text{for all} \\end{align*}',
    '\\begin{verbatim}\n} not { prose\n\\end{verbatim}',
    '\\begin{lstlisting}[language=C]\nint main() { }\n\\end{lstlisting}',
    '\\begin{tikzpicture}\\node {Words};\\end{tikzpicture}',
    '\\newcommand{\\foo}[1]{Not read #1}',
    '\\def\\foo#1{Not read}',
    '\\includegraphics[width=3cm]{a.png}',
  ])('stands between runs: %s', (block) => {
    expect(read(`Before\n${block}\nbehind`)).toEqual(['Before', 'behind']);
  });

  it('has no prose in the preamble but the title, and none behind the end', () => {
    const text =
      '\\documentclass{article}\n% \\title{No}\n\\usepackage{x}\n\\newcommand{\\a}{No}\n\\title{My \\emph{title}}\n' +
      '\\author{Anna}\n\\begin{document}\nText.\n\\end{document}\nNo.';
    expect(read(text)).toEqual(['My <title>', 'Text.']);
    expect(read('\\documentclass{article}\n\\usepackage{x}\nNo.')).toEqual([]);
  });

  it('keeps what is never closed, and reads on', () => {
    expect(read('A \\emph{b c\n\nNext one.')).toEqual(['A ⟦\\emph⟧⟦{⟧b c', 'Next one.']);
    expect(read('{\\small One\n\ntwo} three.')).toEqual(['⟦{\\small ⟧One', 'two⟦}⟧ three.']);
    expect(read('It costs $5 now.\n\nA } b.')).toEqual(['It costs ⟦$⟧5 now.', 'A ⟦}⟧ b.']);
    expect(read('\\begin{equation} x\n\nGoes on.')).toEqual(['Goes on.']);
    expect(read('\\begin{verbatim} x\n\nStays.')).toEqual([]);
    expect(read('\\footnote{a \\verb|}|')).toHaveLength(1);
    for (const text of [
      '\\',
      'a\\',
      '\\begin',
      '\\begin{',
      '\\end{a}',
      '\\verb',
      '\\verb|',
      '$',
      '$$',
      '%',
      '\\item[',
      '\\[',
      '#',
    ])
      read(text);
  });

  it.each([
    'It is ⟦Figure~\\ref{fig:1}⟧!',
    'See ⟦Eq.~(\\ref{eq:1})⟧ and ⟦Section \\ref{s}⟧, or <⟦Table~\\ref{t}⟧> here.',
    'Siehe ⟦Abschnitte\\,\\ref{a}⟧ und\u00A0⟦\\ref{b}⟧.',
    'My house ⟦\\ref{a}⟧ is old, and so is <Table> ⟦\\ref{b}⟧.',
  ])('holds a reference with the word before it: %s', (reading) => {
    const source = reading
      .replace(/[⟦⟧]/g, '')
      .replace(/<([^<>]*)>/g, '\\emph{$1}')
      .replaceAll('\u00A0', '~');
    expect(read(source)).toEqual([reading]);
    const skeleton = (text: string) => parseDocument(text, 'latex').skeleton;
    expect(skeleton('A Figure~\\ref{a}.')).toEqual(skeleton('A Abbildung~\\ref{a}.'));
  });

  it('is the same with other line ends', () => {
    const text = 'One line\ngoes on. % a comment\nIt ends.\n\nA paragraph.\n% alone\n\nThe last.';
    for (const end of ['\r\n', '\r', '\n']) {
      expect(read(text.replaceAll('\n', end))).toEqual([
        `One line goes on. ⟦% a comment${end}⟧It ends.`,
        'A paragraph. ⟦% alone⟧',
        'The last.',
      ]);
    }
  });

  it('writes words so that they are read as these words', () => {
    expect(write('50% & a_b #1 $5 {x} ~ ^ \\ ok')).toBe(
      '50\\% \\& a\\_b \\#1 \\$5 \\{x\\} \\textasciitilde{} \\textasciicircum{} \\textbackslash{} ok',
    );
    expect(write('a\u00A0b')).toBe('a~b');
    expect(write('He said “yes” — „ja“.', "``x'' --- y")).toBe("He said ``yes'' --- „ja“.");
    expect(write('He said “yes” — so.')).toBe('He said “yes” — so.');
  });

  it('is as it was when words change', () => {
    const text =
      '\\documentclass{a}\n\\title{Some words here}\n\\begin{document}\n\\section{One two three}\\label{a}\nA \\emph{b c d} e 50\\% f_g ' +
      "``h''~\\cite{i}, $j$ {\\it k l} m\\footnote{n o $p$ q}.\n% r\n\\begin{tabular}{ll} s t & u v \\\\ w & x\\end{tabular}\n\\end{document}";
    for (let seed = 1; seed < 30; seed++) {
      const changed = standIn(text, 'latex', createRandom(seed));
      expect(changed).not.toBe(text);
      expect(structureDifference(text, changed, 'latex')).toBeNull();
    }
  });
});
