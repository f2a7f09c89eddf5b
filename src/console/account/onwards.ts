/** Where a sign-in leads: an address of this console that came along in the query, and no other. */

/** Opens `to` in place of the present page. `back` is handed on to a page that asks for one more thing first. Anything that is no path of ours leads to the worklist. */
export function onwards(to: string, back?: string): void {
  const inside = (path: string) => /^\/[a-z-]+\/[a-z-]+\/index(\?|$)/.test(path) && !path.startsWith('/account/sign-in/');
  const path = inside(to) ? to : '/call/worklist/index';
  location.replace(`#${path}${back !== undefined && inside(back) ? `?${new URLSearchParams({ back }).toString()}` : ''}`);
}
