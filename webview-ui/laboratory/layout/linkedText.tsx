import { EXPERIMENTS } from '../experiments/index.js';
import type { Laboratory } from '../model/laboratoryState.js';

/** Where a name leads: an experiment by its title, or one of its measurements, as in “Information: 15 % and 100 %”. */
function placeOf(name: string): { experiment: string; part: string } | null {
  const [first, ...rest] = name.split(/\s*[:：]\s*/);
  for (const { id, title, parts } of EXPERIMENTS) {
    if (first !== title()) continue;
    if (rest.length === 0) return { experiment: id, part: '' };
    const part = parts.find((one) => rest.length === 1 && rest[0] === one.title());
    if (part) return { experiment: id, part: part.id };
  }
  return null;
}

/** A text in which names of experiments and measurements, between asterisks, lead there. */
export function LinkedText({ lab, text }: { lab: Laboratory; text: string }) {
  return (
    <>
      {text.split(/(\*[^*]+\*)/).map((piece, at) => {
        const name = piece.slice(1, -1);
        const place = at % 2 === 1 ? placeOf(name) : null;
        if (!place) return piece;
        return (
          <button key={at} type="button" class="link" onClick={() => lab.choose(place.experiment, place.part)}>
            {name}
          </button>
        );
      })}
    </>
  );
}
