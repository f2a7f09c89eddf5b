export default definePageConfig({ navigationBarTitleText: '导入出院名单' });
