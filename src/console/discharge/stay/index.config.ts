export default definePageConfig({ navigationBarTitleText: '住院与随访' });
