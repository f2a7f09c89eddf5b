/** Read by Taro's babel-loader. NutUI is imported component by component, each with its own styles: the whole style sheet would put 233 KB into every page's wxss. */
const nutui = '@nutui/nutui-react-taro/dist/es/packages';

module.exports = {
  presets: [
    [
      'taro',
      {
        framework: 'react',
        ts: true,
        compiler: 'webpack5',
        // Phones that WeChat 8 still runs on: iOS 11, Android's X5/XWeb engine (Chrome 66 and later).
        targets: { ios: '11', chrome: '66' },
      },
    ],
  ],
  plugins: [
    [
      'import',
      {
        libraryName: '@nutui/nutui-react-taro',
        customName: (name) => `${nutui}/${name.toLowerCase()}`,
        style: (path) => `${path}/style/css`,
        camel2DashComponentName: false,
      },
      'nutui',
    ],
  ],
};
