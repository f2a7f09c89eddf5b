/** In WeChat: straight into the phone's calendar. The reader may say no, and older WeChat does not have it. */
import Taro from '@tarojs/taro';
import type { IcsVisit } from '../../../cloudfunctions/visit/rules/ics';

export const givesFile = false;
/** Reminds two hours before, as the calendar file does; seconds. */
const alarmOffset = 2 * 3600;

/** Nothing of a sensitive visit but its time: calendars are shared and shown on locked screens. */
export function addToCalendar({ start, end, sensitive, departmentName, practitioner, place, preparation }: IcsVisit, { hospital, title }: { hospital: string; now: number; title: string }): Promise<boolean> {
  return new Promise((resolve) => {
    Taro.addPhoneCalendar({
      title: sensitive ? title : `${title} ${departmentName}`.trim(),
      startTime: Math.floor(start / 1000),
      endTime: String(Math.floor(end / 1000)),
      ...(!sensitive && { location: `${hospital} ${place}`.trim(), description: [practitioner, preparation].filter((word) => word !== '').join('\n') }),
      alarm: true, alarmOffset,
      success: () => resolve(true),
      fail: () => resolve(false),
    });
  });
}
