export default definePageConfig({ navigationBarTitleText: '第一次设置' });
