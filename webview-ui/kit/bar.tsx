import { barStyle } from './barElement.js';

/** A bar from the left end of its track; `share` of the track's length, 0 to 1. The number beside it is what is read. */
export function Bar({ share }: { share: number }) {
  return (
    <span class="track" aria-hidden>
      <span class="bar" style={barStyle(share)} />
    </span>
  );
}
