import { FieldType, QueryEditorProps } from '@grafana/data';
import { Table, useTheme2 } from '@grafana/ui';
import { ComponentType, useMemo, useState } from 'react';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { BarographQuery } from '../src/datasource/query';
import { useAnswer } from './useAnswer';

type Editor = ComponentType<QueryEditorProps<BarographDataSource, BarographQuery>>;

/** Explore, in little: the editor of a query above what it answers, as Grafana's own table. */
export function EditorPage({ datasource }: { datasource: BarographDataSource }) {
  const theme = useTheme2();
  const [query, setQuery] = useState<BarographQuery>({ refId: 'A', ...datasource.getDefaultQuery() } as BarographQuery);
  const [asked, setAsked] = useState(query);
  const targets = useMemo(() => [asked].filter((item) => datasource.filterQuery(item)), [asked, datasource]);
  const data = useAnswer(datasource, targets);
  const QueryEditor = datasource.components?.QueryEditor as Editor;
  const change = (changed: BarographQuery) => {
    setQuery(changed);
    setAsked(changed);
  };
  return (
    <main style={{ padding: theme.spacing(2), minHeight: '100vh', background: theme.colors.background.primary }}>
      <QueryEditor datasource={datasource} query={query} onChange={change} onRunQuery={() => setAsked({ ...query })} />
      <p data-testid="host-state">{data?.errors?.[0]?.message ?? data?.state}</p>
      {data?.series.map((frame, index) => (
        <div key={index} data-testid="host-frame" data-name={frame.name} data-rows={frame.length}>
          <h4>{frame.name}</h4>
          {frame.fields.some(({ type }) => type !== FieldType.other) && <Table data={frame} width={1300} height={240} />}
        </div>
      ))}
    </main>
  );
}
