import { DataSourcePlugin } from '@grafana/data';
import { ConfigEditor } from './ConfigEditor';
import { BarographDataSource } from './datasource';
import { BarographOptions, BarographQuery, BarographSecrets } from './query';
import { QueryEditor } from './QueryEditor';

export const plugin = new DataSourcePlugin<BarographDataSource, BarographQuery, BarographOptions, BarographSecrets>(
  BarographDataSource
)
  .setConfigEditor(ConfigEditor)
  .setQueryEditor(QueryEditor);
