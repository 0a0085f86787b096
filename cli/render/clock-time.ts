export const clockTime = (at: number): string => new Date(at).toTimeString().slice(0, 8);
