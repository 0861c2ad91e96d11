/** How long a toast stands, milliseconds. */
const TOAST_MS = 2000;

/** Says something in an element for two seconds; what is said next takes its place. */
export function toaster(write: (text: string) => void): (text: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    write(text);
    clearTimeout(timer);
    timer = setTimeout(() => write(''), TOAST_MS);
  };
}
