const path = require('path');
const CopyPlugin = require('copy-webpack-plugin');

const SHARED_WITH_GRAFANA = ['lodash', 'moment', 'react', 'react-dom', 'react-router', 'rxjs', 'emotion'];
const SCOPES = [/^@grafana\/(data|i18n|runtime|ui)$/, /^@emotion\/(css|react)$/, /^react\/jsx-(dev-)?runtime$/, /^rxjs\//];

module.exports = {
  mode: 'production',
  target: ['web', 'es2022'],
  context: path.join(__dirname, 'src'),
  devtool: 'source-map',
  entry: {
    module: './module.tsx',
    'datasource/module': './datasource/module.ts',
    'panel/module': './panel/module.ts',
  },
  externals: [
    ...SHARED_WITH_GRAFANA,
    ({ request }, done) => (SCOPES.some((scope) => scope.test(request)) ? done(null, request) : done()),
  ],
  module: {
    rules: [
      {
        test: /\.tsx?$/,
        exclude: /node_modules/,
        use: {
          loader: 'swc-loader',
          options: {
            jsc: {
              parser: { syntax: 'typescript', tsx: true },
              target: 'es2022',
              transform: { react: { runtime: 'automatic' } },
            },
          },
        },
      },
    ],
  },
  resolve: { extensions: ['.ts', '.tsx', '.js'] },
  output: {
    path: path.join(__dirname, 'dist'),
    filename: '[name].js',
    chunkFilename: '[name].js?v=[contenthash]',
    library: { type: 'amd' },
    // Grafana's page has a base address, so this holds under a sub-path as well.
    publicPath: 'public/plugins/barograph-anomaly-app/',
    uniqueName: 'barograph-anomaly-app',
    clean: true,
  },
  plugins: [
    new CopyPlugin({
      patterns: [
        { from: '**/plugin.json' },
        { from: 'img', to: 'img' },
        { from: 'img', to: 'datasource/img' },
        { from: 'img', to: 'panel/img' },
        { from: '../README.md', to: '.' },
        { from: '../CHANGELOG.md', to: '.' },
      ],
    }),
  ],
};
