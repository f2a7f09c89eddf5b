/** The visit in the reader's calendar: in a browser a file, which phones and computers open in their calendar. Taro's build takes `calendar.weapp.ts` in this file's place. */
import { icsOf, type IcsVisit } from '../../../cloudfunctions/visit/rules/ics';

/** Whether the reader gets a file, or the entry itself. */
export const givesFile = true;

/** False when the browser takes no files. */
export async function addToCalendar(visit: IcsVisit, { hospital, now }: { hospital: string; now: number; title: string }): Promise<boolean> {
  try {
    const address = URL.createObjectURL(new Blob([icsOf(visit, { hospital, now })], { type: 'text/calendar;charset=utf-8' }));
    const link = document.createElement('a');
    link.href = address;
    // A name that says nothing to whoever looks at the list of downloads.
    link.download = `${new Date(visit.start + 8 * 3_600_000).toISOString().slice(0, 10)}.ics`;
    document.body.append(link);
    link.click();
    link.remove();
    // The browser reads it after this task.
    setTimeout(() => URL.revokeObjectURL(address), 60_000);
    return true;
  } catch {
    return false;
  }
}
