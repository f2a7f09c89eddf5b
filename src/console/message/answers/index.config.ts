export default definePageConfig({ navigationBarTitleText: '标准答案' });
