export default definePageConfig({ navigationBarTitleText: '待科室确认' });
