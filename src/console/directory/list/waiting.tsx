/** Departments that a discharge file named for the first time: somebody who knows them says what they are. */
import { Button } from '../../../components/button/button';
import { Panel } from '../../../components/panel/panel';
import { directoryText } from '../../../text/directory';
import { useText } from '../../../text/language';
import type { Place } from '../desk';

export function Waiting({ places, chosen, onChoose }: { places: readonly Place[]; chosen: string | undefined; onChoose(entryId: string): void }) {
  const t = useText(directoryText);
  return (
    <div>
      <Panel title={t.waiting(places.length)}>
        <div className="s-muted">{t.waitingWords}</div>
        <ul className="directory-waiting-list">
          {places.map(({ entryId, name, code }) => (
            <li key={entryId}><b>{name}</b>{code !== name && <span className="s-muted">{code}</span>}<Button tone="soft" small wide={false} disabled={entryId === chosen} label={`${t.look} ${name}`} onPress={() => onChoose(entryId)}>{t.look}</Button></li>
          ))}
        </ul>
      </Panel>
    </div>
  );
}
