import * as l10n from '@vscode/l10n';
import type { LastResult } from '../../src/protocol/webviews/index.js';
import { CandidatesSection, JointSection, SentenceWithGaps } from './candidates.js';
import { ResultHeader, TakenLine } from './resultHeader.js';
import { MeasuresSection } from './measuresSection.js';
import type { ExplainPage } from './explainPage.js';
import { CallsSection } from './reading/callsSection.js';
import { HowSection } from './reading/howSection.js';
import { PairsSection } from './sentencePairs.js';
import { OtherSequencesSection, RecipeSection } from './recipeSection.js';
import { TokensReadSection } from './tokensRead.js';
import { FoundSection, OrdersSection, SearchedLine } from './foundSection.js';
import { WarningsSection } from './warningsSection.js';
import { WrittenSection } from './writtenSection.js';

interface ResultProps {
  page: ExplainPage;
  result: LastResult;
}

/** The whole page for a result, or what to do where there is none. */
export function ExplainView({ page, result }: { page: ExplainPage; result: LastResult | null }) {
  if (result === null)
    return (
      <div class="empty">
        <h1>{l10n.t('Nothing to explain yet')}</h1>
        <p>
          {l10n.t(
            'Run Fill Mask, Continue Text, Translate Selection or another command in a text. What the model read, what it weighed and what it answered then stands here.',
          )}
        </p>
      </div>
    );
  return (
    <div class={result.kind}>
      <ResultHeader page={page} result={result} />
      <ResultSections page={page} result={result} />
    </div>
  );
}

function ResultSections({ page, result }: ResultProps) {
  const { numbers } = page;
  switch (result.kind) {
    case 'fillMask': {
      const { joint, tokens } = result.value;
      return (
        <>
          <SentenceWithGaps result={result} />
          <CandidatesSection page={page} result={result} />
          {joint && joint.length > 0 && <JointSection numbers={numbers} joint={joint} />}
          <TokensReadSection tokens={tokens} />
        </>
      );
    }
    case 'generate': {
      const { sequences, metrics, prompt } = result.value;
      return (
        <>
          <TakenLine taken={result.taken} />
          <WrittenSection page={page} result={result} />
          <WarningsSection numbers={numbers} result={result} />
          <RecipeSection numbers={numbers} result={result} />
          <OtherSequencesSection numbers={numbers} sequences={sequences} />
          <MeasuresSection numbers={numbers} metrics={metrics} />
          <TokensReadSection tokens={prompt} />
        </>
      );
    }
    case 'translate':
      return (
        <>
          <TakenLine taken={result.taken} />
          <PairsSection page={page} result={result} />
        </>
      );
    case 'reading':
      return (
        <>
          <HowSection numbers={numbers} result={result} />
          <CallsSection numbers={numbers} result={result} />
        </>
      );
    case 'search':
      return (
        <>
          <SearchedLine numbers={numbers} result={result} />
          <FoundSection numbers={numbers} result={result} />
          <OrdersSection numbers={numbers} result={result} />
        </>
      );
  }
}
