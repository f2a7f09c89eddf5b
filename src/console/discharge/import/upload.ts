/** Sends a file straight to storage with its progress: `fetch` tells none. */

export interface Place { url: string; method: 'PUT'; headers: Readonly<Record<string, string>> }

/** Resolves when storage has the file; rejects when the network or storage refused. `onShare` hears 0…1. */
export function putFile(place: Place, file: Blob, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(place.method, place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => { if (total > 0) onShare(loaded / total); };
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : reject(new Error(`storage answered ${request.status}`)));
    request.onerror = () => reject(new Error('storage cannot be reached'));
    request.ontimeout = request.onerror;
    // Without a type of its own: the signature covers the headers above and no other.
    request.send(new Blob([file]));
  });
}

/** Hands a file at a temporary address to the reader under a name they know. */
export async function saveAs(url: string, name: string): Promise<void> {
  const link = document.createElement('a');
  link.download = name;
  try {
    const response = await fetch(url, { cache: 'no-store' });
    if (!response.ok) throw new Error(`storage answered ${response.status}`);
    link.href = URL.createObjectURL(await response.blob());
  } catch {
    // Storage that lets no page read it still lets the browser download.
    link.href = url;
    link.rel = 'noopener';
  }
  document.body.append(link);
  link.click();
  link.remove();
  if (link.href.startsWith('blob:')) setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
