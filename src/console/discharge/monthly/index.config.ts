export default definePageConfig({ navigationBarTitleText: '每月名单' });
