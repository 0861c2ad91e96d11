const set = (names: string) => new Set(names.split(/\s+/));

/** Macros around words, and how many arguments stand before the words. */
export const AROUND: ReadonlyMap<string, number> = new Map(
  [
    ...set(
      'emph textbf textit textsl textsc textsf textrm textup textmd textnormal underline uline uuline sout so ul hl ' +
        'alert strong mbox hbox fbox text enquote textquote hyperref textsuperscript centerline leftline rightline',
    ),
  ]
    .map((name): [string, number] => [name, 0])
    .concat([
      ['textcolor', 1],
      ['colorbox', 1],
      ['href', 1],
      ['multicolumn', 2],
      ['multirow', 2],
      ['parbox', 1],
      ['raisebox', 1],
      ['scalebox', 1],
      ['resizebox', 2],
      ['makebox', 0],
      ['framebox', 0],
    ]),
);

/** Macros whose argument is a text of its own, apart from what stands around it; and how many arguments stand before it. */
export const TITLES: ReadonlyMap<string, number> = new Map(
  [
    ...set(
      'part chapter section subsection subsubsection paragraph subparagraph addchap addsec title subtitle caption ' +
        'frametitle framesubtitle item dictum epigraph subcaption',
    ),
  ]
    .map((name): [string, number] => [name, 0])
    .concat([
      ['captionof', 1],
      ['addcontentsline', 2],
    ]),
);

/** Macros whose argument is a text of its own in the middle of another. */
export const NOTES = set('footnote footnotetext thanks marginpar todo endnote sidenote marginnote');

/** Macros that end a paragraph or stand between paragraphs. */
export const BREAKS = set(
  '\\ par newline linebreak newpage clearpage cleardoublepage pagebreak maketitle tableofcontents listoffigures listoftables ' +
    'bibliography bibliographystyle printbibliography input include includegraphics appendix hline toprule midrule ' +
    'bottomrule cmidrule cline vspace bigskip medskip smallskip vfill hfill centering raggedright raggedleft hrule ' +
    'author date institute documentclass usepackage newcommand renewcommand providecommand newenvironment def let ' +
    'setlength setcounter addtolength theoremstyle newtheorem hypersetup lstset bibitem tabularnewline and addtocounter',
);

/** Macros that set up others: all that follows them without a gap is theirs, macros too. */
export const DEFINITIONS = set(
  'newcommand renewcommand providecommand DeclareMathOperator newenvironment renewenvironment def edef gdef let ' +
    'setlength addtolength newlength newtheorem',
);

/** Stands behind a word, and the sentence is the same without it. */
export const MARKS = set(
  'label index glsadd noindent indent footnotemark nocite phantomsection protect hspace quad qquad small footnotesize ' +
    'scriptsize tiny normalsize large Large LARGE huge Huge bf it em tt rm sf sc sl bfseries itshape ttfamily rmfamily ' +
    'sffamily scshape slshape upshape mdseries normalfont selectfont color pause nolinebreak nopagebreak allowbreak ' +
    'sloppy fussy relax strut null',
);

/** Font switches at the beginning of a group belong to its brace. */
export const SWITCH =
  /\{(?:\s*\\(?:bf|it|em|tt|rm|sf|sc|sl|bfseries|itshape|ttfamily|rmfamily|sffamily|scshape|slshape|upshape|mdseries|normalfont|small|footnotesize|scriptsize|tiny|normalsize|large|Large|LARGE|huge|Huge|centering|raggedright|color\{[^{}]*\})(?![A-Za-z])[ \t]*)*/y;

/** A reference to literature: a mark behind a word where the sentence goes on without it. */
export const isCitation = (name: string) =>
  /^(?:foot|paren|auto|super|full)?cite(?:p|alp|author|year|yearpar|num|s)?$/i.test(name);

/** Their text is written as it stands, and ends with the first `\end` of their name. */
export const VERBATIM = set(
  'verbatim Verbatim BVerbatim LVerbatim lstlisting minted alltt comment filecontents code tikzpicture tikzcd pgfpicture ' +
    'picture pspicture asy algorithm algorithmic algorithm2e thebibliography forest circuitikz CodeChunk Sinput Soutput',
);
export const MATHS = set(
  'equation align alignat flalign gather multline eqnarray displaymath math array dmath IEEEeqnarray split aligned ' +
    'matrix pmatrix bmatrix cases',
);
/** Environments whose optional argument is a title. */
export const TITLED = set(
  'theorem lemma definition proposition corollary proof remark example thm lem defn prop cor exercise solution abstract',
);
/** Environments whose arguments are titles. */
export const TITLED_BY_ARGUMENTS = set('frame block alertblock exampleblock');
