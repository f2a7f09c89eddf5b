export default definePageConfig({ navigationBarTitleText: '科室和专家' });
