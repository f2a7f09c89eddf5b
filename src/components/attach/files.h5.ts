/** Choosing and sending files in a browser. */
import { typeOf, type Picked, type UploadPlace, type Wanted } from './props';

/** Opens the browser's own dialog; resolves to nothing when it is closed without a choice. */
export function pickFiles({ most, types }: Wanted): Promise<Picked[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = most > 1;
    input.accept = types.join(',');
    input.onchange = () => resolve(Array.from(input.files ?? []).slice(0, most).map((file): Picked => {
      const type = file.type || typeOf(file.name);
      return { name: file.name, size: file.size, type, address: type.startsWith('image/') ? URL.createObjectURL(file) : '', from: file };
    }));
    input.oncancel = () => resolve([]);
    input.click();
  });
}

/** Resolves when storage has the file; rejects when the network or storage refused. `onShare` hears 0…1. */
export function sendFile(place: UploadPlace, { from }: Picked, onShare: (share: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', place.url);
    for (const [name, value] of Object.entries(place.headers)) request.setRequestHeader(name, value);
    request.upload.onprogress = ({ loaded, total }) => { if (total > 0) onShare(loaded / total); };
    request.onload = () => (request.status >= 200 && request.status < 300 ? resolve() : reject(new Error(`storage answered ${request.status}`)));
    request.onerror = () => reject(new Error('storage cannot be reached'));
    request.ontimeout = request.onerror;
    // Without a type of its own: the signature covers the headers above and no other.
    request.send(new Blob([from]));
  });
}
