export default definePageConfig({ navigationBarTitleText: '复诊排班' });
