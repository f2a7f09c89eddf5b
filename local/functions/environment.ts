/**
 * What a function finds around it: the process variables of its worker (the same for every call) and the context of one call. Identity is only in the context, as
 * JSON in `environment`; the SDK reads a variable there only where the key lists name it. In the process variables it would belong to whoever called last.
 */
import { randomUUID } from 'node:crypto';
import type { DeployedFunction } from './catalogue';

/** This machine's environment in the platform's eyes. */
export const place = { env: 'suifang-local', region: 'ap-shanghai', appid: 'wx0000000000000local' } as const;

/** Who calls, as the platform would know it. */
export interface CallSource {
  openid?: string;
  /** Address of the person's device. */
  ip?: string;
  trigger?: 'wx_client' | 'timer' | 'wx_http' | 'scf';
}

/** `session` names the worker's function to this platform's own WeChat door, where the cloud would look up the temporary credentials. */
export function workerVariables(deployed: DeployedFunction, url: string, session: string, product: Record<string, string>): Record<string, string> {
  return {
    TENCENTCLOUD_RUNENV: 'SCF', TENCENTCLOUD_REGION: place.region, SCF_NAMESPACE: place.env, SCF_FUNCTIONNAME: deployed.name,
    TENCENTCLOUD_SECRETID: 'local-secret-id', TENCENTCLOUD_SECRETKEY: 'local-secret-key', TENCENTCLOUD_SESSIONTOKEN: session,
    TCB_CONTEXT_KEYS: 'TCB_ENV', TCB_ENV: place.env, TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${url}/admin` }),
    WX_TRIGGER_API_TOKEN_V0: 'local-wx-trigger-token',
    // Fewer warnings of the SDK about slow database calls; the platform's own limit of 30 s stays.
    NODE_ENV: 'production',
    ...product,
  };
}

/** The second argument of `main`. */
export function callContext(deployed: DeployedFunction, source: CallSource): Record<string, unknown> {
  const requestId = randomUUID();
  const tcb: Record<string, string> = { TCB_ENV: place.env, TCB_SEQID: requestId, TRIGGER_SRC: source.trigger ?? 'scf', TCB_SOURCE_IP: source.ip ?? '127.0.0.1' };
  const wx: Record<string, string> = source.openid === undefined ? {}
    : { WX_OPENID: source.openid, WX_APPID: place.appid, WX_CLIENTIP: source.ip ?? '127.0.0.1', WX_API_TOKEN: 'local-wx-api-token' };
  return {
    callbackWaitsForEmptyEventLoop: false,
    memory_limit_in_mb: deployed.memory, time_limit_in_ms: deployed.timeout * 1000,
    request_id: requestId, function_version: '$LATEST', function_name: deployed.name, namespace: place.env,
    tencentcloud_region: place.region, tencentcloud_appid: '1250000000', tencentcloud_uin: '100000000000',
    environment: JSON.stringify({ ...tcb, ...wx, SCF_NAMESPACE: place.env, TCB_CONTEXT_KEYS: Object.keys(tcb).join(','), WX_CONTEXT_KEYS: Object.keys(wx).join(',') }),
  };
}
