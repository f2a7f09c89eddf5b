/** The directory, for whoever tells a patient whom to ask. */
import type { api } from '../../../cloudfunctions/directory/contract';
import { cloud, type Output } from '../../cloud/cloud';
import { hoursLines } from '../../text/hours';
import { phoneWords } from '../../text/phone';

export const directory = cloud<typeof api>('directory', { reads: ['list', 'search', 'history', 'exportFile'] });
export type Place = Output<typeof api, 'list'>['places'][number];
export type Practitioner = Output<typeof api, 'list'>['practitioners'][number];

/** A sentence for the patient (Chinese: it is what they read): 您可以联系骨科，在门诊楼3层，电话 0943-822 0402，周一至周五 8:00–11:30。 */
export function politeWords(entry: Place | Practitioner): string {
  const who = 'departmentName' in entry ? `${entry.departmentName}${entry.name}${entry.title}` : entry.name;
  const hours = [...hoursLines(entry.weekly, 'zh'), ...(entry.hours === '' ? [] : [entry.hours])].join('；');
  return `您可以联系${who}${entry.location === '' ? '' : `，在${entry.location}`}${entry.phone === '' ? '' : `，电话 ${phoneWords(entry.phone)}`}${hours === '' ? '' : `，${'departmentName' in entry ? '出诊' : '开放'}时间：${hours}`}。`;
}
