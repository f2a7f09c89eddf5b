/** Who has not said who they are, or asks for a visit of somebody else, is led to confirm; instead of "try again". */
import type { ReactNode } from 'react';
import { View } from '@tarojs/components';
import type { CloudError } from '../../cloud/error';
import { Button } from '../../components/button/button';
import { useText } from '../../text/language';
import { visitText } from '../../text/visit';
import { goBind } from './address';

/** For `Await`'s `failed`: undefined leaves "try again". `next`: the page to come back to. */
export const gate = (next: string) => (error: CloudError): ReactNode | undefined => {
  if (error.code === 'UNAUTHENTICATED') return <Gate next={next} stranger />;
  return error.code === 'FORBIDDEN' ? <Gate next={next} /> : undefined;
};

function Gate({ next, stranger = false }: { next: string; stranger?: boolean }) {
  const t = useText(visitText);
  return (
    <View className="visit-gate">
      <View>{stranger ? t.strangerWords : t.foreignWords}</View>
      <Button wide={false} onPress={() => goBind(next)}>{t.confirmPhone}</Button>
    </View>
  );
}
