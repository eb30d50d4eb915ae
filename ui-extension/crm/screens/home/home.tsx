/** Leads on to the first screen that this person may see. */
import { Navigate } from '@tanstack/react-router'
import { useMay } from '../../parts/me.ts'
import { PLACES } from '../../shell/places.ts'

export function HomeScreen() {
  const may = useMay()
  const first = PLACES.find((place) => may(place.verb))
  return <Navigate to={first?.to ?? '/queue'} replace />
}
