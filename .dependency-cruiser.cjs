/** Who may use whom: docs/architecture.md §4 as data. The rules below are derived from it. */
const BASE = ['kernel', 'platform', 'audit', 'reference', 'identity'];
const MAY_USE = {
  kernel: [],
  platform: ['kernel'],
  audit: ['kernel', 'platform'],
  reference: ['kernel', 'platform', 'audit'],
  identity: ['kernel', 'platform', 'audit', 'reference'],
  needs: BASE,
  offers: BASE,
  matching: ['needs', 'offers', ...BASE],
  flows: ['needs', ...BASE],
  sheets: ['needs', 'offers', ...BASE],
  ledger: ['kernel', 'platform', 'audit', 'reference'],
  funds: ['ledger', ...BASE],
  disbursements: ['ledger', ...BASE],
  facility: ['matching', 'needs', 'offers', 'funds', 'disbursements', 'ledger', ...BASE],
  notifications: ['matching', 'needs', 'offers', ...BASE],
};
/** Specs and the worlds they set up: they try a feature from all its sides. */
const TESTS = '\\.(spec|db-spec|fixture)\\.tsx?$';
const WORLDS = '^libs/[^/]+/src/[^/]+\\.fixture\\.ts$';
const FEATURES_MAY_USE = Object.keys(MAY_USE).join('|');

const featureRules = Object.entries(MAY_USE).map(([feature, suppliers]) => ({
  name: `map-${feature}`,
  comment: `${feature} may use only: ${suppliers.join(', ') || 'nothing'}`,
  severity: 'error',
  from: { path: `^libs/${feature}/` },
  to: { path: '^(libs|apps)/', pathNot: `^libs/(${[feature, ...suppliers].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...featureRules,
    {
      name: 'feature-on-the-map',
      comment: 'Every folder of libs/ stands in MAY_USE.',
      severity: 'error',
      from: { path: '^libs/', pathNot: `^libs/(${FEATURES_MAY_USE})/` },
      to: {},
    },
    {
      name: 'enter-by-a-door',
      comment: 'A feature is entered by index.ts, http/index.ts or worker/index.ts.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: { path: '^libs/', pathNot: ['^libs/$1/', '^libs/[^/]+/src/(index|http/index|worker/index)\\.ts$', WORLDS] },
    },
    {
      name: 'worlds-are-for-tests',
      comment: 'A world of a test may begin with the world of a lower feature; nothing else does.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: TESTS },
      to: { path: WORLDS },
    },
    {
      name: 'apps-enter-by-a-door',
      severity: 'error',
      from: { path: '^apps/', pathNot: '^apps/e2e/guards/' },
      to: { path: '^libs/', pathNot: '^libs/[^/]+/src/(index|http/index|worker/index)\\.ts$' },
    },
    {
      name: 'http-door-is-for-http',
      comment: 'Only the api and other http folders use an http door.',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^apps/(api|e2e)/', '^libs/[^/]+/src/http/', TESTS] },
      to: { path: '^libs/[^/]+/src/http/' },
    },
    {
      name: 'worker-door-is-for-the-worker',
      severity: 'error',
      from: { path: '^(libs|apps)/', pathNot: ['^apps/(worker|e2e)/', '^libs/[^/]+/src/worker/', TESTS] },
      to: { path: '^libs/[^/]+/src/worker/' },
    },
    {
      name: 'rules-are-pure',
      comment: 'States and rules are tested without Nest and without a database.',
      severity: 'error',
      from: { path: '(\\.states|\\.rules)\\.ts$|^libs/kernel/src/', pathNot: '\\.spec\\.ts$' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg|bullmq|ioredis|class-validator)' },
    },
    {
      name: 'launcher-knows-no-feature',
      severity: 'error',
      from: { path: '^apps/launcher/' },
      to: { path: '^libs/', pathNot: '^libs/(kernel|platform)/' },
    },
    {
      name: 'web-knows-only-http',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: { path: '^(libs|apps/(?!web/))' },
    },
    {
      name: 'apps-stand-alone',
      severity: 'error',
      from: { path: '^apps/([^/]+)/', pathNot: '^apps/e2e/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true } },
    {
      name: 'no-dev-dependency-in-production',
      severity: 'error',
      from: {
        path: '^(libs|apps)/',
        pathNot: [TESTS, '^apps/(e2e|web)/', '^libs/platform/src/testing/'],
      },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    exclude: '^dist/',
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.json'],
      exportsFields: ['exports'],
    },
  },
};
