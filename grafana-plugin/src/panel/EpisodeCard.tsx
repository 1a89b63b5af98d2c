import { Alert, Button, IconButton, LinkButton, useTheme2 } from '@grafana/ui';
import { useEffect, useRef, useState } from 'react';
import type { BarographApi } from '../api/client';
import type { Verdict } from '../api/types';
import { appHref } from '../ids';
import { SEVERITIES, severityColour } from '../words/severity';
import type { Episode } from './reading';

interface Props {
  episode: Episode;
  api?: BarographApi;
  /** Of the data source that the episode comes from. */
  uid?: string;
  /** Whether this person's role may say what an anomaly was worth. */
  mayJudge: boolean;
  onClose: () => void;
}

const VERDICTS: Array<{ verdict: Verdict; label: string; tooltip: string }> = [
  { verdict: 'useful', label: 'Acknowledge', tooltip: 'It was worth a look' },
  { verdict: 'expected', label: 'Expected', tooltip: 'Unusual, but planned or understood' },
  { verdict: 'noise', label: 'Noise', tooltip: 'This is normal; the next training learns it' },
];

/** One anomaly that somebody picked: what happened, what to do with it, where to read on. */
export function EpisodeCard({ episode, api, uid, mayJudge, onClose }: Props) {
  const theme = useTheme2();
  const box = useRef<HTMLDivElement>(null);
  const [said, setSaid] = useState<Verdict>();
  const [problem, setProblem] = useState<string>();
  const incident = useIncident(api, episode.fingerprint);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    // The focus goes back to where it was, unless somebody went on to something else.
    return () => {
      if (before instanceof HTMLElement && document.activeElement === document.body) {
        before.focus();
      }
    };
  }, []);
  const say = (verdict: Verdict) => {
    setProblem(undefined);
    api?.say(episode.fingerprint, verdict).then(() => setSaid(verdict), (failure: Error) => setProblem(failure.message));
  };
  return (
    <div
      ref={box}
      role="dialog"
      aria-label="Anomaly"
      tabIndex={-1}
      data-testid="barograph-card"
      onKeyDown={({ key }) => key === 'Escape' && onClose()}
      style={{
        position: 'absolute',
        right: theme.spacing(1),
        top: theme.spacing(4),
        maxWidth: '60%',
        padding: theme.spacing(2),
        background: theme.colors.background.elevated,
        border: `1px solid ${theme.colors.border.medium}`,
        borderRadius: theme.shape.radius.default,
        boxShadow: theme.shadows.z3,
        zIndex: theme.zIndex.dropdown,
      }}
    >
      <div style={{ display: 'flex', justifyContent: 'space-between', gap: theme.spacing(1) }}>
        <strong style={{ color: severityColour(episode.severity, theme.isDark) }}>
          {SEVERITIES[episode.severity].sign} {episode.severity}, {episode.isOpen ? 'open' : 'over'}
        </strong>
        <IconButton name="times" aria-label="Close" onClick={onClose} />
      </div>
      <p style={{ margin: theme.spacing(1, 0) }}>{episode.sentence}</p>
      {problem && <Alert severity="error" title={problem} />}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: theme.spacing(1) }}>
        {api && mayJudge && VERDICTS.map(({ verdict, label, tooltip }) => (
          <Button
            key={verdict}
            size="sm"
            variant={said === verdict ? 'success' : 'secondary'}
            icon={said === verdict ? 'check' : undefined}
            title={tooltip}
            aria-pressed={said === verdict}
            onClick={() => say(verdict)}
          >
            {label}
          </Button>
        ))}
        {incident && <LinkButton size="sm" variant="secondary" icon="link" href={appHref(`incidents/${incident}`, uid)}>Open incident</LinkButton>}
        <LinkButton size="sm" variant="secondary" icon="history" href={appHref(`detectors/${episode.detectorId}?at=${episode.startMs}`, uid)}>
          Replay
        </LinkButton>
      </div>
      <div role="status" style={{ color: theme.colors.text.secondary, marginTop: theme.spacing(1) }}>
        {said ? 'Kept; the next training heeds it.' : mayJudge ? '' : 'An Editor can say whether this was useful, expected or noise.'}
      </div>
    </div>
  );
}

/** The incident that an anomaly belongs to, once it is found. */
function useIncident(api: BarographApi | undefined, fingerprint: string): string | undefined {
  const [found, setFound] = useState<string>();
  useEffect(() => {
    let isCurrent = true;
    setFound(undefined);
    api?.incidents({ anomaly: fingerprint }, 1).then(
      ({ items }) => isCurrent && setFound(items[0]?.id),
      () => undefined
    );
    return () => {
      isCurrent = false;
    };
  }, [api, fingerprint]);
  return found;
}
