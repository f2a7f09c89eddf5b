export const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];
export const byId = <T extends { _id: string }>(items: readonly T[]): Map<string, T> => new Map(items.map((item) => [item._id, item]));
