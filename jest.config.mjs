const swc = (tsx) => [
  '@swc/jest',
  {
    sourceMaps: 'inline',
    module: { type: 'es6' },
    jsc: {
      target: 'es2023',
      parser: { syntax: 'typescript', tsx, decorators: true },
      transform: {
        legacyDecorator: true,
        decoratorMetadata: true,
        useDefineForClassFields: false,
        react: { runtime: 'automatic' },
      },
      keepClassNames: true,
      experimental: { keepImportAttributes: true },
    },
  },
];

const shared = {
  extensionsToTreatAsEsm: ['.ts', '.tsx'],
  moduleNameMapper: {
    '^rxjs(/operators)?$': '<rootDir>/node_modules/rxjs/dist/bundles/rxjs.umd.js',
    '^(\\.{1,2}/.*)\\.js$': '$1',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/'],
};

/** An ES module that a CommonJS one (@fastify/static) requires; Node does that by itself, Jest only from Node 24.9 on. */
const REQUIRED_ES_MODULE = 'node_modules/content-disposition/';

const node = {
  ...shared,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  transform: {
    '\\.ts$': swc(false),
    [REQUIRED_ES_MODULE]: ['@swc/jest', { module: { type: 'commonjs' }, jsc: { target: 'es2023' } }],
  },
  transformIgnorePatterns: [`node_modules/(?!${REQUIRED_ES_MODULE.split('/')[1]}/)`],
};

/** `unit` needs nothing; `database` and `stories` need the servers that the test runner starts (apps/e2e/run.ts). */
export default {
  testTimeout: 60_000,
  projects: [
    {
      ...node,
      displayName: 'unit',
      testMatch: ['<rootDir>/{libs,apps}/**/*.spec.ts', '<rootDir>/apps/e2e/guards/**/*.guard.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/apps/web/'],
    },
    { ...node, displayName: 'database', testMatch: ['<rootDir>/{libs,apps}/**/*.db-spec.ts'] },
    { ...node, displayName: 'stories', testMatch: ['<rootDir>/apps/e2e/stories/**/*.story.ts'] },
    { ...node, displayName: 'faults', testMatch: ['<rootDir>/apps/e2e/faults/**/*.fault.ts'] },
    { ...node, displayName: 'browser', testMatch: ['<rootDir>/apps/e2e/browser/**/*.browser.ts'] },
    {
      ...shared,
      displayName: 'web',
      testEnvironment: 'jsdom',
      testEnvironmentOptions: { customExportConditions: ['source', 'browser'] },
      testMatch: ['<rootDir>/apps/web/**/*.spec.{ts,tsx}'],
      transform: { '\\.tsx?$': swc(true) },
    },
  ],
};
