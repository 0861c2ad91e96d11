import * as l10n from '@vscode/l10n';
import { useEffect, useRef, useState } from 'preact/hooks';
import { errorText } from '../../../src/wording/index.js';
import { clipToWidth } from '../../kit/textMeasure.js';
import { menuButton } from '../../kit/menuButton.js';
import { exportFileName } from '../../kit/picture/exportFileName.js';
import { renderPng } from '../../kit/picture/png.js';
import type { LaboratoryCommand } from '../../../src/protocol/webviews/laboratory.js';
import type { CsvValue } from '../../../src/text/csv.js';
import { outcomeCommand, outcomeJson, outcomeMarkdown, tableCsv, type Exported } from '../export/exportFiles.js';
import { outcomePicture } from '../export/outcomePicture.js';
import { Legend } from '../drawing/legend.js';
import type { Experiment, Part } from '../model/experiment.js';
import type { LaboratoryPage } from '../model/pageContext.js';
import { useResultInSight } from './resultInSight.js';

interface OutcomeProps {
  page: LaboratoryPage;
  experiment: Experiment;
  part: Part;
  /** it was asked for: what comes is brought into sight */
  wanted: { current: boolean };
}

/** So much of a text is told that is not in the field any more. */
const MEASURED_EMS = 200;

/** Pictures are drawn no narrower and no wider, CSS pixels. */
const WIDTH = { least: 220, most: 760 } as const;

/** What was measured: how far it is, what was seen and what not, picture, table, and the menu that carries it off. */
export function OutcomeView({ page, experiment, part, wanted }: OutcomeProps) {
  const { lab, numbers } = page;
  const status = lab.status.value;
  const outcome = lab.isCurrent.value ? lab.outcome.value : null;
  const place = useResultInSight(wanted, outcome, status.kind);
  return (
    <div class="outcome" aria-busy={status.kind === 'running'} ref={place}>
      {status.kind === 'running' && <Progress page={page} />}
      {status.kind === 'failed' && (
        <p class="notice failed" role="alert">
          {errorText(status.error, numbers.number)}
        </p>
      )}
      {status.kind === 'cancelled' && <p class="dim">{l10n.t('Stopped. What had been measured is shown.')}</p>}
      {outcome && <Result page={page} exported={{ experiment, part, outcome, numbers, shell: page.shell }} />}
    </div>
  );
}

function Progress({ page: { lab, numbers } }: { page: LaboratoryPage }) {
  const status = lab.status.value;
  if (status.kind !== 'running') return null;
  const { done, of } = status;
  return (
    <div class="progress">
      <progress {...(of > 0 && { value: done, max: of })} aria-label={l10n.t('Measuring')} />
      <span class="dim small">
        {of > 0 ? l10n.t('{0} of {1}', numbers.number(done), numbers.number(of)) : l10n.t('Measuring …')}
      </span>
    </div>
  );
}

