/** How often progress is said, in milliseconds. */
const interval = 10_000;

/** The progress of `go build -v`. */
export interface Progress extends Disposable {
  /** Takes a line that Go has written. */
  readonly take: (line: string) => void;
}

/** Says every ten seconds how far Go is. */
export const followGo = (say: (sentence: string) => void): Progress => {
  const started = Date.now();
  let [downloaded, compiled] = [0, 0];
  const timer = setInterval(() => {
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`${downloaded} modules downloaded, ${compiled} packages compiled, ${seconds} s`);
  }, interval);
  return {
    take: (line) => {
      if (line.startsWith('go: downloading ')) downloaded += 1;
      else if (/^[\w.-]+(?:\/[\w.-]+)*$/.test(line)) compiled += 1;
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
};
