import { Button, Checkbox, Icon, TextLink, useTheme2 } from '@grafana/ui';
import { pagePath } from '../paths';
import type { Detector } from '../../api/types';
import { reasonFor } from '../../roles';
import { StateBadge } from '../StateBadge';
import type { Order } from './ordering';

interface Props {
  detectors: Detector[];
  chosen: ReadonlySet<string>;
  /** Whether all are chosen, those that are not drawn as well. */
  isAll: boolean;
  order: Order;
  onOrder: (order: Order) => void;
  onChoose: (id: string) => void;
  onChooseAll: (isAll: boolean) => void;
  onTurn: (detector: Detector) => void;
}

const HEADS: Array<{ title: string; order?: Order }> = [
  { title: 'Detector', order: 'name' },
  { title: 'State', order: 'state' },
  { title: 'Why' },
  { title: 'Source', order: 'source' },
  { title: 'Algorithm', order: 'algorithm' },
];

export function DetectorTable({ detectors, chosen, isAll, order, onOrder, onChoose, onChooseAll, onTurn }: Props) {
  const theme = useTheme2();
  const cell = { padding: theme.spacing(1), borderBottom: `1px solid ${theme.colors.border.weak}` };
  return (
    <table style={{ width: '100%', marginTop: theme.spacing(2) }} aria-label="Detectors">
      <thead>
        <tr>
          <th style={cell} scope="col">
            <Checkbox aria-label="Choose all" value={isAll} onChange={() => onChooseAll(!isAll)} />
          </th>
          {HEADS.map((head) => (
            <th key={head.title} style={{ ...cell, color: theme.colors.text.secondary }} scope="col" aria-sort={head.order === order ? 'ascending' : undefined}>
              <Head {...head} isChosen={head.order === order} onOrder={onOrder} />
            </th>
          ))}
          <th style={cell} aria-label="Start or stop" />
        </tr>
      </thead>
      <tbody>
        {detectors.map((detector) => (
          <tr key={detector.id} data-testid={`detector-${detector.id}`}>
            <td style={cell}>
              <Checkbox
                aria-label={`Choose ${detector.id}`}
                value={chosen.has(detector.id)}
                onChange={() => onChoose(detector.id)}
              />
            </td>
            <td style={cell}>
              <TextLink href={pagePath(`detectors/${detector.id}`)}>{detector.spec.title || detector.id}</TextLink>
            </td>
            <td style={cell}>
              <StateBadge state={detector.health.state} />
            </td>
            <td style={cell}>{detector.health.sentence}</td>
            <td style={cell}>{detector.spec.query.source}</td>
            <td style={cell}>{detector.spec.algorithm?.name}</td>
            <td style={cell}>
              <Turn detector={detector} onTurn={onTurn} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Head({ title, order, isChosen, onOrder }: { title: string; order?: Order; isChosen: boolean; onOrder: (order: Order) => void }) {
  return order ? (
    <Button fill="text" variant="secondary" size="md" style={{ padding: 0 }} onClick={() => onOrder(order)}>
      {title} {isChosen && <Icon name="arrow-down" />}
    </Button>
  ) : (
    <>{title}</>
  );
}

function Turn({ detector, onTurn }: { detector: Detector; onTurn: (detector: Detector) => void }) {
  const reason = reasonFor('Editor');
  return (
    <Button size="sm" variant="secondary" tooltip={reason} disabled={Boolean(reason)} onClick={() => onTurn(detector)}>
      {detector.health.state === 'stopped' ? 'Start' : 'Stop'}
    </Button>
  );
}
