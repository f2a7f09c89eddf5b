export default definePageConfig({ navigationBarTitleText: '出院登记' });
