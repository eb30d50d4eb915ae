/** One layer of the proofs: what it is called, how long it may take, and what came of it. */

export interface Layer {
  /** Short name, also on the command line: `npm run verify -- money`. */
  name: string
  /** What it proves, one sentence. */
  title: string
  /** Its share of the whole hour, minutes. */
  minutes: number
  /** May use what the layers before it have left of their time as well; whatever they took too much is missing to it. */
  takesWhatIsLeft?: true
  /** Figures that a whole run must reach, each at least a number or as much as another figure: with less, less is proven. */
  promised?: Record<string, number | string>
  run(trial: Trial): Promise<Outcome>
}

export interface Trial {
  /** Decides everything that is left to chance; the same seed runs the same way. */
  seed: number
  /** How long this run may take, milliseconds; a layer does less when it is given less, and says how much in its figures. */
  budgetMs: number
  /** Tells the person who waits. */
  progress(text: string): void
}

export interface Outcome {
  /** `not run` when something that it needs is not there: never the same as passed. */
  status: 'passed' | 'failed' | 'not run'
  /** What was done and found; at least how many cases and how many violations. */
  figures: Record<string, number | string>
  /** Parts that could not run here, and why: then the layer has not run, whatever came of its other parts. */
  lacking?: string[]
  /** Why it failed or did not run, for a person. */
  reason?: string
  /** The one command that runs the failed case again; of a passed layer the command that runs it all again. */
  replay: string
}
