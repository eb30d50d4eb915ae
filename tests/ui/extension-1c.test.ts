/** The sources of the 1C extension, read as text (S16, F65, V7): nothing of it stands in the way of a document that is saved. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const FOLDER = join(import.meta.dirname, '..', '..', 'ui-extension', '1c')

const files = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
const modules = files.filter((file) => file.endsWith('.bsl')).map(read)
const forms = files.filter((file) => file.endsWith('.xml')).map(read)

function read(file: string): { file: string; code: string } {
  const text = readFileSync(join(FOLDER, file), 'utf8')
  return { file, code: file.endsWith('.xml') ? text.replaceAll(/<!--[\s\S]*?-->/g, '') : withoutComments(text) }
}

function withoutComments(text: string): string {
  return text.replaceAll(/^[^"\n]*(?:"[^"\n]*"[^"\n]*)*?(\/\/.*)$/gm, (line, comment: string) =>
    line.slice(0, line.length - comment.length),
  )
}

/** Everything by which an extension takes part in writing, posting, deleting or checking a record, or replaces what the configuration does. */
const IN_THE_WAY = [
  /(Перед|При|После)(Записи|Записью|Удалени|Проведени|Запис)/i,
  /Обработка(Проведения|УдаленияПроведения|ПроверкиЗаполнения|Заполнения)/i,
  /(Before|On|After)(Write|Delete|Post)|Posting|FillCheck/i,
  /Подписк[аи]НаСобыти|EventSubscription/i,
  /&(Вместо|ИзменениеИКонтроль|Around|ChangeAndValidate)/i,
]

function inTheWay(code: string): string[] {
  return IN_THE_WAY.flatMap((pattern) => pattern.exec(code)?.[0] ?? [])
}

/** `name -> body` of the procedures and functions of a module. */
function parts(code: string): Map<string, string> {
  const found = [...code.matchAll(/^(?:Процедура|Функция)\s+([\wА-Яа-яЁё]+)([\s\S]*?)^Конец(?:Процедуры|Функции)/gm)]
  return new Map(found.map(([, name = '', body = '']) => [name, body]))
}

const calling = (pattern: RegExp) =>
  modules.flatMap(({ code }) => [...parts(code)].filter(([, body]) => pattern.test(body)).map(([name]) => name))

describe('The 1C extension', () => {
  it('V7: takes no part in writing, posting or deleting anything', () => {
    expect(modules.length).toBeGreaterThan(1)
    for (const { file, code } of [...modules, ...forms]) expect(inTheWay(code), file).toEqual([])
  })

  it.each([
    '&После("ПриЗаписи")\nПроцедура Звено_ПриЗаписи(Отказ)',
    '&НаСервере\nПроцедура Звено_ПередЗаписьюНаСервереПосле(Отказ, ТекущийОбъект, ПараметрыЗаписи)',
    '&Вместо("ОбработкаПроведения")',
    '<Event name="BeforeWrite" callType="After">Звено</Event>',
  ])('V7: such a handler would be noticed: %s', (planted) => {
    expect(inTheWay(planted)).not.toEqual([])
  })

  it('V7: a form has one event, and it comes after the form has opened', () => {
    for (const { file, code } of forms)
      expect(
        [...code.matchAll(/<Event name="(\w+)" callType="(\w+)"/g)].map(([, ...of]) => of),
        file,
      ).toEqual([['OnOpen', 'After']])
  })

  it('V7: the bridge is called in one place, behind a limit of time and an exception handler', () => {
    expect(calling(/HTTPСоединение|HTTPЗапрос|WSПрокси|ИнтернетПрокси|COMОбъект/)).toEqual(['НовыйБилет'])
    const body = modules.map(({ code }) => parts(code).get('НовыйБилет') ?? '').join('')
    expect(body).toMatch(/Попытка[\s\S]*Новый HTTPСоединение\([^;]*, ТаймаутСекунд,[\s\S]*Исключение/)
    expect(Number(/ТаймаутСекунд = (\d+);/.exec(body)?.[1])).toBeLessThanOrEqual(5)
  })

  it('V7: that place is reached from a waiting handler alone, which begins after the form has opened', () => {
    expect(calling(/НовыйБилет\(/)).toEqual(['АдресПанели'])
    expect(calling(/\.АдресПанели\(/)).toEqual(['Звено_ПоказатьПанель'])
    expect(calling(/Звено_ПоказатьПанель/)).toEqual(['Звено_ПриОткрытииПосле'])
    const [opening = ''] = modules.flatMap(({ code }) => parts(code).get('Звено_ПриОткрытииПосле') ?? [])
    expect(opening).toMatch(/^\(Отказ\)\s+ПодключитьОбработчикОжидания\("Звено_ПоказатьПанель", 1, Истина\);\s+$/)
  })

  it('F74: the key of the panel stays on the server: it goes into one header and nowhere else', () => {
    const uses = modules.flatMap(({ code }) =>
      code.split('\n').filter((line) => /Настройки\.Ключ|ЗвеноПанельКлюч/.test(line)),
    )

    expect(uses.map((line) => line.trim())).toEqual([
      'Запрос.Заголовки.Вставить("Authorization", "Bearer " + Настройки.Ключ);',
      'Настройки.Вставить("Ключ", Константы.ЗвеноПанельКлюч.Получить());',
    ])
    const open = modules.flatMap(({ code }) => [...code.matchAll(/^(?:Процедура|Функция)\s+(\S+?)\(.*\) Экспорт/gm)])
    expect(new Set(open.map(([, name]) => name))).toEqual(new Set(['АдресПанели', 'Звено_ПоказатьПанель']))
  })

  it('has what it opens closed again, as far as that can be seen without the platform', () => {
    const pairs = [
      ['Процедура', 'КонецПроцедуры'],
      ['Функция', 'КонецФункции'],
      ['Если', 'КонецЕсли'],
      ['Попытка', 'КонецПопытки'],
      ['#Область', '#КонецОбласти'],
    ] as const
    for (const { file, code } of modules)
      for (const [opened, closed] of pairs) {
        const count = (word: string) => [...code.matchAll(new RegExp(`^\\s*${word}(?![\\wА-Яа-яЁё])`, 'gm'))].length
        expect(count(opened), `${opened} in ${file}`).toBe(count(closed))
      }
  })
})
