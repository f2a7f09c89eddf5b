/** How the page was reached: by a link from an SMS (`t`), or for one step from WeChat's message or the first page (`stepId`). */

export interface Address { token?: string; stepId?: string; patientId?: string }

/** WeChat hands over what stands in the address, a browser what it means. */
function plain(text: string | undefined): string | undefined {
  if (!text) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function readAddress(params: Partial<Record<string, string>>): Address {
  return { token: plain(params['t']), stepId: plain(params['stepId']), patientId: plain(params['patientId']) };
}

/** The same page again, for whoever has to confirm who they are first. */
export function pageOf({ token, stepId, patientId }: Address): string {
  const query = Object.entries({ t: token, stepId, patientId }).flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${encodeURIComponent(value)}`]));
  return `/pages/survey/answer/index?${query.join('&')}`;
}
