export default definePageConfig({ navigationBarTitleText: '马上求助' });
