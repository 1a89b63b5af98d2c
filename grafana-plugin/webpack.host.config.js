// The host page of the browser tests: Grafana's own packages in one bundle, made once for a set of them.
const path = require('path');

const ui = path.dirname(require.resolve('@grafana/ui/package.json'));
const inUi = (name) => path.dirname(require.resolve(`${name}/package.json`, { paths: [ui] }));
const esm = (scope, file) => path.join(path.dirname(require.resolve(`@grafana/${scope}/package.json`)), 'dist/esm', file);
const swc = require('./webpack.config.js').module.rules[0];

// Grafana is bundled from its sources, where a default import of an older module is that module's default.
const AS_GRAFANA_BUNDLES = { test: /\.mjs$/, type: 'javascript/auto', resolve: { fullySpecified: false } };

module.exports = (env) => ({
  mode: 'production',
  target: ['web', 'es2022'],
  context: path.join(__dirname, 'host'),
  devtool: false,
  entry: { host: './main.tsx' },
  module: { rules: [swc, AS_GRAFANA_BUNDLES, { test: /\.css$/, type: 'asset/source' }] },
  resolve: {
    extensions: ['.ts', '.tsx', '.mjs', '.js'],
    alias: {
      // Grafana shares these two with plugins as react-router-dom and react-router.
      'grafana-router-v5$': inUi('react-router-dom'),
      'grafana-router$': inUi('react-router-dom-v5-compat'),
      // What Grafana itself sets and hides from plugins.
      'grafana-plugin-page$': esm('runtime', 'components/PluginPage.mjs'),
      'grafana-plot-style$': path.join(inUi('uplot'), 'dist/uPlot.min.css'),
      'grafana-translations$': esm('i18n', 'i18n.mjs'),
    },
  },
  optimization: { minimize: false },
  performance: { hints: false },
  cache: { type: 'filesystem', cacheDirectory: path.join(__dirname, 'node_modules/.cache/barograph-host-parts') },
  stats: 'errors-only',
  output: { path: env.folder, filename: '[name].js', publicPath: '/host/' },
});
