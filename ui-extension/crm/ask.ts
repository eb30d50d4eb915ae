/** Hooks around the client: ask (cached, refreshed by events), list (page after page) and tell (with a sentence on failure). */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type QueryClient,
  type UseQueryResult,
} from '@tanstack/react-query'
import type { RouteName, Routes } from '../../bridge/http/contract.ts'
import { call, type ApiProblem, type Asked } from './api.ts'
import { useShowProblem } from './parts/problem.tsx'

type Reading = Extract<RouteName, `GET ${string}`>
type Listing = Extract<Reading, 'GET /api/clients' | 'GET /api/invoices' | 'GET /api/runs'>
type Answer<Name extends RouteName> = Routes[Name]['answer']

/** Rows of one page of a long list. */
const PAGE_SIZE = 50

export function askKey<Name extends Reading>(name: Name, asked: Asked<Name>): unknown[] {
  return [name, asked.params ?? null, asked.query ?? null]
}

/** What a screen shows: the answer, or why there is none. `keep` shows the former answer while a new one loads. */
export function useAsk<Name extends Reading>(
  name: Name,
  asked: Asked<Name>,
  options: { enabled?: boolean; keep?: boolean } = {},
): UseQueryResult<Answer<Name>, ApiProblem> {
  return useQuery<Answer<Name>, ApiProblem>({
    queryKey: askKey(name, asked),
    queryFn: ({ signal }) => call(name, { ...asked, signal }),
    enabled: options.enabled ?? true,
    ...(options.keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** A list that loads on as one scrolls. */
export function useList<Name extends Listing>(name: Name, query: NonNullable<Routes[Name]['query']>) {
  return useInfiniteQuery<Answer<Name>, ApiProblem, { pages: Answer<Name>[] }, unknown[], string | null>({
    queryKey: [name, 'list', query],
    queryFn: ({ signal, pageParam }) => {
      const page = { ...query, limit: PAGE_SIZE, ...(pageParam === null ? {} : { after: pageParam }) }
      return call(name, { query: page, signal } as unknown as Asked<Name>)
    },
    initialPageParam: null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  })
}

/** A deed. Whatever it touched is asked again; a refusal is shown unless `quiet`. */
export function useTell<Name extends Exclude<RouteName, Reading>>(
  name: Name,
  options: { done?: (answer: Answer<Name>, asked: Asked<Name>) => void; quiet?: boolean } = {},
) {
  const client = useQueryClient()
  const show = useShowProblem()
  return useMutation<Answer<Name>, ApiProblem, Asked<Name>>({
    mutationFn: (asked) => call(name, asked),
    onSuccess: (answer, asked) => options.done?.(answer, asked),
    onError: (problem) => {
      if (!options.quiet) show(problem)
    },
    onSettled: () => refreshAll(client),
  })
}

/** Everything on the screen is asked again, what is not looked at only when it is next opened. */
export async function refreshAll(client: QueryClient): Promise<void> {
  await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'GET /api/me' })
}
