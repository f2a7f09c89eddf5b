export default definePageConfig({ navigationBarTitleText: '复诊一周' });
