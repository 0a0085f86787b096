/** dynalite ships no types; `dynalite-parts.ts` states those of its internals that are used here. */
declare module 'dynalite/db/index.js';
