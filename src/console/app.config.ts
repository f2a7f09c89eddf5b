/** The staff console. A page's path is `<domain>/<page>/index` under this folder and shows in the address: `/console/#/call/worklist/index`. */
export default defineAppConfig({
  pages: [
    'call/worklist/index',
    'call/call/index',
    'followup/today/index',
    'discharge/register/index',
    'discharge/stay/index',
    'discharge/held/index',
    'discharge/import/index',
    'account/sign-in/index',
    'account/setup/index',
    'account/password/index',
    'account/people/index',
    'account/settings/index',
  ],
  window: { navigationBarTitleText: '随访中心' },
});
