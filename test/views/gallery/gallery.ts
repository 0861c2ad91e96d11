// The gallery's own page: every scene of a view side by side, in one theme, width and language.
import './gallery.css';

interface View {
  name: string;
  title: string;
  widths: number[];
  scenes: { title: string; query: string }[];
}

/** put in by pages.mjs: the list of scenes.mjs */
declare const VIEWS: View[];

/** put in by pages.mjs: the languages beside English */
declare const TRANSLATIONS: object;

const chosen = new URLSearchParams(location.search);
const view = VIEWS.find(({ name }) => name === chosen.get('view')) ?? VIEWS[0]!;

/** A select whose choice stands in the address, so that it outlives a reload. */
function choice(name: string, values: readonly (string | number)[], titles = values.map(String)): HTMLElement {
  const select = document.createElement('select');
  values.forEach((value, index) => select.add(new Option(titles[index], String(value))));
  select.value = chosen.get(name) ?? String(values[0]);
  select.addEventListener('change', () => {
    chosen.set(name, select.value);
    location.search = chosen.toString();
  });
  const label = document.createElement('label');
  label.append(`${name} `, select);
  return label;
}

const theme = chosen.get('theme') ?? 'light';
const language = chosen.get('language') ?? 'en';
const asked = Number(chosen.get('width'));
const width = view.widths.includes(asked) ? asked : view.widths[1]!;

function scene({ title, query }: View['scenes'][number]): HTMLElement {
  const frame = document.createElement('iframe');
  frame.loading = 'lazy';
  frame.title = title;
  frame.width = String(width);
  frame.src = `${view.name}.html?${query}&theme=${theme}&language=${language}`;
  const link = document.createElement('a');
  link.href = frame.src;
  link.textContent = title;
  const caption = document.createElement('figcaption');
  caption.append(link);
  const figure = document.createElement('figure');
  figure.append(caption, frame);
  return figure;
}

chosen.set('width', String(width));
const bar = document.createElement('nav');
bar.className = 'bar';
bar.append(
  choice(
    'view',
    VIEWS.map(({ name }) => name),
    VIEWS.map(({ title }) => title),
  ),
  choice('theme', ['light', 'dark', 'contrast']),
  choice('width', view.widths),
  choice('language', ['en', ...Object.keys(TRANSLATIONS)]),
);
const scenes = document.createElement('div');
scenes.className = 'scenes';
scenes.append(...view.scenes.map(scene));
document.querySelector('main')!.append(bar, scenes);

// Built anew, the page is loaded anew; pages opened as files have nobody to ask.
if (location.protocol === 'http:') new EventSource('/esbuild').addEventListener('change', () => location.reload());
