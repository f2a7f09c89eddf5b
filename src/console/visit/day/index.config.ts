export default definePageConfig({ navigationBarTitleText: '复诊名单' });
