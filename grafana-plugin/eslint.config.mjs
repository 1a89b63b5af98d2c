import js from '@eslint/js';
import hooks from 'eslint-plugin-react-hooks';
import ts from 'typescript-eslint';

export default ts.config(
  { ignores: ['dist', 'node_modules'] },
  js.configs.recommended,
  ts.configs.strict,
  {
    files: ['src/**/*.{ts,tsx}', 'host/**/*.{ts,tsx}'],
    plugins: { 'react-hooks': hooks },
    rules: {
      ...hooks.configs.recommended.rules,
      'no-console': 'error',
      'no-restricted-globals': ['error', 'alert', 'confirm', 'prompt'],
      eqeqeq: 'error',
      'max-lines': ['error', 250],
    },
  },
  {
    files: ['*.config.{js,mjs,cjs}', 'jest/*.js', 'host/*.mjs', 'sizes.mjs'],
    languageOptions: { globals: { module: 'readonly', require: 'readonly', __dirname: 'readonly', process: 'readonly', URL: 'readonly', globalThis: 'readonly', HTMLCanvasElement: 'readonly' } },
    rules: { '@typescript-eslint/no-require-imports': 'off' },
  }
);
