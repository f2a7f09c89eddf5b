/** A small file goes in and comes out with the request itself. */
/** As it travels (contract: 96,000 characters of base64). */
export const mostBytes = 72_000;
const mostRaw = 4 * 1024 * 1024;

/** The file as it travels: a workbook is packed already, a long text is packed here. Null where it is too big. */
export async function packed(file: File): Promise<Uint8Array<ArrayBuffer> | null> {
  if (file.size > mostRaw) return null;
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (bytes.length <= mostBytes) return bytes;
  const gzipped = new Uint8Array(await new Response(new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'))).arrayBuffer());
  return gzipped.length <= mostBytes ? gzipped : null;
}

export function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Hands a workbook to the browser. */
export function hand({ file, name }: { file: string; name: string }): void {
  const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([bytes], { type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
