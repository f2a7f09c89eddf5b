/** Which department, where, when and by which number: read by anybody, signed in or not. Words of danger show 120 first. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import type { api } from '../../../../cloudfunctions/directory/contract';
import { cloud, type Output } from '../../../cloud/cloud';
import { useLoad } from '../../../cloud/use-load';
import { useSpeaker } from '../../../cloud/use-speaker';
import { Button } from '../../../components/button/button';
import { Card } from '../../../components/card/card';
import { TextField } from '../../../components/field/field';
import { Frame } from '../../../components/frame/frame';
import { Heading } from '../../../components/heading/heading';
import { Phone } from '../../../components/phone/phone';
import { Press } from '../../../components/press/press';
import { Await, Empty } from '../../../components/state/state';
import { publicDirectoryText } from '../../../text/directory-public';
import { useText } from '../../../text/language';
import { phoneWords } from '../../../text/phone';
import { Told } from './told';
import './index.scss';

const directory = cloud<typeof api>('directory', { reads: ['published'] });
type Published = Output<typeof api, 'published'>;
type Place = Published['places'][number];
type Expert = Published['practitioners'][number];

export default function FindDepartment() {
  const t = useText(publicDirectoryText);
  useSpeaker();
  const load = useLoad(() => directory.published({}), []);
  const [written, setWritten] = useState('');
  const [text, setText] = useState('');
  const found = useLoad(async () => (text === '' ? undefined : directory.published({ text })), [text]);
  const [chosen, setChosen] = useState<Place>();
  const all = load.data;
  const phone = all?.hospital.phone ?? '';
  const find = () => setText(written.trim().slice(0, 40));
  if (chosen && all) return <Department place={chosen} onBack={() => setChosen(undefined)} />;
  const searching = text !== '';
  return (
    <Frame title={t.title} ward={phone === '' ? undefined : { name: all?.hospital.name ?? t.hospital, phone }}>
      <View className="directory-body">
        <Heading turn="list" large>{t.heading}</Heading>
        <View className="directory-search">
          <TextField label={t.search} hint={t.hint} value={written} limit={40} onChange={(value) => { setWritten(value); if (value === '') setText(''); }} onDone={find} />
          <Button onPress={find}>{t.go}</Button>
        </View>
        {found.data?.urgent && (
          <Card tone="danger" title={t.urgentTitle}>
            <View className="directory-words">{t.urgentWords}</View>
            <Phone number="120" label={t.call120} className="s-button s-button-danger s-button-wide directory-number">{t.call120}</Phone>
          </Card>
        )}
        <Await load={searching ? found : load} rows={5}>
          {(shown) => (shown === undefined ? null : (
            <>
              {searching && <Press className="directory-link" onPress={() => { setWritten(''); setText(''); }}>{t.all}</Press>}
              {shown.places.length + shown.practitioners.length === 0 && (
                <Empty words={searching ? t.none : t.nothing}>{phone !== '' && <Phone number={phone} label={t.callHospital(shown.hospital.name, phoneWords(phone))} className="s-button s-button-soft directory-number">{t.callHospital(shown.hospital.name, phoneWords(phone))}</Phone>}</Empty>
              )}
              {shown.places.length > 0 && (
                <View className="directory-list">
                  {shown.places.map((place) => (
                    <Press key={`${place.kind} ${place.name}`} className="directory-item" onPress={() => setChosen(place)}>
                      <View className="directory-name">{place.name}</View>
                      <View className="s-muted">{place.location || place.diseases.slice(0, 3).join('、')}</View>
                    </Press>
                  ))}
                </View>
              )}
              {searching && shown.practitioners.map((expert) => <ExpertCard key={`${expert.departmentName} ${expert.name}`} expert={expert} />)}
            </>
          ))}
        </Await>
        <View className="s-muted directory-note">{t.advice}</View>
      </View>
    </Frame>
  );
}

function Department({ place, onBack }: { place: Place; onBack(): void }) {
  const t = useText(publicDirectoryText);
  const load = useLoad(async () => (place.kind === 'department' ? (await directory.published({ department: place.name })).practitioners : []), [place.name]);
  const footer = (
    <>
      <View className="directory-back"><Button tone="soft" onPress={onBack}>{t.back}</Button></View>
      {place.phone !== '' && <View className="directory-next"><Phone number={place.phone} label={t.call(phoneWords(place.phone))} className="s-button s-button-primary s-button-wide directory-number">{t.call(phoneWords(place.phone))}</Phone></View>}
    </>
  );
  return (
    <Frame title={t.title} footer={footer}>
      <View className="directory-body">
        <Heading turn={place.name} large>{place.name}</Heading>
        <Told rows={[[t.place, place.location]]} hoursTitle={t.open} entry={place} more={[[t.does, place.speciality], [t.treats, place.diseases.join('、')], [t.technologies, place.technologies]]} />
        <View className="s-muted directory-note">{t.holidays}</View>
        <Await load={load} rows={3}>
          {(experts) => (experts.length === 0 ? null : <><View className="directory-part">{t.ofDepartment(place.name)}</View>{experts.map((expert) => <ExpertCard key={`${expert.name} ${expert.title}`} expert={expert} />)}</>)}
        </Await>
      </View>
    </Frame>
  );
}

function ExpertCard({ expert }: { expert: Expert }) {
  const t = useText(publicDirectoryText);
  return (
    <View className="directory-expert">
      <View className="directory-name">{expert.name} <View className="s-muted directory-title">{[expert.title, expert.departmentName].filter((word) => word !== '').join(' · ')}</View></View>
      <Told rows={[]} hoursTitle={t.clinic} entry={expert} more={[[t.place, expert.location], [t.does, expert.speciality || expert.diseases.join('、')]]} />
      {expert.phone !== '' && <Phone number={expert.phone} label={t.call(phoneWords(expert.phone))} className="directory-link">{t.call(phoneWords(expert.phone))}</Phone>}
    </View>
  );
}
