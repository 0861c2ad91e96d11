import { useLayoutEffect, useRef } from 'preact/hooks';
import type { LabStatus, Outcome } from '../model/keptLaboratory.js';

/** Of the window's height: a result that begins farther down is not seen as one. */
const LOW = 0.45;
/** Room above and below it, CSS pixels. */
const MARGIN = 10;

/**
 * Keeps a result that was asked for in sight while it grows, until somebody scrolls.
 * @param wanted it was asked for; taken back when it is whole
 * @returns for the element that it stands in
 */
export function useResultInSight(wanted: { current: boolean }, outcome: Outcome | null, status: LabStatus['kind']) {
  const place = useRef<HTMLDivElement>(null);
  const before = useRef(outcome);
  const scrolled = useRef<number | null>(null);
  useLayoutEffect(() => {
    const isNew = outcome !== before.current || status === 'failed';
    before.current = outcome;
    if (wanted.current && isNew && place.current) {
      if (scrolled.current !== null && Math.abs(window.scrollY - scrolled.current) > 1) wanted.current = false;
      else window.scrollBy(0, missing(place.current.getBoundingClientRect()));
      scrolled.current = window.scrollY;
    }
    if (status === 'running') return;
    wanted.current = false;
    scrolled.current = null;
  });
  return place;
}

/** How far a result that begins too low has to come up: until its end is seen, too, but not past its beginning. */
function missing({ top, bottom }: DOMRect): number {
  const low = LOW * window.innerHeight;
  if (top <= low) return 0;
  return Math.min(top - MARGIN, Math.max(top - low, bottom + MARGIN - window.innerHeight));
}
