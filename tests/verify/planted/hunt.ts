/** Looks for a day on which a promise is broken; run inside a copy of the sources into which a defect was planted. */
import { runSchedule } from '../schedules/schedule.ts'
import type { Day } from '../schedules/swarm.ts'

interface Hunt {
  first: number
  most: number
  budgetMs: number
  day: Partial<Day>
}

// Whoever reads this knows that the sources could be loaded.
process.stdout.write('begun\n')
const { first, most, budgetMs, day } = JSON.parse(process.argv[2] ?? '{}') as Hunt
const end = performance.now() + budgetMs
let days = 0
let said = ''
while (said === '' && days < most && performance.now() < end) {
  const { violations } = await runSchedule(first + days++, { day })
  said = violations[0]?.split('\n')[0] ?? ''
}
process.stdout.write(JSON.stringify({ days, said }))
process.exit(0)
