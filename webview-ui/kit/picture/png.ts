/** Pixels for each CSS pixel. */
const RATIO = 2;

/** No browser draws larger sides than this; a larger picture is drawn smaller. */
const LONGEST = 8192;

/**
 * A picture as PNG, twice as fine as it is on the page.
 * @throws Error when the browser cannot draw it
 */
export async function renderPng(
  picture: string,
  size: { width: number; height: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const ratio = Math.min(RATIO, LONGEST / Math.max(size.width, size.height));
  const address = URL.createObjectURL(new Blob([picture], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = address;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(size.width * ratio);
    canvas.height = Math.round(size.height * ratio);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('The browser gave no canvas to draw on.');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('The browser gave no PNG.');
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(address);
  }
}
