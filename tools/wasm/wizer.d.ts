declare module '@bytecodealliance/wizer' {
  /** The path of the wizer program for this platform. */
  const path: string;
  export default path;
}
