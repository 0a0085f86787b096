/** Runs what makes something; that it is there already is success. `names` are the exceptions that say so. */
export async function unlessThere<T>(making: Promise<T>, ...names: string[]): Promise<T | undefined> {
  try {
    return await making;
  } catch (error) {
    if (names.includes((error as Error).name)) return undefined;
    throw error;
  }
}
