/** The context of a call as the cloud gives it: identity as JSON in `environment`, read only where the key lists name it. */
export function contextOf({ openid, ip }: { openid?: string; ip?: string } = {}): { request_id: string; environment: string } {
  const wx = { ...(openid && { WX_OPENID: openid, WX_APPID: 'wx0' }), ...(ip && { WX_CLIENTIP: ip }) };
  const tcb = { TCB_ENV: 'kit' };
  return { request_id: 'r-1', environment: JSON.stringify({ ...tcb, ...wx, TCB_CONTEXT_KEYS: Object.keys(tcb).join(','), WX_CONTEXT_KEYS: Object.keys(wx).join(',') }) };
}
