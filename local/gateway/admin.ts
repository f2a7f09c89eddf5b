/**
 * The SDK's door: POST /admin with JSON and an `action`. Errors come back as the platform sends them, `{ code, message, requestId }` at HTTP 200. What is not emulated is
 * refused by name.
 */
import { randomUUID } from 'node:crypto';
import type { Database } from '../database';
import { notEmulated, WireError } from '../errors';
import type { DeployedFunction } from '../functions/catalogue';
import type { Storage } from '../storage/storage';
import type { WechatApi } from '../wechat/api';
import { json, parseObject, type Door } from './http';

export interface AdminOptions {
  database: Database;
  storage: Storage;
  wechat: WechatApi;
  functionOf(session: string): DeployedFunction | undefined;
  /** Runs a function with the caller's data as JSON text. */
  invoke(functionName: string, event: string): Promise<string>;
}

/** Larger requests are refused (the platform's cap for a request that is not a function's is 100 MB, for a database packet 16 MB). */
const mostBytes = 16 * 1024 * 1024;

export function adminDoor(options: AdminOptions): Door {
  return async ({ method, headers, read }) => {
    const requestId = randomUUID();
    try {
      if (method !== 'POST') throw new WireError('INVALID_PARAM', 'POST is expected');
      // The skew of the signature is not checked: functions may run on a moved clock.
      if (!/^(TC3-HMAC-SHA256|Bearer) /.test(headers['authorization'] ?? '')) throw new WireError('SIGN_PARAM_INVALID', 'the request is not signed');
      if (headers['content-type']?.startsWith('multipart/form-data')) throw notEmulated('wx.openApi, wx.wxPayApi and wx.wxCallContainerApi (the binary WeChat calls)');
      const params = parseObject(await read(mostBytes));
      if (!params) throw new WireError('INVALID_PARAM', 'the body is not a JSON object');
      return json({ ...(await handle(options, params)), requestId });
    } catch (error) {
      if (error instanceof WireError) return json({ code: error.code, message: error.message, requestId });
      throw error;
    }
  };
}

async function handle({ database, storage, wechat, functionOf, invoke }: AdminOptions, params: Record<string, unknown>): Promise<Record<string, unknown>> {
  const action = String(params['action']);
  if (action.startsWith('database.')) return database.handle(action, params);
  if (action.startsWith('storage.')) return storage.handle(action, params);
  if (action === 'wx.api') return wechat(params, functionOf(String(params['sessionToken'])));
  if (action === 'functions.invokeFunction') {
    const { function_name: name, request_data: data } = params;
    return { data: { response_data: await invoke(String(name), typeof data === 'string' ? data : '') } };
  }
  throw notEmulated(`the action ${action}`);
}
