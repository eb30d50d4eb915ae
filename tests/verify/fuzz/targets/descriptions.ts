/** XML of a base: its published description (EDMX) and packages of changes (Atom). */
import { readCatalogue } from '../../../../connectors/odata/catalogue.ts'
import { readFeed } from '../../../../connectors/odata/feed.ts'
import { Misfit, Unreachable } from '../../../../connectors/errors.ts'
import { bytesOf, inChunks } from '../mutate.ts'
import { hold, type Target } from '../target.ts'
import { KIND } from './answers.ts'

const EDMX = `<?xml version="1.0" encoding="UTF-8"?><edmx:Edmx xmlns:edmx="http://schemas.microsoft.com/ado/2007/06/edmx" Version="1.0"><edmx:DataServices><Schema Namespace="StandardODATA">
<EntityType Name="Catalog_A"><Key><PropertyRef Name="Ref_Key"/></Key><Property Name="Ref_Key" Type="Edm.Guid"/><Property Name="Владелец_Key" Type="Edm.Guid"/><Property Name="Т" Type="Collection(StandardODATA.Catalog_A_Т_RowType)"/><Property Name="О" Type="Edm.String"/><Property Name="О_Type" Type="Edm.String"/>
<NavigationProperty Name="Владелец" Relationship="StandardODATA.R"/></EntityType><ComplexType Name="Catalog_A_Т_RowType"><Property Name="Цена" Type="Edm.Double"/></ComplexType>
<Association Name="R"><End Role="Begin" Type="StandardODATA.Catalog_A"/><End Role="End" Type="StandardODATA.Catalog_B"/></Association><EnumType Name="Е"><Member Name="М"/></EnumType>
<EntityContainer Name="V8"><EntitySet Name="Catalog_A" EntityType="StandardODATA.Catalog_A"/><FunctionImport Name="Post"><Parameter Name="bindingParameter" Type="StandardODATA.Catalog_A"/></FunctionImport></EntityContainer></Schema></edmx:DataServices></edmx:Edmx>`
const TYPES = ['text', 'number', 'integer', 'date', 'yes-no', 'guid', 'rows', 'binary']

const edmx: Target = {
  name: 'edmx',
  corpus: [EDMX],
  words: [
    '<Property ',
    ' Name="',
    ' Type="',
    '</Schema>',
    '<EntityType Name="constructor">',
    'Type="constructor"',
    'Type="__proto__"',
    'Name="__proto__"',
    '<End ',
    '/>',
  ],
  remembered: [
    EDMX.replace('Edm.Guid', 'constructor'),
    EDMX.replace('Edm.Double', 'toString'),
    EDMX.replace('?>', '?><?x "<!DOCTYPE?>'),
  ],
  async run(input, dice) {
    const bytes = bytesOf(input, dice)
    const { kinds } = await readCatalogue(inChunks(bytes, dice))
    holdWhole(bytes.toString('utf8'), 'Edmx')
    for (const { name, fields } of kinds.values()) {
      hold(typeof name === 'string', 'a kind without a name')
      const all = fields.flatMap((field) => [field, ...(field.rows ?? [])])
      hold(
        all.every(({ type }) => TYPES.includes(type)),
        'a field of a type that nobody knows',
      )
    }
  },
  allowed: (error) => error instanceof Misfit,
}

const FEED = `<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" xmlns:m="m" xmlns:d="d" xmlns:at="t"><title type="text"/><entry><id>x</id><category term="StandardODATA.${KIND.name}" scheme="s"/><content type="application/xml"><m:properties><d:Ref_Key>0000000d-2e00-11ef-8a00-000000000001</d:Ref_Key><d:DataVersion>AAE=</d:DataVersion><d:Posted>true</d:Posted><d:СуммаДокумента>12.5</d:СуммаДокумента><d:Товары m:type="Collection(StandardODATA.X)"><d:element><d:Цена>1.5</d:Цена></d:element></d:Товары></m:properties></content></entry><at:deleted-entry ref="http://h/b/odata/standard.odata/${encodeURIComponent(KIND.name)}(guid'0000000d-2e00-11ef-8a00-000000000002')" when="2026"/></feed>`

const feeds: Target = {
  name: 'feeds',
  corpus: [FEED],
  words: [
    '<entry>',
    '</entry>',
    '<d:element>',
    '<m:properties>',
    '<at:deleted-entry ref="',
    ' m:type="Collection(',
    '</feed>',
    '/>',
  ],
  remembered: [FEED.replace('http://h/', '%2e'.repeat(50_000))],
  run(input, dice) {
    const bytes = bytesOf(input, dice)
    const { items, size } = readFeed(new Map([[KIND.name, KIND]]), inChunks(bytes, dice))
    holdWhole(bytes.toString('utf8'), 'feed')
    hold(items.length <= size, 'more items than the package has')
    hold(
      items.every(({ key }) => key !== ''),
      'an item without a key',
    )
  },
  allowed: (error) => error instanceof Misfit || error instanceof Unreachable,
}

/** What was taken must have been a whole document without a type declaration. */
function holdWhole(text: string, root: string): void {
  const bare = text.replaceAll(/<!--[^]*?-->|<\?[^]*?\?>/g, '').trimEnd()
  hold(new RegExp(`(</([^\\s<>:]+:)?${root}\\s*>|<[^<>]*/>)$`).test(bare), 'a cut document was taken')
  hold(
    !text.replaceAll(/<!--[^]*?-->|<!\[CDATA\[[^]*?\]\]>|<\?[^]*?\?>/g, '').includes('<!DOCTYPE'),
    'a document type was accepted',
  )
}

export const descriptionTargets: Target[] = [edmx, feeds]
