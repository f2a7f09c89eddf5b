export default definePageConfig({ navigationBarTitleText: '出院随访' });
