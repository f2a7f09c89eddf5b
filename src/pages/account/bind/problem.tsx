/** A sentence about what is wrong, beside what has no field of its own. */
import { View } from '@tarojs/components';
import { said } from '../../../components/aria/aria';

export const Problem = ({ words }: { words: string | undefined }) => (words === undefined ? null : <View className="bind-problem" {...said({ role: 'alert', live: 'assertive' })}>{words}</View>);
