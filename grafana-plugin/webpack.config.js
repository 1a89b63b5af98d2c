const path = require('path');
const CopyPlugin = require('copy-webpack-plugin');
const { version } = require('./package.json');

const SHARED_WITH_GRAFANA = ['lodash', 'moment', 'react', 'react-dom', 'react-router', 'rxjs', 'emotion'];
const SCOPES = [/^@grafana\/(data|i18n|runtime|ui)$/, /^@emotion\/(css|react)$/, /^react\/jsx-(dev-)?runtime$/, /^rxjs\//];

/** The version stands in package.json alone. */
const dated = (text) => text.toString().replaceAll('%VERSION%', version).replaceAll('%TODAY%', new Date().toISOString().slice(0, 10));

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
    { 'amd-module': 'module' },
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
    // For loaders that do not say where from; Grafana's page has a base address, so this holds under a sub-path as well.
    publicPath: 'public/plugins/barograph-anomaly-app/',
    uniqueName: 'barograph-anomaly-app',
    clean: true,
  },
  plugins: [
    new CopyPlugin({
      patterns: [
        { from: '**/plugin.json', transform: dated },
        { from: 'img', to: 'img' },
        ...['datasource', 'panel'].map((folder) => ({ from: 'img/logo.svg', to: `${folder}/img` })),
        ...['../README.md', '../CHANGELOG.md', '../../LICENSE'].map((from) => ({ from, to: '[name][ext]' })),
      ],
    }),
  ],
};
