/** The unmodified node SDK of this test process, pointed at a local platform through the variables that the platform itself sets. */
import cloudbase from '@cloudbase/node-sdk';

export type SdkApp = ReturnType<typeof cloudbase.init>;

/** The variables of a function in the cloud; outside one the SDK would look for a metadata host before each call. */
const cloud = { TENCENTCLOUD_RUNENV: 'SCF', SCF_NAMESPACE: 'suifang-local', TENCENTCLOUD_REGION: 'ap-shanghai', TENCENTCLOUD_SECRETID: 'test', TENCENTCLOUD_SECRETKEY: 'test', TENCENTCLOUD_SESSIONTOKEN: 'test' };

/** `serviceUrl` wins over the variables, so that several platforms can be spoken to at once. */
export function connectSdk(url: string): SdkApp {
  Object.assign(process.env, cloud);
  return cloudbase.init({ env: 'suifang-local', serviceUrl: `${url}/admin` });
}
