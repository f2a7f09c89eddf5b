/** One runner for everything: rules and services in milliseconds, journeys on the local platform, pages in a browser. */
module.exports = {
  rootDir: '.',
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  testMatch: ['<rootDir>/test/**/*.test.ts', '<rootDir>/test/**/*.test.tsx'],
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  transform: {
    '^.+\\.(t|j|mj)sx?$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript', tsx: true }, transform: { react: { runtime: 'automatic' } }, target: 'es2022' }, module: { type: 'commonjs' } }],
  },
  transformIgnorePatterns: ['/node_modules/(?!(mingo|bson|croner|read-excel-file|csv-parse|@sparticuz)/)'],
  // Sources before what is built beside them: config/deploy.ts before deploy.mjs.
  moduleFileExtensions: ['ts', 'tsx', 'js', 'mjs', 'cjs', 'json', 'node'],
  testEnvironment: 'node',
  setupFiles: ['<rootDir>/test/support/seed.ts'],
  maxWorkers: 2,
  testTimeout: 60000,
};
