// Fragment of the form of a customer invoice: an HTML document field that shows the panel "Сделка". The forms of a counterparty and of a
// bank receipt have the same lines with "counterparty" and "bank-receipt".
// The form opens first; a second later, when the accountant sees it already, the panel is asked for. Nothing stands in the events of
// writing, so saving makes no call more than it did without the extension.

&НаКлиенте
Процедура Звено_ПриОткрытииПосле(Отказ)

	ПодключитьОбработчикОжидания("Звено_ПоказатьПанель", 1, Истина);

КонецПроцедуры

&НаКлиенте
Процедура Звено_ПоказатьПанель() Экспорт

	// A document that is not written yet has no key that the bridge could know.
	Если Объект.Ссылка.Пустая() Тогда
		Возврат;
	КонецЕсли;

	Адрес = ЗвеноПанельВызовСервера.АдресПанели(Объект.Ссылка, "invoice");
	Элементы.Звено_ГруппаПанели.Видимость = Адрес <> "";
	Если Адрес <> "" Тогда
		// String(0) attribute of the form, shown by the HTML document field "Звено_Панель".
		Звено_АдресПанели = Адрес;
	КонецЕсли;

КонецПроцедуры
