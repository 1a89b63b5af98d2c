import { Button, ButtonProps } from '@grafana/ui';
import { ReactNode, useEffect, useRef, useState } from 'react';
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
export function ActionButton({ role, act, onFailure, isOff, tooltip, children, ...look }: Props) {
  const [isBusy, setIsBusy] = useState(false);
  const button = useFocusKept(isBusy);
  const reason = reasonFor(role);
  const run = () => {
    setIsBusy(true);
    act()
      .catch((failure: Error) => onFailure(failure.message))
      .finally(() => setIsBusy(false));
  };
  return (
    <Button ref={button} size="sm" variant="secondary" {...look} tooltip={reason ?? tooltip} disabled={Boolean(reason) || isBusy || isOff} onClick={run}>
      {children}
    </Button>
  );
}

/** A browser takes the focus from a button that waits; this gives it back, unless somebody went on meanwhile. */
function useFocusKept(isBusy: boolean) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const own = isBusy && button.current === document.activeElement ? button.current : undefined;
    return () => {
      if (document.activeElement === document.body) {
        own?.focus();
      }
    };
  }, [isBusy]);
  return button;
}
