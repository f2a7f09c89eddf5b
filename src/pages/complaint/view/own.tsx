/** What the complainant wrote and put in, as it stands. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { CloudError } from '../../../cloud/error';
import { openFile } from '../../../components/attach/open';
import { Card } from '../../../components/card/card';
import { Press } from '../../../components/press/press';
import { Tag } from '../../../components/tag/tag';
import { useNow } from '../../../cloud/use-now';
import { complaintText } from '../../../text/complaint';
import { useLanguage, useText } from '../../../text/language';
import { dayWords } from '../../../text/time';
import { complaint, type View as Shown } from '../door';

export function Own({ view }: { view: Shown }) {
  const t = useText(complaintText);
  const { language } = useLanguage();
  const now = useNow();
  const [problem, setProblem] = useState<string>();
  const open = async (fileId: string) => {
    setProblem(undefined);
    try {
      await openFile(await complaint.fileAddress({ number: view.number, fileId }));
    } catch (error) {
      setProblem(error instanceof CloudError ? error.message : t.fileClosed);
    }
  };
  const facts: [string, string][] = [
    [t.when, view.happenedAt === null ? '' : dayWords(view.happenedAt, now, language)], [t.place, view.place], [t.department, view.departmentName], [t.accused, view.accused],
    [t.wantTitle, view.wants.map((want) => t.wants[want]).join(language === 'zh' ? '、' : ', ')],
  ];
  return (
    <Card title={t.mine} aside={view.anonymous ? <Tag tone="plain">{t.anonymousTag}</Tag> : view.confidential ? <Tag tone="plain">{t.confidentialTag}</Tag> : undefined}>
      <View className="complaint-facts">
        <View className="complaint-own">{view.text}</View>
        {facts.filter(([, words]) => words !== '').map(([name, words]) => <View key={name}><View className="complaint-fact-name">{name}</View><View>{words}</View></View>)}
        {view.evidence.map((file) => (
          <View key={file.fileId} className="complaint-file"><View className="s-grow">{file.name}</View><Press className="complaint-link" label={`${t.open} ${file.name}`} onPress={() => { void open(file.fileId); }}>{t.open}</Press></View>
        ))}
        {problem !== undefined && <View className="s-field-problem">{problem}</View>}
      </View>
    </Card>
  );
}
