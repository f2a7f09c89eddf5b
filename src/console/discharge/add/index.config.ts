export default definePageConfig({ navigationBarTitleText: '手工登记' });