function Result({ page, exported }: { page: LaboratoryPage; exported: Exported }) {
  const { part, outcome, numbers } = exported;
  const { result, input } = outcome;
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(480);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const measure = () => setWidth(Math.min(WIDTH.most, Math.max(WIDTH.least, Math.floor(element.clientWidth || 480))));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  const isStale = input.text !== page.lab.inputOf(part).text;
  const table = part.table(result, numbers);
  return (
    <>
      <p class="seen" role="status">
        {part.seen(result, numbers)}
      </p>
      {isStale && (
        <p class="dim small measured-text">{l10n.t('Measured on: {0}', clipToWidth(input.text, MEASURED_EMS))}</p>
      )}
      {part.legend && <Legend entries={part.legend(result, numbers)} />}
      <div class="picture" ref={place}>
        {part.picture(result, { numbers, width })}
      </div>
      <p class="not-shown small">
        <strong>{l10n.t('Not shown')}</strong> {part.unseen(result)}
      </p>
      <div class="carry">
        <Actions page={page} exported={exported} />
        <ExportMenu page={page} exported={exported} picture={place} />
      </div>
      <details class="table">
        <summary>{l10n.t('Table (rows: {0})', numbers.number(table.rows.length))}</summary>
        <div class="scroller" tabIndex={0} role="region" aria-label={l10n.t('Table')}>
          <table>
            <thead>
              <tr>
                {table.header.map((name, at) => (
                  <th
                    key={at}
                    scope="col"
                    class={table.rows.some((row) => typeof row[at] === 'number') ? 'figures' : ''}
                  >
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {table.rows.map((row, at) => (
                <tr key={at}>
                  {row.map((value, column) => (
                    <td key={column} class={typeof value === 'number' ? 'number' : ''}>
                      {cellText(value, page)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

/** What the extension has for a result. What has not ended, or has failed, made no models. */
function Actions({ page: { lab }, exported: { part, outcome } }: { page: LaboratoryPage; exported: Exported }) {
  const { kind } = lab.status.value;
  const isMade = kind === 'idle' || kind === 'cancelled';
  const made = outcome.calls.find(({ method }) => method === 'pretrain');
  return part.actions?.(outcome.result).map((action) => {
    if (!('keeps' in action)) {
      const { label, command, text } = action;
      const run = () => lab.send({ type: 'run', command, ...(text !== undefined && { text }) });
      return (
        <button key={command} type="button" title={runsOn(action)} onClick={run}>
          {label}
        </button>
      );
    }
    if (!isMade || !made) return null;
    const keep = () => lab.send({ type: 'keep', params: { ...made.params } });
    return (
      <button key="keep" type="button" title={l10n.t('Puts them among the installed ones')} onClick={keep}>
        {action.label}
      </button>
    );
  });
}

/** Which text a command runs on; an install on none. */
function runsOn({ command, text }: { command: LaboratoryCommand; text?: string }): string | undefined {
  if (command === 'installModel') return undefined;
  return text === undefined
    ? l10n.t('Runs on the text of the last editor')
    : l10n.t('Runs on what was measured, in an editor of its own');
}

function cellText(value: CsvValue, { numbers }: LaboratoryPage): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  return Number.isInteger(value) ? numbers.number(value) : numbers.decimal(value, Math.abs(value) < 0.01 ? 5 : 3);
}

function ExportMenu({
  page,
  exported,
  picture,
}: {
  page: LaboratoryPage;
  exported: Exported;
  picture: { current: HTMLDivElement | null };
}) {
  const place = useRef<HTMLDivElement>(null);
  const latest = useRef(exported);
  latest.current = exported;
  useEffect(() => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = l10n.t('Export');
    const menu = menuButton(button, () => exportEntries(page, () => latest.current, picture));
    place.current?.append(menu);
    return () => menu.remove();
  }, []);
  return <div class="export" ref={place} />;
}

function exportEntries(page: LaboratoryPage, exported: () => Exported, picture: { current: HTMLDivElement | null }) {
  const { lab } = page;
  const save = (format: 'svg' | 'png' | 'csv' | 'json' | 'md', content: string | Uint8Array<ArrayBuffer>) => {
    const { outcome } = exported();
    lab.send({ type: 'save', format, name: exportFileName('laboratory', outcome.experiment, outcome.part), content });
  };
  const drawn = () => (picture.current ? outcomePicture(exported(), picture.current) : null);
  const savePng = async () => {
    const made = drawn();
    if (!made) return;
    try {
      save('png', await renderPng(made.text, made));
    } catch {
      page.said.value = l10n.t('The picture could not be drawn as PNG. Save it as SVG instead.');
    }
  };
  return [
    { label: l10n.t('Picture as SVG …'), choose: () => save('svg', drawn()?.text ?? '') },
    { label: l10n.t('Picture as PNG …'), choose: () => void savePng() },
    { label: l10n.t('Table as CSV …'), choose: () => save('csv', tableCsv(exported())) },
    { label: l10n.t('Data as JSON …'), choose: () => save('json', outcomeJson(exported())) },
    { label: l10n.t('Notes as Markdown …'), choose: () => save('md', outcomeMarkdown(exported())) },
    {
      label: l10n.t('Copy Command'),
      apart: true,
      choose: () => lab.send({ type: 'copy', text: outcomeCommand(exported()) }),
    },
  ];
}
