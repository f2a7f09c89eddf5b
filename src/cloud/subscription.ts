/** The reader's answer to one template. `ban`: switched off in WeChat's settings; `filter`: WeChat itself left it out; `failed`: the sheet did not appear. */
export type Subscription = 'accept' | 'reject' | 'ban' | 'filter' | 'failed';

/** Most templates that one tap may ask for. WeChat's own limit is 5 in its current page and 3 in older ones. */
export const templateLimit = 3;

/** WeChat's reply `{ errMsg, <id>: 'accept' … }` as one answer per template. */
export function readSubscriptions(templates: readonly string[], reply: Readonly<Record<string, unknown>>): Record<string, Subscription> {
  return Object.fromEntries(templates.map((id) => {
    const said = String(reply[id] ?? 'failed').replace(/^accept.*/, 'accept');
    const answer: Subscription = said === 'accept' || said === 'reject' || said === 'ban' || said === 'filter' ? said : 'failed';
    return [id, answer];
  }));
}
