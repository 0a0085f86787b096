/** Without the marks that turn the direction of text around: what comes from outside must read as it is written. */
export const legible = (text: string): string => text.replaceAll(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '');
