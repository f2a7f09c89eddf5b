/** A long text behind one press; the words of the switch say which way it goes. */
import { useState } from 'react';
import { View } from '@tarojs/components';
import { said } from '../aria/aria';
import { Press } from '../press/press';
import './details.scss';

interface Props { more: string; less: string; sections: readonly { heading: string; body: string }[] }

export function Details({ more, less, sections }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <View>
      <Press className="s-details-switch" onPress={() => setOpen(!open)}>{open ? less : more}</Press>
      {open && sections.map(({ heading, body }) => (
        <View key={heading} className="s-details-section">
          <View className="s-details-heading" {...said({ role: 'heading', level: 3 })}>{heading}</View>
          <View>{body}</View>
        </View>
      ))}
    </View>
  );
}
