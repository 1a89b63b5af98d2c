import { Button, ButtonProps, Tooltip } from '@grafana/ui';
import { ReactNode, useState } from 'react';
import { reasonFor, Role } from '../../roles';

interface Props extends Pick<ButtonProps, 'variant' | 'fill' | 'icon' | 'tooltip' | 'aria-pressed'> {
  role: Role;
  /** What it does; while it runs the button waits, and what it throws is told beside it. */
  act: () => Promise<unknown>;
  onFailure: (message: string) => void;
  isOff?: boolean;
  children: ReactNode;
}

/** A button that changes something: it knows who may, waits for the answer and tells a failure. */
export function ActionButton({ role, act, onFailure, isOff, children, ...look }: Props) {
  const [isBusy, setIsBusy] = useState(false);
  const reason = reasonFor(role);
  const run = () => {
    setIsBusy(true);
    act()
      .catch((failure: Error) => onFailure(failure.message))
      .finally(() => setIsBusy(false));
  };
  const button = (
    <Button size="sm" variant="secondary" {...look} disabled={Boolean(reason) || isBusy || isOff} onClick={run}>
      {children}
    </Button>
  );
  return reason ? <Tooltip content={reason}><span>{button}</span></Tooltip> : button;
}
