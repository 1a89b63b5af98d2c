import * as emotionCss from '@emotion/css';
import * as emotionReact from '@emotion/react';
import * as grafanaData from '@grafana/data';
import * as grafanaI18n from '@grafana/i18n';
import * as grafanaRuntime from '@grafana/runtime';
import * as grafanaUi from '@grafana/ui';
import lodash from 'lodash';
import moment from 'moment';
import * as react from 'react';
import * as reactJsx from 'react/jsx-runtime';
import * as reactDom from 'react-dom';
import * as reactRouter from 'grafana-router';
import * as rxjs from 'rxjs';
import * as rxjsOperators from 'rxjs/operators';

/** What Grafana shares with plugins, by the names that their bundles ask for. */
const SHARED: Record<string, unknown> = {
  '@emotion/css': emotionCss,
  '@emotion/react': emotionReact,
  '@grafana/data': grafanaData,
  '@grafana/i18n': grafanaI18n,
  '@grafana/runtime': grafanaRuntime,
  '@grafana/ui': grafanaUi,
  lodash,
  moment,
  react,
  'react/jsx-runtime': reactJsx,
  'react-dom': reactDom,
  'react-router': reactRouter,
  rxjs,
  'rxjs/operators': rxjsOperators,
};

type Define = (names: string[], make: (...parts: unknown[]) => unknown) => void;

/** Load a built AMD bundle the way Grafana does: the externals are handed in, its exports come out. */
export async function loadPlugin<Module>(path: string): Promise<Module> {
  let made: unknown;
  const define: Define = (names, make) => {
    made = make(...names.map((name) => (name === 'module' ? { uri: `${location.origin}/${path}` } : find(name))));
  };
  const code = await (await fetch(path)).text();
  new Function('define', `${code}\n//# sourceURL=${location.origin}/${path}`)(Object.assign(define, { amd: {} }));
  return made as Module;
}

function find(name: string): unknown {
  if (!(name in SHARED)) {
    throw new Error(`The bundle asks for ${name}, which this host does not share.`);
  }
  return SHARED[name];
}
