/** `sha256:...` of `repository@sha256:...`; of a digest alone, itself. */
export const digestOf = (image: string): string => image.slice(image.lastIndexOf('@') + 1);
