import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';

const Home = lazy(() => import(/* webpackChunkName: "home" */ './Home'));
const Incidents = lazy(() => import(/* webpackChunkName: "incidents" */ './Incidents'));
const IncidentPage = lazy(() => import(/* webpackChunkName: "incident" */ './IncidentPage'));
const Detectors = lazy(() => import(/* webpackChunkName: "detectors" */ './Detectors'));
const DetectorPage = lazy(() => import(/* webpackChunkName: "detector" */ './DetectorPage'));
const Create = lazy(() => import(/* webpackChunkName: "create" */ './Create'));
const Models = lazy(() => import(/* webpackChunkName: "models" */ './Models'));
const Sources = lazy(() => import(/* webpackChunkName: "sources" */ './Sources'));
const Automations = lazy(() => import(/* webpackChunkName: "automations" */ './Automations'));
const Audit = lazy(() => import(/* webpackChunkName: "audit" */ './Audit'));
const LiveMetrics = lazy(() => import(/* webpackChunkName: "live-metrics" */ './LiveMetrics'));
const Settings = lazy(() => import(/* webpackChunkName: "settings" */ './Settings'));

export default function Pages() {
  return (
    <Suspense fallback={<LoadingPlaceholder text="Opening the page" />}>
      <Routes>
        <Route path="home" element={<Home />} />
        <Route path="incidents" element={<Incidents />} />
        <Route path="incidents/:id" element={<IncidentPage />} />
        <Route path="detectors" element={<Detectors />} />
        <Route path="detectors/:id" element={<DetectorPage />} />
        <Route path="create" element={<Create />} />
        <Route path="models" element={<Models />} />
        <Route path="sources" element={<Sources />} />
        <Route path="automations" element={<Automations />} />
        <Route path="audit" element={<Audit />} />
        <Route path="live-metrics" element={<LiveMetrics />} />
        <Route path="settings" element={<Settings />} />
        <Route path="*" element={<Navigate to="home" replace />} />
      </Routes>
    </Suspense>
  );
}
