import type { ReactNode } from 'react';

/** `label` says whom it rings. */
export interface PhoneProps { number: string; label: string; className?: string; children: ReactNode }
