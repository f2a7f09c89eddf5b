/** Whether the device says that it has a network. A hint for a notice, never a reason not to try. */
import { useEffect, useState } from 'react';
import Taro from '@tarojs/taro';

/** True until the device reports otherwise. */
export function useOnline(): boolean {
  const [online, setOnline] = useState(true);
  useEffect(() => {
    if (process.env.TARO_ENV === 'h5') {
      const update = () => setOnline(navigator.onLine);
      update();
      window.addEventListener('online', update);
      window.addEventListener('offline', update);
      return () => {
        window.removeEventListener('online', update);
        window.removeEventListener('offline', update);
      };
    }
    const update = ({ isConnected }: { isConnected: boolean }) => setOnline(isConnected);
    Taro.getNetworkType({ success: ({ networkType }) => setOnline(networkType !== 'none') });
    Taro.onNetworkStatusChange(update);
    return () => Taro.offNetworkStatusChange(update);
  }, []);
  return online;
}
