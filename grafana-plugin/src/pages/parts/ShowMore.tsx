import { Button } from '@grafana/ui';
import type { Found } from '../../api/types';
import { Muted } from './Muted';
import { Row } from './Row';

interface Props {
  found: Found<unknown>;
  /** What the list holds, in the plural. */
  what: string;
  /** How many there are in all, where that is known. */
  total?: number;
  onMore: () => void;
}

/** Where a list was cut: how much of it is shown, and a way to more. */
export function ShowMore({ found, what, total, onMore }: Props) {
  if (!found.isCut) {
    return null;
  }
  const shown = found.items.length;
  return (
    <Row>
      <Muted>{total ? `${shown} of ${total} ${what}` : `The latest ${shown} ${what}`}</Muted>
      <Button size="sm" variant="secondary" onClick={onMore}>
        Show more
      </Button>
    </Row>
  );
}
