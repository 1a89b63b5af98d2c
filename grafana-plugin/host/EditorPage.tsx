import { FieldType, QueryEditorProps } from '@grafana/data';
import { Table, useTheme2 } from '@grafana/ui';
import { ComponentType, useMemo, useRef, useState } from 'react';
import type { BarographDataSource } from '../src/datasource/datasource';
import type { BarographQuery } from '../src/datasource/query';
import { useAnswer } from './useAnswer';

type Editor = ComponentType<QueryEditorProps<BarographDataSource, BarographQuery>>;

/** Explore, in little: the editor of a query above what it answers, as Grafana's own table. */
export function EditorPage({ datasource }: { datasource: BarographDataSource }) {
  const theme = useTheme2();
  const [query, setQuery] = useState<BarographQuery>({ refId: 'A', ...datasource.getDefaultQuery() } as BarographQuery);
  const [asked, setAsked] = useState(query);
  // An editor changes and runs in one go: what runs is what was changed last.
  const latest = useRef(query);
  const targets = useMemo(() => [asked].filter((item) => datasource.filterQuery(item)), [asked, datasource]);
  const data = useAnswer(datasource, targets);
  const QueryEditor = datasource.components?.QueryEditor as Editor;
  const change = (changed: BarographQuery) => {
    latest.current = changed;
    setQuery(changed);
  };
  return (
    <main style={{ padding: theme.spacing(2), minHeight: '100vh', background: theme.colors.background.primary }}>
      <QueryEditor datasource={datasource} query={query} onChange={change} onRunQuery={() => setAsked(latest.current)} />
      <p data-testid="host-state">{data?.errors?.[0]?.message ?? data?.state}</p>
      {data?.series.map((frame, index) => (
        <div key={index} data-testid="host-frame" data-kind={frame.meta?.custom?.barograph} data-name={frame.name} data-rows={frame.length}>
          <h4>{frame.name}</h4>
          {frame.fields.some(({ type }) => type !== FieldType.other) && <Table data={frame} width={1300} height={240} />}
        </div>
      ))}
    </main>
  );
}
