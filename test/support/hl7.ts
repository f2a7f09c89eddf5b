/** Messages of a hospital's engine, made up. */
import { encodeAs } from '../../cloudfunctions/discharge/rules/charset';

export interface Adt { id: string; event?: string; patientNo?: string; name?: string; charset?: string; /** Nobody can tell whose it is. */ broken?: boolean; /** MSH-15 and MSH-16 of the enhanced mode. */ accept?: string; phone?: string }

/** One message, by default a discharge (ADT^A03) at 10:00 on 20 November 2026 from a ward of general surgery. Each segment ends with CR. */
export const adt = ({ id, event = 'A03', patientNo = 'P0001', name = '王^秀英', charset = 'UNICODE UTF-8', broken = false, accept = '', phone = '13800001234' }: Adt): string => [
  `MSH|^~\\&|HIS|HOSP|SUIFANG|HOSP|20261120100500+0800||ADT^${event}|${id}|P|2.4|||${accept}|${accept}||${charset}`,
  `EVN|${event}|20261120100500+0800`,
  `PID|1||${broken ? '' : `${patientNo}^^^HOSP^MR`}||${name}||19600102|F|||甘肃省白银市白银区某街道1号||${phone}`,
  'NK1|1|周^小安|2^子||13900001234',
  `PV1|1|I|普外科1病区^50^^HOSP||||0401D^孙晓梅|||普外科|||||||||${patientNo.replace('P', 'Z')}_1|||||||||||||||||01||||||||20261110080000|20261120100000`,
  'DG1|1||K80.100^胆囊结石伴胆囊炎^ICD10||20261120|F',
  '',
].join('\r');

/** As an engine on GB18030 sends it. */
export const gb = (text: string): Buffer => Buffer.from(encodeAs(text, 'gb18030'));
