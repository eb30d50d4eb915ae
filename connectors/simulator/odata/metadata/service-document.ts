/** The service document: which sets are exposed, tabular sections and `_RecordType` included, enumerations not. */
import type { Answer } from '../../http/http.ts'
import type { EntitySet } from './sets.ts'

/** @param rootUrl without a slash at the end */
export function serviceDocument(rootUrl: string, sets: EntitySet[], format: 'json' | 'atom'): Answer {
  if (format === 'json') {
    const value = sets.map(({ name }) => ({ name, url: name }))
    return answer('application/json;charset=utf-8', JSON.stringify({ 'odata.metadata': `${rootUrl}/$metadata`, value }))
  }
  return answer('application/atomsvc+xml;charset=utf-8', atomDocument(rootUrl, sets))
}

function atomDocument(rootUrl: string, sets: EntitySet[]): string {
  const collections = sets.map(
    ({ name }) => `    <collection href="${name}">\n      <atom:title>${name}</atom:title>\n    </collection>\n`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?>
<service xmlns="http://www.w3.org/2007/app" xmlns:atom="http://www.w3.org/2005/Atom" xml:base="${rootUrl}">
  <workspace>
    <atom:title>Default</atom:title>
${collections.join('')}  </workspace>
</service>
`
}

function answer(contentType: string, body: string): Answer {
  return { status: 200, headers: { 'Content-Type': contentType, DataServiceVersion: '3.0' }, body }
}
