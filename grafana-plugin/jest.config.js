const ofGrafana = ['@grafana', '@wojtekmaj/date-utils', 'get-user-locale', 'marked', 'memoize', 'mimic-function', 'ol', 'react-calendar', 'react-colorful', 'uuid'];
const toTransform = [...ofGrafana, 'd3', 'd3-.*', 'delaunator', 'internmap', 'robust-predicates'];

module.exports = {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/src'],
  setupFiles: ['<rootDir>/jest/browser.js'],
  moduleNameMapper: {
    '\\.css$': '<rootDir>/jest/style.js',
    '^react-inlinesvg$': '<rootDir>/jest/picture.js',
    '^(@monaco-editor/react|monaco-editor)$': '<rootDir>/jest/editor.js',
  },
  transform: {
    '^.+\\.(tsx?|m?js)$': [
      '@swc/jest',
      {
        sourceMaps: 'inline',
        jsc: {
          parser: { syntax: 'typescript', tsx: true },
          target: 'es2022',
          transform: { react: { runtime: 'automatic' } },
        },
      },
    ],
  },
  transformIgnorePatterns: [`node_modules/(?!(${toTransform.join('|')})/)`],
};
