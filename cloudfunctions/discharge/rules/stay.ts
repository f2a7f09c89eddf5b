/** Which of a patient's stays counts now. */

/** The latest discharge that was not taken back; null when there is none. */
export const latestStay = <S extends { dischargeAt: number; state: 'finished' | 'cancelled' }>(stays: readonly S[]): S | null =>
  stays.filter(({ state }) => state !== 'cancelled').reduce<S | null>((a, b) => (a && a.dischargeAt > b.dischargeAt ? a : b), null);
