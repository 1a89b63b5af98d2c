import { css } from '@emotion/css';
import type { GrafanaTheme2 } from '@grafana/data';
import { useStyles2 } from '@grafana/ui';
import type { Episode } from './reading';

interface Props {
  episodes: Episode[];
  onPick: (episode: Episode) => void;
}

const MOST_KEYS = 50;

/** The anomalies for those who use no pointer: Tab goes from one to the next, Enter opens it, a reader tells it. */
export function EpisodeKeys({ episodes, onPick }: Props) {
  const styles = useStyles2(getStyles);
  const sorted = [...episodes].sort((a, b) => Number(b.isOpen) - Number(a.isOpen) || b.startMs - a.startMs);
  return (
    <ul className={styles.list} aria-label="Anomalies">
      {sorted.slice(0, MOST_KEYS).map((episode) => (
        <li key={episode.fingerprint}>
          <button type="button" className={styles.key} onClick={() => onPick(episode)}>
            {episode.isOpen ? 'Open, ' : ''}
            {episode.severity}: {episode.sentence}
          </button>
        </li>
      ))}
    </ul>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: 'none', margin: 0, padding: 0 }),
  key: css({
    position: 'absolute',
    zIndex: theme.zIndex.dropdown,
    width: 1,
    height: 1,
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    '&:focus-visible': {
      left: 0,
      top: theme.spacing(3),
      width: 'auto',
      maxWidth: '70%',
      height: 'auto',
      clipPath: 'none',
      textAlign: 'left',
      padding: theme.spacing(1),
      color: theme.colors.text.primary,
      background: theme.colors.background.elevated,
      border: `2px solid ${theme.colors.primary.border}`,
      borderRadius: theme.shape.radius.default,
    },
  }),
});
