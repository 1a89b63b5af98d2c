import type { Detector } from '../../api/types';
import type { PageBackend } from '../backend';

/** What each tab of a detector's page is given. */
export interface Given {
  backend: PageBackend;
  detector: Detector;
  /** Ask for the detector again: it was changed here. */
  askAgain: () => void;
}
