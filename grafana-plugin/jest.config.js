const toTransform = ['@grafana', 'd3', 'd3-.*', 'delaunator', 'internmap', 'robust-predicates', 'ol', 'uuid', 'marked', 'react-colorful'];

module.exports = {
  testEnvironment: 'jsdom',
  roots: ['<rootDir>/src'],
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
