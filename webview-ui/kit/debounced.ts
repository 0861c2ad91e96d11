/** Calls with the last value when no other has come for so many milliseconds. */
export function debounced<T>(call: (value: T) => void, milliseconds: number): (value: T) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (value) => {
    clearTimeout(timer);
    timer = setTimeout(() => call(value), milliseconds);
  };
}
