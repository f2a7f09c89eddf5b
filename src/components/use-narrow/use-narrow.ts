/** Whether the window is as narrow as a phone: then a page shows one pane at a time. The width is that of the frame's own fold. */
import { useEffect, useState } from 'react';

const query = '(max-width: 820px)';

export function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => window.matchMedia(query).matches);
  useEffect(() => {
    const media = window.matchMedia(query);
    const update = () => setNarrow(media.matches);
    media.addEventListener('change', update);
    return () => media.removeEventListener('change', update);
  }, []);
  return narrow;
}
