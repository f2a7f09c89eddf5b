/** A chart in the colours of the page. What it shows must stand in a table beneath it too: the picture is for the eye, the table for everybody. */
import { useEffect, useRef, useState } from 'react';
import type { ComposeOption } from 'echarts/core';
import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import type { GridComponentOption, LegendComponentOption, TooltipComponentOption } from 'echarts/components';
import './chart.scss';

export type ChartOption = ComposeOption<BarSeriesOption | LineSeriesOption | GridComponentOption | LegendComponentOption | TooltipComponentOption>;

/** The page's colours by name, light or dark as the reader has it. */
export interface Ink { action: string; soft: string; warn: string; danger: string; info: string; muted: string; line: string; ink: string; card: string; edge: string }

function inkOf(element: HTMLElement): Ink {
  const style = getComputedStyle(element);
  const of = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return { action: of('action'), soft: of('action-soft'), warn: of('warn'), danger: of('danger-ink'), info: of('info'), muted: of('muted'), line: of('line'), ink: of('ink'), card: of('card'), edge: of('edge') };
}

const dark = '(prefers-color-scheme: dark)';

/** `label` says in one sentence what is seen; `draw` makes the picture from the colours of the moment. Height in px. */
export function Chart({ label, height = 240, draw }: { label: string; height?: number; draw(ink: Ink): ChartOption }) {
  const box = useRef<HTMLDivElement>(null);
  const [engine, setEngine] = useState<typeof import('./engine')>();
  const [scheme, setScheme] = useState(() => window.matchMedia(dark).matches);
  useEffect(() => {
    let here = true;
    void import('./engine').then((loaded) => { if (here) setEngine(loaded); });
    const media = window.matchMedia(dark);
    const update = () => setScheme(media.matches);
    media.addEventListener('change', update);
    return () => {
      here = false;
      media.removeEventListener('change', update);
    };
  }, []);
  useEffect(() => {
    const element = box.current;
    if (!engine || !element) return;
    const chart = engine.init(element, undefined, { renderer: 'svg' });
    const still = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.setOption({ animation: !still, animationDuration: 150, ...draw(inkOf(element)) });
    const watch = new ResizeObserver(() => chart.resize());
    watch.observe(element);
    return () => {
      watch.disconnect();
      chart.dispose();
    };
  }, [engine, scheme, draw]);
  return <div ref={box} className="s-chart" role="img" aria-label={label} style={{ height: `${height}px` }} />;
}
