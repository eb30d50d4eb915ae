/** Who works with Zveno, and the viewer on whose behalf something is read or done. */

export type Role = 'manager' | 'head' | 'accountant' | 'integrator' | 'robot'

export interface User {
  id: string
  login: string
  name: string
  role: Role
  department: string
  language: 'ru' | 'en'
  active: boolean
}

/** The person (or the robot of the engine) for whom a query runs. `rowId` is the key for joins. */
export interface Viewer {
  rowId: number
  id: string
  name: string
  role: Role
  department: string
  language: 'ru' | 'en'
}
