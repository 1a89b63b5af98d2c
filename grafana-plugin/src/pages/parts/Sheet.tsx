import { useTheme2 } from '@grafana/ui';
import { ReactNode } from 'react';

export interface Column<Item> {
  title: string;
  /** Only readers of screens are told it. */
  isTitleHidden?: boolean;
  cell: (item: Item) => ReactNode;
  /** Numbers stand at the right. */
  isNumber?: boolean;
}

export interface SheetProps<Item> {
  label: string;
  items: Item[];
  columns: Array<Column<Item>>;
  keyOf: (item: Item) => string | number;
  empty: ReactNode;
}

/** A plain table: one row an item. */
export function Sheet<Item>({ label, items, columns, keyOf, empty }: SheetProps<Item>) {
  const theme = useTheme2();
  const cell = { padding: theme.spacing(1), borderBottom: `1px solid ${theme.colors.border.weak}` };
  const side = ({ isNumber }: Column<Item>) => ({ ...cell, textAlign: isNumber ? ('right' as const) : ('left' as const), whiteSpace: isNumber ? ('nowrap' as const) : undefined });
  if (!items.length) {
    return <p style={{ color: theme.colors.text.secondary }}>{empty}</p>;
  }
  return (
    <div style={{ overflowX: 'auto', margin: theme.spacing(1, 0, 2) }}>
      <table style={{ width: '100%' }} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.title} scope="col" style={{ ...side(column), color: theme.colors.text.secondary, whiteSpace: 'normal', verticalAlign: 'bottom' }}>
                {column.isTitleHidden ? <span className="sr-only">{column.title}</span> : column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {items.map((item) => (
            <tr key={keyOf(item)}>
              {columns.map((column) => (
                <td key={column.title} style={side(column)}>
                  {column.cell(item)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
