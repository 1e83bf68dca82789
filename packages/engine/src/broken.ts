/** A program that is not the engine: it is not there, damaged, or for another platform. */
export class Broken extends Error {}
