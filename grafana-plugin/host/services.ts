import {
  DataSourceApi,
  DataSourceInstanceSettings,
  EventBusSrv,
  ScopedVars,
  standardEditorsRegistry,
  TypedVariableModel,
  UrlQueryMap,
} from '@grafana/data';
import * as runtime from '@grafana/runtime';
import { from, Observable } from 'rxjs';
import { DATASOURCE_ID } from '../src/ids';

export const SETTINGS = {
  id: 1,
  uid: 'barograph',
  name: 'Barograph',
  type: DATASOURCE_ID,
  url: '/api/datasources/proxy/uid/barograph',
  access: 'proxy',
  readOnly: false,
  isDefault: true,
  jsonData: { backendUrl: 'http://127.0.0.1' },
  meta: { id: DATASOURCE_ID, name: 'Barograph', type: 'datasource', annotations: true, info: { logos: {} } },
} as unknown as DataSourceInstanceSettings;

const EDITORS = ['text', 'number', 'boolean', 'select', 'multi-select', 'radio', 'slider', 'color', 'unit', 'strings'];

/** Give `@grafana/runtime` the services that Grafana itself would. */
export function provideServices(datasource: DataSourceApi): void {
  const send = (request: runtime.BackendSrvRequest): Observable<unknown> => from(ask(request));
  runtime.setBackendSrv({
    fetch: send,
    get: (url: string, params?: UrlQueryMap) => ask({ url, params }).then(({ data }) => data),
  } as unknown as runtime.BackendSrv);
  runtime.setDataSourceSrv({
    get: async () => datasource,
    getList: ({ pluginId }: { pluginId?: string } = {}) => (!pluginId || pluginId === DATASOURCE_ID ? [SETTINGS] : []),
    getInstanceSettings: () => SETTINGS,
    reload: () => undefined,
    registerRuntimeDataSource: () => undefined,
  });
  runtime.setTemplateSrv(templates as unknown as runtime.TemplateSrv);
  runtime.setAppEvents(new EventBusSrv());
  // A panel asks for editors when its defaults are read; nobody edits options here.
  standardEditorsRegistry.setInit(() => EDITORS.map((id) => ({ id, name: id, editor: () => null })));
  runtime.setEchoSrv({ addEvent: () => undefined, addBackend: () => undefined, flush: () => undefined });
}

async function ask({ method = 'GET', url, data, params, headers }: runtime.BackendSrvRequest) {
  const query = params ? `?${new URLSearchParams(params as Record<string, string>).toString()}` : '';
  const config = { method, url, data };
  const answer = await fetch(`${url.startsWith('/') ? '' : '/'}${url}${query}`, {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    body: data === undefined ? undefined : typeof data === 'string' ? data : JSON.stringify(data),
  }).catch(() => {
    throw { status: 502, statusText: 'Bad Gateway', data: { message: 'The host does not answer.' }, config };
  });
  const text = await answer.text();
  const isJson = answer.headers.get('content-type')?.includes('json');
  const content = isJson && text ? JSON.parse(text) : text;
  if (!answer.ok) {
    throw { status: answer.status, statusText: answer.statusText, data: content, config };
  }
  return { data: content, status: answer.status, ok: true, headers: answer.headers, config };
}

/** Template variables come from the address: `?var-detector=shop-errors`. */
const templates = {
  getVariables: (): TypedVariableModel[] =>
    [...variables()].map(([name, value]) => ({ name, type: 'query', current: { value } }) as unknown as TypedVariableModel),
  getAdhocFilters: () => [],
  containsTemplate: (text?: string) => /\$\w|\$\{/.test(text ?? ''),
  updateTimeRange: () => undefined,
  replace: (text = '', scoped: ScopedVars = {}) =>
    text.replace(/\$\{(\w+)(?::\w+)?\}|\$(\w+)/g, (whole, braced?: string, plain?: string) => {
      const name = braced ?? plain ?? '';
      return String(scoped[name]?.value ?? variables().get(name) ?? whole);
    }),
};

function variables(): Map<string, string> {
  const found = [...new URLSearchParams(location.search)].filter(([name]) => name.startsWith('var-'));
  return new Map(found.map(([name, value]) => [name.slice('var-'.length), value]));
}
