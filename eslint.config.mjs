import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const moneyName = '/(amount|minor|balance|fee|price|cost|money)/i';

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', 'apps/web/src/api/schema.ts'] },
  js.configs.recommended,
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx}'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      'max-lines': ['error', { max: 330, skipBlankLines: true, skipComments: true }],
      'max-params': ['error', 6],
      eqeqeq: 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "Identifier[name='forwardRef']", message: 'A cycle between modules is a wrong cut; break it.' },
        { selector: 'ExportAllDeclaration', message: 'A door names what it exports.' },
        ...['Number', 'parseFloat', 'parseInt'].map((name) => ({
          selector: `CallExpression[callee.name='${name}'] > Identifier[name=${moneyName}]`,
          message: 'Money is bigint minor units; never a float.',
        })),
        {
          selector: `CallExpression[callee.object.name='Math'] > Identifier[name=${moneyName}]`,
          message: 'Money is bigint minor units; never a float.',
        },
      ],
    },
  },
  { files: ['apps/web/**/*.{ts,tsx}'], plugins: { 'react-hooks': hooks }, rules: hooks.configs.recommended.rules },
  {
    files: ['**/*.{mjs,cjs}'],
    languageOptions: {
      globals: {
        module: 'writable',
        process: 'readonly',
        console: 'readonly',
        URL: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
);
