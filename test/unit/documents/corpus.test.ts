import { describe, expect, it } from 'vitest';
import { faultOf, findCorpus, sampleOf } from './corpus.js';
import { createRandom, standIn, structureDifference } from './standIn.js';

/** As many as take some seconds; all of them: npm run bench -- documents. */
const SAMPLE = 40;

/** Small, and full of what is hard. */
const LATEX = [
  String.raw`\documentclass[11pt]{article}
% \begin{document} is not here
\usepackage[utf8]{inputenc}\newcommand{\R}{\mathbb{R}}
\title{On the \emph{size} of things\thanks{We thank all of them.}}
\begin{document}\maketitle
\begin{abstract}We show that $\forall x \in \R: \text{if $x$ then } y$, ` +
    "``as was said''" +
    String.raw`~\cite[see][p.~3]{a,b}. \end{abstract}
\section[Short one]{A long \textbf{and bold} one}\label{sec:a}
Text with \verb|\end{document} %| inside, {\itshape many words in italics}, 50\,\% of na\"{\i}ve caf\'es%
\footnote{A note with a list: \begin{itemize}\item one thing \item[Second] another thing\end{itemize} and an end.}
goes on --- see \autoref{sec:a} or \href{http://a.b/%7Ec#d_e}{this \emph{very} page}.
\begin{align} a &= b \\ c &= \text{words in maths} \end{align}
\begin{table}[h]\caption{Many \emph{more} words}\begin{tabular}{@{}l|p{3cm}@{}} \hline
One cell & \multicolumn{2}{c}{two words & more} \\[1ex] third cell & $x & y$ \\ \end{tabular}\end{table}
\begin{lstlisting}[caption={No words}]
if (a && b) { return "}"; } % no comment
\end{lstlisting}
\end{document} Nothing more.`,
  String.raw`Words {\bf that are never closed \emph{and these too

A paragraph } with a brace, \footnote{that is open

and more \section{Title \begin{equation} x

End of $all words here \[ and \( there & \\ so.`,
];

describe('documents that people wrote', () => {
  const corpus = findCorpus('node_modules');

  it('are several hundred', () => {
    expect(corpus.length).toBeGreaterThan(300);
  });

  it.each(sampleOf(corpus, SAMPLE, 3))('$path', { timeout: 120_000 }, (file) => {
    expect(faultOf(file, 7)).toBeNull();
  });

  it.each(LATEX)('LaTeX: %#', (text) => {
    for (let seed = 1; seed < 30; seed++) {
      const changed = standIn(text, 'latex', createRandom(seed));
      expect(changed).not.toBe(text);
      expect(structureDifference(text, changed, 'latex')).toBeNull();
    }
  });
});
