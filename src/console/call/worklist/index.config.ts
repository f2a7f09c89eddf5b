export default definePageConfig({ navigationBarTitleText: '拨打名单' });
