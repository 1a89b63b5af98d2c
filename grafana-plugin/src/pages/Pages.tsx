import { LoadingPlaceholder } from '@grafana/ui';
import { lazy, Suspense } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';

const Home = lazy(() => import(/* webpackChunkName: "home" */ './Home'));
const Detectors = lazy(() => import(/* webpackChunkName: "detectors" */ './Detectors'));
const DetectorPage = lazy(() => import(/* webpackChunkName: "detector" */ './DetectorPage'));
const Create = lazy(() => import(/* webpackChunkName: "create" */ './Create'));

export default function Pages() {
  return (
    <Suspense fallback={<LoadingPlaceholder text="Opening the page" />}>
      <Routes>
        <Route path="home" element={<Home />} />
        <Route path="detectors" element={<Detectors />} />
        <Route path="detectors/:id" element={<DetectorPage />} />
        <Route path="create" element={<Create />} />
        <Route path="*" element={<Navigate to="home" replace />} />
      </Routes>
    </Suspense>
  );
}
