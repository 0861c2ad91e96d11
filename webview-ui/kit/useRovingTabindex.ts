import { computed, useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { moveFocus } from './rovingTabindex.js';

/**
 * Makes items one stop of the Tab key, as `rovingTabindex` does, by properties of theirs; they stand side by side, with
 * nothing between them.
 * @param show called with the index of the item that has the focus or is pointed at
 * @param first the item that Tab reaches first
 */
export function useRovingTabindex(show: (index: number) => void, first = 0) {
  const stop = useSignal(first);
  return (index: number) => ({
    // A signal, so that the focus moves without the items being drawn again.
    tabIndex: computed(() => (index === stop.value ? 0 : -1)),
    onFocus: () => {
      stop.value = index;
      show(index);
    },
    onPointerEnter: () => show(index),
    onKeyDown: (event: TargetedKeyboardEvent<HTMLElement>) => {
      const items = event.currentTarget.parentElement?.children ?? [];
      moveFocus([...items] as HTMLElement[], index, event);
    },
  });
}
