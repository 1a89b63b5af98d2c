import type { Bounds } from '../datasource/span';
import type { Episode, Line } from './reading';

/** What each kind of chart is given. */
export interface ChartProps extends Bounds {
  lines: Line[];
  /** Undefined where nothing is known of anomalies. */
  episodes?: Episode[];
  timeZone: string;
  width: number;
  height: number;
  /** Somebody clicked at an episode. */
  onPick?: (episode: Episode) => void;
}
