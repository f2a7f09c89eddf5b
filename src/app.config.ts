/** The patients' app. The first page and what it needs are the main package; every domain that is entered later is a package of its own. */
export default defineAppConfig({
  pages: ['pages/home/index'],
  subPackages: [
    { root: 'pages/account', pages: ['bind/index', 'consents/index', 'family/index'] },
    { root: 'pages/survey', pages: ['answer/index', 'list/index'] },
    { root: 'pages/visit', pages: ['find/index', 'confirm/index', 'mine/index', 'detail/index', 'proposal/index'] },
    { root: 'pages/directory', pages: ['find/index'] },
    { root: 'pages/message', pages: ['thread/index', 'help/index'] },
    { root: 'pages/complaint', pages: ['file/index', 'mine/index', 'view/index'] },
  ],
  window: {
    navigationBarTitleText: '出院随访',
    navigationBarBackgroundColor: '@bar',
    navigationBarTextStyle: '@barText',
    backgroundColor: '@page',
    backgroundTextStyle: '@pull',
  },
  darkmode: true,
  themeLocation: 'theme.json',
  lazyCodeLoading: 'requiredComponents',
  __usePrivacyCheck__: true,
});
